"""The environment: no more than a command needs, nothing leads it astray, and a damaged one is made anew.

A uv of our own stands for the real one: it writes down that it was called, and one small package.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import pytest
from conftest import ROOT, Package

from scripts import console, environment, installers

UV = r"""#!/bin/sh
case "$*" in *requirements-dev*) what=dev ;; *requirements-all*) what=all ;; *) what=validation ;; esac
echo "$what" >>"$CALLS"
env >>"$CALLS.environment"
eval "$MEANWHILE"
while [ "$1" != --python ]; do shift; done
cd "$(dirname "$2")"/../lib/python*/site-packages && mkdir -p "$what.dist-info" && printf 1234 >"$what.py" &&
printf "$what.py,,4\n$what.dist-info/RECORD,,\n__pycache__/a.pyc,,9\n" >"$what.dist-info/RECORD"
"""

Make = Callable[..., list[str]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout that has all that making an environment takes, in a folder with an uncomfortable name."""
    folder = tmp_path / "서울 2025's"
    (folder / "scripts").mkdir(parents=True)
    shutil.copy(ROOT / "Makefile", folder)
    for name in ("environment.py", "installers.py"):
        shutil.copy(ROOT / "scripts" / name, folder / "scripts")
    for name in environment.SETS["development"]:
        (folder / name).write_text(f"# {name}\n", encoding="utf-8")
    (folder / "uv").write_text(UV, encoding="utf-8")
    (folder / "uv").chmod(0o755)
    monkeypatch.setattr(environment, "ROOT", folder)
    monkeypatch.setenv("CALLS", str(folder / "calls"))
    monkeypatch.setenv("MEANWHILE", "")
    monkeypatch.setenv("UV_INDEX_URL", "https://mirror.example/simple")  # so that pip is not asked for one
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def make(folder: Path) -> Make:
    """Make the environment for a set; -> what has been installed so far, call by call."""

    def make(wanted: str = "validation", *options: str) -> list[str]:
        assert environment.main([wanted, "--uv", "./uv", *options]) == 0
        return calls(folder)

    return make


def calls(folder: Path) -> list[str]:
    file = folder / "calls"
    return file.read_text(encoding="utf-8").split() if file.exists() else []


def library(folder: Path) -> Path:
    [found] = (folder / ".venv").glob("lib/python*/site-packages")
    return found


def script(folder: Path, meanwhile: str = "") -> "subprocess.Popen[str]":
    command = [sys.executable, "scripts/environment.py", "validation", "--uv", "./uv"]
    variables = {**os.environ, "MEANWHILE": meanwhile}
    return subprocess.Popen(command, cwd=folder, env=variables, stderr=subprocess.PIPE, text=True)


# When it is made, added to, and made anew


def test_what_is_there_is_left_as_it_is(folder: Path, make: Make):
    assert make() == make() == ["validation"]
    os.utime(folder / "requirements.txt", (4e9, 4e9))
    (library(folder) / "mine.py").touch()
    (library(folder) / "__pycache__").mkdir()
    assert make() == ["validation"]


def test_a_command_that_needs_more_adds_it(folder: Path, make: Make):
    make()
    (library(folder) / "mine.py").touch()
    assert make("development") == ["validation", "dev"]
    assert (library(folder) / "mine.py").exists()
    assert make() == make("commands") == make("development") == ["validation", "dev"]


@pytest.mark.parametrize(
    "damage",
    [
        lambda venv: next(venv.glob("lib/*/*/validation.py")).unlink(),
        lambda venv: next(venv.glob("lib/*/*/validation.py")).write_text(""),
        lambda venv: shutil.rmtree(next(venv.glob("lib/*/*/validation.dist-info"))),
        lambda venv: shutil.rmtree(venv / "lib"),
        lambda venv: (venv / "bin" / "python").unlink(),
        lambda venv: (venv / ".installed").write_text("1234"),
        lambda venv: (venv / ".installed").write_text("{}"),
        lambda venv: (venv.parent / "requirements.txt").write_text("# another pin\n"),
    ],
    ids=[
        "file lost",
        "file emptied",
        "package lost",
        "all lost",
        "python lost",
        "old stamp",
        "no stamp",
        "pins",
    ],
)
def test_a_damaged_or_outdated_one_is_made_anew(folder: Path, make: Make, damage):
    make()
    (library(folder) / "mine.py").touch()
    damage(folder / ".venv")
    assert make() == ["validation", "validation"]
    assert not (library(folder) / "mine.py").exists()


def test_one_that_was_moved_is_made_anew(folder: Path, make: Make):
    make("validation", "--folder", ".venv-old")
    (folder / ".venv-old").rename(folder / ".venv")
    assert make() == ["validation", "validation"]


