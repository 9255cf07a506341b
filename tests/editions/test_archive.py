"""The zip of an edition stands alone: what its documents name is in it, and its README can be followed."""

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest
from conftest import ROOT

from editions.archive import BUILT, source_files
from editions.archive_readme import CHECKER, INSTEAD, readme
from editions.project_files import commit_of, project_files
from exports.edition import Edition
from exports.forms import FORMS

# ---- what is in it, without the bytes of what takes long to build --------------------------------------


SLOW = ["sqlite", "excel", "site", "parquet", "hugging-face"]


def names_of(form: str, edition: Edition) -> set[str]:
    """The names of the files of a form of the data."""
    name = edition.descriptor["name"]
    slow = {
        "sqlite": {f"{name}.sqlite"},
        "excel": {f"{name}.xlsx"},
        "site": {"site/index.html"},
        "parquet": {f"parquet/{table}.parquet" for table in (*edition.tables, "figures")},
    }
    if form == "hugging-face":
        return {f"{form}/{path}" for path in ("README.md", *slow["parquet"], *names_of("docs", edition))}
    return slow[form] if form in slow else set(FORMS[form](edition))


@pytest.mark.long
def test_those_names_are_right(edition: Edition):
    for form in SLOW:
        assert set(FORMS[form](edition)) == names_of(form, edition)


@pytest.fixture(scope="module")
def packed(edition: Edition) -> dict[str, bytes]:
    """Path -> bytes of each file in the zip; of what is built, without the bytes."""
    files = {**project_files(ROOT), **source_files(edition)}
    for form in BUILT:
        files |= dict.fromkeys(names_of(form, edition), b"")
    return {**files, "README.md": readme(edition, files), "SHA256SUMS": b""}


@pytest.fixture(scope="module")
def places(packed: dict[str, bytes]) -> set[str]:
    """The files in the zip, and their folders."""
    folders = {str(parent) for path in packed for parent in PurePosixPath(path).parents}
    return {*packed, *folders}


@pytest.fixture(scope="module")
def makes(edition: Edition) -> set[str]:
    """What `make build` makes, seen from `build/`, and the folders in it."""
    made = {path for form in FORMS for path in names_of(form, edition)}
    return made | {str(parent) for path in made for parent in PurePosixPath(path).parents}


def documents(packed: dict[str, bytes]) -> dict[str, str]:
    """The documents in the zip. What they are made of ends in `.in`, since its links are not yet right."""
    return {path: data.decode() for path, data in packed.items() if path.endswith(".md")}


def leads_to(target: str, document: str) -> str:
    """The path in the zip that a relative path in a document means."""
    parts: list[str] = []
    for part in (*PurePosixPath(document).parent.parts, *PurePosixPath(target).parts):
        if part == "..":
            assert parts, f"{document}: {target} leads out of the zip"
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts) or "."


def test_every_link_leads_to_a_file_in_it(packed: dict[str, bytes], places: set[str]):
    count = 0
    for document, text in documents(packed).items():
        prose = re.sub(r"^```.*?^```|`[^`\n]*`", "", text, flags=re.MULTILINE | re.DOTALL)
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", prose):
            if not re.match(r"(https?|mailto):", target):
                assert leads_to(target, document) in places, f"{document}: {target}"
                count += 1
    assert count > 300


# ---- paths and commands that its documents name ---------------------------------------------------------

# what a reader makes or has: environments, texts, sheets, what commands write
OF_THE_READER = re.compile(
    r"(\.venv\S*|build|dist|texts|wheels|node_modules|\.unfinished-release|~)(/.*)?|[A-Z]+\.yaml"
)
NO_PATHS = {"Europe/London", ".txt", ".json"}
RECORD = re.compile("(evt|stm|utt)-[a-z0-9-]+/[a-z0-9-]+")  # an id of a table whose key has two parts
ENDS = "py|md|json|csv|in|txt|sql|mjs|css|j2|cff|ya?ml|toml|html|sqlite|bib"
PATH = re.compile(rf"[\w.-]+(/[\w.-]+)+/?|[\w.-]+\.({ENDS})")


def code_in(text: str) -> list[str]:
    """What stands in backticks, and the commands in blocks."""
    blocks = re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    rest = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    return blocks + re.findall(r"`([^`\n]+)`", rest)


def paths_in(text: str) -> set[str]:
    """The words in code that look like a path, or like the name of a file."""
    words = {word.strip("\"'(),;") for code in code_in(text) for word in code.split()}
    return {
        word.rstrip("/") for word in words if PATH.fullmatch(word) and not RECORD.fullmatch(word)
    } - NO_PATHS


def test_every_path_that_is_named_is_in_it(packed: dict[str, bytes], places: set[str], makes: set[str]):
    """Seen from the top or the document, or made by `make build`; a bare name may be that of any file."""
    names = {PurePosixPath(path).name for path in packed} | {PurePosixPath(path).name for path in makes}
    count = 0
    for document, text in documents(packed).items():
        for path in paths_in(text):
            beside = str(PurePosixPath(document).parent / path)
            known = {path, beside, path.removeprefix("build/")} & (places | makes)
            assert known or path in names or OF_THE_READER.fullmatch(path), f"{document}: {path}"
            count += 1
    assert count > 100


