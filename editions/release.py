"""Make an edition: everything is made and checked in a scratch folder before the first file is written.

Then, step by step: the files of the edition, a commit, a tag, the files of the next version, a commit.
If a step fails or is killed, everything goes back to where it began (`editions.undo`).
"""

import datetime
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from editions import undo
from editions.archive import archive, source_files
from editions.canonical import canonical
from editions.project_files import project_files
from editions.versions import CHANGELOG, PLACES, check_day, is_version, section_of, with_version
from exports import pages
from exports.edition import Edition, read_edition
from exports.files import outdated, write_files
from exports.where import FILE, Where, read_where
from schemas.manifest import PATH, manifest, read_manifest, written
from schemas.steps import next_version
from validator.descriptor import CannotRun, Json, read_json

Files = dict[str, bytes]  # path in the package's folder -> bytes
LAST_STEP = "On the way to"  # the beginning of the message of the last commit


def release(
    root: Path, version: str, day: datetime.date, *, unpublished: bool = False, dry: bool = False
) -> Iterator[str]:
    """Make the edition `version` of the package in `root`; yields what has been done, one line each.

    Args:
        root: The folder of the package.
        version: The version of the edition, without `-dev`.
        day: The day of the edition.
        unpublished: Make it even if `where.toml` does not say where the dataset lives.
        dry: Make and check everything, and say what would be written, but write nothing.

    Raises `CannotRun` or `OSError` if something prevents it; then everything is as it was.
    """
    git = shutil.which("git") is not None and (root / ".git").exists()
    if dry and (root / undo.KEPT).exists():
        raise CannotRun("a release was not finished: run it without DRY_RUN, which first undoes that one")
    if not dry and (done := undo_unfinished(root)):
        yield done
    made, following = _made(_checked(root, version, day, git, unpublished), version, day)
    packed = {path for path in made if path.startswith("dist/")}
    if dry:
        for path in outdated({root / path: data for path, data in made.items()}):
            yield f"would be written: {path.relative_to(root)}"
        yield from [f"would be committed and tagged: v{version}"] * git
        yield f"the version would be {next_version(version, 'patch')}-dev"
        return
    head = _git(root, "rev-parse", "HEAD") if git else ""
    try:
        undo.keep(root, made, following, tag=f"v{version}", head=head)
        _write(root, made)
        if git:
            _commit(root, sorted(set(made) - packed), f"Edition {version}")
            _git(root, "tag", "--annotate", f"v{version}", "--message", f"Edition {version}")
        _write(root, following)
        if git:
            _commit(root, sorted(following), f"{LAST_STEP} {next_version(version, 'patch')}")
        undo.forget(root)
    except BaseException as error:
        try:
            undo_unfinished(root)
        except (CannotRun, OSError) as other:
            both = CannotRun(f"{error}; not everything was undone ({other}): run the command again")
            both.__notes__ = getattr(error, "__notes__", [])
            raise both from None
        raise
    yield from (f"packed: {root / path}" for path in sorted(packed) if path.endswith(".zip"))
    yield from [f"committed and tagged: v{version}"] * git
    yield f"the version is now {next_version(version, 'patch')}-dev"


def undo_unfinished(root: Path) -> str:
    """Undo what an unfinished release has done; -> what was done about it, or nothing if there is none.

    If the release was killed after its last commit, it is finished: only its notes are removed, whatever has
    been edited since.

    Raises `CannotRun` if the repository has moved on since, or git fails.
    """
    state = undo.kept(root)
    if state is None:
        return ""
    tag, head = state["tag"], state["head"]
    if head:
        tagged = _git(root, "tag", "--list", tag)
        commits = _git(root, "rev-list", f"{head}..HEAD").split()
        if tagged and len(commits) == 2 and LAST_STEP in _git(root, "log", "-1", "--format=%s"):
            undo.forget(root)
            return f"the release {tag} was finished; only its notes have been removed"
        if len(commits) > 2 or _git(root, "merge-base", head, "HEAD") != head:
            raise CannotRun(
                f"a release was not finished, and there are commits after it. If `git show {tag}` is what "
                f"you want, delete `{undo.KEPT}`; otherwise go back with `git reset --hard {head}` and run "
                "it again"
            )
    undo.put_back(root)
    if head:
        if tagged:
            _git(root, "tag", "--delete", tag)
        _git(root, "reset", "--quiet", head)
    undo.forget(root)
    return "an unfinished release has been undone"