def test_one_that_was_killed_is_made_anew(folder: Path, make: Make):
    killed = script(folder, meanwhile="kill -9 $PPID")
    killed.communicate()
    assert killed.returncode == -9 and not (folder / ".venv" / ".installed").exists()
    assert make() == ["validation", "validation"]


def test_of_two_runs_at_once_one_waits(folder: Path):
    first = script(folder, meanwhile="sleep 1")
    while not calls(folder):
        time.sleep(0.02)
    second = script(folder)
    assert "waiting for it" in second.communicate()[1] and second.returncode == first.wait() == 0
    assert calls(folder) == ["validation"]
    first.communicate()


def test_what_a_killed_run_has_started_is_waited_for(folder: Path):
    killed = script(folder, meanwhile="kill -9 $PPID; sleep 1")
    killed.wait()
    second = script(folder)
    assert "waiting for it" in second.communicate()[1] and second.returncode == 0
    killed.communicate()


# What is in its way


@pytest.mark.parametrize(
    ("prepare", "says"),
    [
        (lambda folder: (folder / ".venv").symlink_to(folder / "scripts"), "is a link to"),
        (lambda folder: (folder / ".venv").touch(), "is not a folder: remove it"),
        (lambda folder: (folder / "requirements.txt").unlink(), "git checkout requirements.txt"),
    ],
)
def test_it_is_told_in_one_sentence(folder: Path, prepare, says: str, capsys: pytest.CaptureFixture[str]):
    prepare(folder)
    before = sorted((folder / "scripts").iterdir())
    assert environment.main(["validation", "--uv", "./uv"]) == 2
    told = capsys.readouterr().err
    assert told.startswith("error: ") and says in told and told.count("\n") == 1
    assert sorted((folder / "scripts").iterdir()) == before


def test_nobodys_folder_is_emptied(folder: Path, capsys: pytest.CaptureFixture[str]):
    assert environment.main(["validation", "--uv", "./uv", "--folder", "scripts"]) == 2
    assert (
        "holds something other than an environment" in capsys.readouterr().err
        and (folder / "scripts" / "environment.py").exists()
    )