def test_that_can_fail(places: set[str]):
    assert paths_in("`scripts/gone.py` and\n```sh\npython gone/too.py --x FILE\n```\n") == {
        "scripts/gone.py",
        "gone/too.py",
    }
    assert "scripts/gone.py" not in places and "scripts/validate.py" in places


def test_every_target_of_make_that_is_named_is_one(packed: dict[str, bytes]):
    targets = set(re.findall(r"^([a-z-]+):", packed["Makefile"].decode(), re.MULTILINE))
    for document, text in documents(packed).items():
        for code in code_in(text):
            for named in re.findall(r"^make ([a-z ]+)", code, re.MULTILINE):
                assert set(named.split()) <= targets, f"{document}: {code}"


# ---- its README -------------------------------------------------------------------------------------------


def test_readme_names_what_the_checks_need(packed: dict[str, bytes]):
    text = packed["README.md"].decode()
    versions = dict(re.findall(r"^\| `([\w.-]+)` \| (\S+) \|$", text, re.MULTILINE))
    pinned = packed["requirements-all.txt"].decode()
    assert {"polars", "narwhals", "text2num", "PyYAML"} <= set(versions)
    for name, version in versions.items():
        assert f"\n{name.lower().replace('_', '-')}=={version} " in pinned
    assert pinned.count("--hash=sha256:") > 1000


def test_the_validator_needs_no_more_than_readme_names():
    code = (
        "import sys; from schemas.validation import validate; assert validate('datapackage.json').valid\n"
        "print(*{name.partition('.')[0] for name, one in list(sys.modules.items())\n"
        "        if 'site-packages' in str(getattr(one, '__file__', ''))})"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    imported = set(done.stdout.splitlines()[-1].split())
    # polars brings its runtime; the others happen to be in the environment
    imported -= {name for name in imported if name.startswith(("_", "typing_extensions"))}
    assert imported >= {"polars", "jsonschema_rs"}
    names = {"text_to_num": "text2num"}
    assert {names.get(name, name.replace("_", "-")) for name in imported} <= set(CHECKER)


def test_readme_has_the_sections_of_the_project_but_those_that_it_replaces(packed: dict[str, bytes]):
    heads = [
        set(re.findall(r"^## (.+)$", text, re.MULTILINE))
        for text in ((ROOT / "README.md").read_text(encoding="utf-8"), packed["README.md"].decode())
    ]
    assert heads[0] >= INSTEAD and heads[0] - INSTEAD <= heads[1] and not INSTEAD & heads[1]


def test_a_state_between_two_editions_says_that_it_is_none(packed: dict[str, bytes], edition: Edition):
    for version, is_told in (("2.0.0-dev", True), ("2.0.0", False)):
        other = replace(edition, descriptor={**edition.descriptor, "version": version})
        text = readme(other, packed, commit="abc123").decode()
        assert ("**This is not an edition.**" in text) == is_told
        assert ("(commit abc123)" in text) == is_told  # an edition has a tag instead
        assert ("data as of 2" in text) == (not is_told)
        assert "(commit" not in readme(other, packed).decode()


def test_the_commit_is_that_of_the_project(tmp_path: Path):
    """It says if there is more than the commit has; without git there is none."""
    assert commit_of(tmp_path) == ""
    (tmp_path / "a.md").write_text("A ferry sank.\n", encoding="utf-8")
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    for command in (["init", "--quiet"], ["add", "a.md"], [*who, "commit", "--quiet", "-m", "A ferry"]):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    assert re.fullmatch("[0-9a-f]{40,64}", commit_of(tmp_path))
    (tmp_path / "a.md").write_text("Two ferries sank.\n", encoding="utf-8")
    assert commit_of(tmp_path).endswith(", with changes that are not committed")


# ---- what goes into it ----------------------------------------------------------------------------------


def test_nothing_goes_in_that_git_does_not_know(tmp_path: Path):
    """A text that lies about is somebody else's."""
    for name in ("docs/known.md", "docs/stray.txt", "scripts/__pycache__/a.pyc", "src-pier.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("A ferry sank.\n", encoding="utf-8")
    (tmp_path / "docs" / "link.md").symlink_to("/etc/hostname")
    assert set(project_files(tmp_path)) == {"docs/known.md", "docs/stray.txt"}
    for command in (["init", "--quiet"], ["add", "docs/known.md"]):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    assert set(project_files(tmp_path)) == {"docs/known.md"}


def test_the_second_coding_the_rules_and_the_wheels_are_in_it(packed: dict[str, bytes]):
    wanted = ["tests/codings/article/b/claims.csv", "schemas/rules/claims.py", "validator/pipeline.py"]
    wanted += ["requirements.txt", "citation.bib", "CITATION.cff", "docs/method.md", "scripts/agreement.py"]
    assert set(wanted) <= set(packed)
    assert not [path for path in packed if path.startswith(("build/", "dist/", ".venv", ".git/"))]