def _made(checked: Edition, version: str, day: datetime.date) -> tuple[Files, Files]:
    """The files of the edition, including its zip, and those of the next version."""
    root = checked.folder
    with tempfile.TemporaryDirectory() as scratch:
        stage = Path(scratch)
        _write(stage, staged(checked))
        made = with_version(stage, version, day.isoformat())
        made[PATH] = _manifest(checked, version, read_manifest(root))
        _write(stage, made)
        edition = read_edition(stage / "datapackage.json")
        made |= pages.all_documents(edition)
        _write(stage, made)
        packed = {f"dist/{name}": data for name, data in archive(edition, project_files(root) | made).items()}
        following = with_version(stage, f"{next_version(version, 'patch')}-dev")
        _write(stage, following)
        descriptor = read_json(stage / "datapackage.json")
        following |= pages.all_documents(replace(edition, descriptor=descriptor))
    return made | packed, following


def staged(edition: Edition) -> Files:
    """The files from which another version of an edition is made."""
    beside = [*PLACES, *pages.MADE_OF]
    return source_files(edition) | {
        path: (edition.folder / path).read_bytes() for path in beside if (edition.folder / path).is_file()
    }


def _manifest(edition: Edition, version: str, old: Json | None) -> bytes:
    """The manifest of the edition. It keeps ids that were in the previous one and are gone."""
    tables = {name: (t.schema, t.frame) for name, t in edition.tables.items()}
    found = manifest(version, tables, {})
    gone: dict[str, set[str]] = {name: set(ids) for name, ids in (old or {}).get("gone", {}).items()}
    for name, table in (old or {}).get("tables", {}).items():
        left = found["tables"].get(name, {"rows": {}})["rows"]
        gone.setdefault(name, set()).update(set(table["rows"]) - set(left))
    found["gone"] = {name: sorted(ids) for name, ids in sorted(gone.items()) if ids}
    return written(found)


def _checked(root: Path, version: str, day: datetime.date, git: bool, unpublished: bool) -> Edition:
    """The package as it is. Raises `CannotRun` if no edition can be made from it."""
    if not is_version(version):
        raise CannotRun(f"{version} is not a version of the form 1.2.3")
    if git and _git(root, "status", "--porcelain"):
        raise CannotRun("the work tree has changes: commit them first")
    if git and _git(root, "tag", "--list", f"v{version}"):
        raise CannotRun(f"the tag v{version} exists: an edition is never made twice")
    if git:
        _check_identity(root)
    lives = read_where(root) or Where()
    if lives.unknown and not unpublished:
        raise CannotRun(
            f"{FILE} does not say where the dataset lives ({', '.join(lives.unknown)}): fill it in, run "
            "`make docs` and commit, or set UNPUBLISHED=1 for an edition that is not deposited"
        )
    changelog = (root / CHANGELOG).read_text(encoding="utf-8")
    check_day(day, changelog)
    found = read_json(root / "datapackage.json").get("version")
    if found != f"{version}-dev":
        if not str(found).endswith("-dev"):
            raise CannotRun(f"the version is {found}: it must be {version}-dev before {version} is made")
        raise CannotRun(
            f"the version under way is {found}: release {str(found).removesuffix('-dev')}, or raise it first "
            "(`make bump VERSION=…`)"
        )
    if not section_of(changelog, f"{version}-dev"):
        raise CannotRun(f"{CHANGELOG} says nothing under {version}-dev: describe what has changed")
    stale = canonical(root / "datapackage.json")
    if stale:
        name = next(iter(stale)).name
        raise CannotRun(f"{name} is not canonical, or its hash is stale: run `make format`")
    # refuses faulty data, and too small a version step
    edition = read_edition(root / "datapackage.json")
    for path in outdated({root / path: data for path, data in pages.all_documents(edition).items()}):
        raise CannotRun(f"{path.relative_to(root)} is stale: run `make docs`")
    return edition


def _write(root: Path, files: Files) -> None:
    write_files({root / path: data for path, data in files.items()}, root)


def _commit(root: Path, paths: list[str], message: str) -> None:
    _git(root, "add", "--", *paths)
    _git(root, "commit", "--quiet", "--message", message)


def _check_identity(root: Path) -> None:
    """Raise `CannotRun` if git has no name and address for a commit."""
    for who in ("GIT_AUTHOR_IDENT", "GIT_COMMITTER_IDENT"):
        try:
            _git(root, "var", who)
        except CannotRun:
            raise CannotRun("git does not know who you are: set user.name and user.email") from None


def _git(root: Path, *arguments: str) -> str:
    """What git prints. Raises `CannotRun` if it fails; a message of several lines is in its notes."""
    done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, errors="replace")
    if done.returncode:
        told = [line for line in (done.stderr or done.stdout).splitlines() if line.strip()]
        if len(told) > 1:
            error = CannotRun(f"git {arguments[0]} failed, and says")
            for line in told:
                error.add_note(line)
            raise error
        raise CannotRun(f"git {arguments[0]} failed ({told[0] if told else f'exit code {done.returncode}'})")
    return done.stdout.strip()