def test_where_nothing_can_be_written_another_folder_does(
    folder: Path,
    make: Make,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
):
    def refuse(*_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system", ".venv")

    with monkeypatch.context() as patch:
        patch.setattr(environment._Making, "_begin", refuse)
        assert environment.main(["validation", "--uv", "./uv"]) == 2
    assert "Read-only file system" in (told := capsys.readouterr().err) and "VENV=/tmp/env" in told
    assert make("validation", "--folder", str(tmp_path / "env")) == ["validation"]


def test_a_uv_that_fails_leaves_it_to_pip(folder: Path, monkeypatch: pytest.MonkeyPatch):
    (folder / "uv").write_text("#!/bin/sh\necho no such index >&2; exit 1\n")
    asked = []
    monkeypatch.setattr(environment._Making, "_with_pip", lambda making, adding: asked.append(adding))
    assert environment.main(["validation", "--uv", "./uv"]) == 2  # our pip installs nothing, which is noticed
    assert asked == [False] and not (folder / ".venv" / ".installed").exists()


# Settings


def test_variables_do_not_lead_uv_astray(folder: Path, make: Make, monkeypatch: pytest.MonkeyPatch):
    bad = {
        "UV_TARGET": "/x",
        "UV_SYSTEM_PYTHON": "1",
        "UV_PYTHON": "3.9",
        "PYTHONPATH": "/x",
        "PYTHONHOME": "/x",
    }
    for name, value in bad.items():
        monkeypatch.setenv(name, value)
    make()
    met = (folder / "calls.environment").read_text(encoding="utf-8")
    assert not [name for name in bad if re.search(f"^{name}=", met, re.MULTILINE)]
    assert "UV_INDEX_URL=https://mirror.example/simple" in met


def test_settings_do_not_lead_pip_astray():
    """Neither variables nor files: what `pip config list` has of both."""
    settings: dict[str, dict[str, str]] = {
        ":env:": {"dry_run": "1", "index_url": "https://mirror.example/simple", "prefix": "/x"},
        "global": {
            "cert": "/etc/ssl/mine.pem",
            "constraint": "/etc/constraints.txt",
            "index_url": "https://old.example/simple",
            "user": "true",
        },
        "install": {"no_deps": "true", "target": "/x"},
    }
    listed = "".join(
        f"{section}.{name.replace('_', '-')}={value!r}\n"  # with hyphens, as pip prints them
        for section, found in settings.items()
        for name, value in found.items()
    )
    kept = {"PIP_INDEX_URL": "https://mirror.example/simple", "PIP_CERT": "/etc/ssl/mine.pem"}
    assert installers.pip_settings(listed) == kept
    listing = [sys.executable, "-c", f"print({listed!r})"]
    met = installers.pip_environment(listing)
    assert {name: value for name, value in met.items() if name.startswith("PIP_")} == {
        **kept,
        "PIP_CONFIG_FILE": os.devnull,
    }


def test_uv_takes_the_mirror_of_pip(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("UV_INDEX_URL", raising=False)
    found = installers.uv_environment({"PIP_INDEX_URL": "https://a.example", "PIP_FIND_LINKS": "/a /b"})
    assert (found["UV_DEFAULT_INDEX"], found["UV_FIND_LINKS"]) == ("https://a.example", "/a,/b")
    monkeypatch.setenv("UV_INDEX_URL", "https://b.example")
    assert "UV_DEFAULT_INDEX" not in installers.uv_environment({"PIP_INDEX_URL": "https://a.example"})


# make


def run_make(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = ["make", "--silent", "-C", str(folder), *arguments]
    return subprocess.run(command, cwd="/", capture_output=True, text=True, check=False)


@pytest.mark.parametrize("python", ["no-such-python", "true", "echo", "/", "false", "cat"])
def test_what_is_no_python_is_told(folder: Path, python: str):
    done = run_make(folder, "setup", f"PYTHON={python}", "UV=./uv")
    assert done.returncode and f"'{python}' is not Python 3.11 or later" in done.stderr
    assert not (folder / ".venv").exists()


def test_targets_at_once_in_a_folder_with_any_name(folder: Path):
    options = [f"PYTHON={sys.executable}", "UV=./uv"]
    done = run_make(folder, "-j4", "validation", "development", "setup", *options)
    assert done.returncode == 0, done.stderr
    made = calls(folder)
    assert made == sorted(set(made), key=made.index) and "dev" in made
    assert run_make(folder, "-j4", "validation", "development", *options).stderr == ""
    assert calls(folder) == made


# What is pinned


def pins(name: str) -> dict[str, str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9.-]+)==(\S+)", text, re.MULTILINE))


def test_the_files_agree():
    validation, commands = pins("requirements.txt"), pins("requirements-all.txt")
    assert validation.items() <= commands.items() and len(validation) < len(commands)
    development = {**pins("requirements-uv.txt"), **pins("requirements-dev.txt")}
    assert {name for name in commands if development.get(name, commands[name]) != commands[name]} == set()
    assert pins("requirements-uv.txt")["uv"] == pins("requirements-dev.txt")["uv"]


@pytest.mark.parametrize("which", ["", "-all", "-dev", "-uv"])
def test_all_that_is_asked_for_is_pinned(which: str):
    asked = re.findall(
        r"^[a-zA-Z][\w-]*", (ROOT / f"requirements{which}.in").read_text("utf-8"), re.MULTILINE
    )
    missing = {name.lower().replace("_", "-") for name in asked} - set(pins(f"requirements{which}.txt"))
    assert not missing, "run `make lock`"


def test_validation_imports_only_what_requirements_txt_has(package: Package):
    """What the modules of a validation import at once, and what is imported in the course of one."""
    code = (
        "import sys, json; from schemas.validation import validate;"
        f"validate({str(package.descriptor)!r}, house=True);"
        "print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    of = metadata.packages_distributions()
    used = {
        name.lower().replace("_", "-") for module in json.loads(done.stdout) for name in of.get(module, [])
    }
    assert "polars" in used and used - {"setuptools"} <= set(pins("requirements.txt"))


# What is not installed


def scripts() -> list[str]:
    found = sorted(path for path in (ROOT / "scripts").glob("*.py") if "@command(" in path.read_text("utf-8"))
    return [path.name for path in found if path.name != "console.py"]


@pytest.mark.parametrize("name", scripts())
def test_a_command_says_what_it_lacks(name: str):
    """Without the folder of installed packages (-S), as a Python that nobody has set up."""
    command = [sys.executable, "-I", "-S", str(ROOT / "scripts" / name), "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0 or (
        done.returncode == 2 and done.stderr.count("\n") == 1 and "run `make setup`" in done.stderr
    ), done.stderr


def test_a_command_says_what_it_lacks_later_on(capsys: pytest.CaptureFixture[str]):
    @console.command("build")
    def main(arguments: list[str] | None = None) -> int:
        raise ModuleNotFoundError("No module named 'apsw'", name="apsw")

    assert main() == 2
    assert capsys.readouterr().err == (
        "cannot build: the Python package apsw is not installed: run `make setup`, "
        "or `.venv/bin/python -m pip install -r requirements-all.txt`\n"
    )


def test_a_module_of_ours_that_is_missing_is_no_package():
    with pytest.raises(ModuleNotFoundError), console.packages_for("build"):
        import schemas.no_such_module  # noqa: F401
