#!/usr/bin/env python3
"""Make the environment `.venv`, or add what it lacks: no more than the given set needs.

    python scripts/environment.py SET [--folder FOLDER] [--uv PROGRAM]

`validation` is what `make validate` needs, `commands` what all scripts need, and `development` adds what
tests and lint need. You need only Python 3.11 or later. uv does the work, because it is much faster than pip;
if it is not installed, pip first fetches it into a scratch folder. If uv fails, pip does the work.

A record of what was installed is written last, with the hash of each requirements file. An environment that
was interrupted, has lost a file, was moved, or no longer matches the pins is rebuilt. If two runs start at
once, one waits. Exit code 0: ready; 2: it could not be made, with one sentence that says why.
"""

import argparse
import contextlib
import csv
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # so that a script finds the project unaided

from scripts.installers import (
    harmless_environment,
    pip_environment,
    pip_install,
    pip_of_python,
    uv_environment,
    uv_install,
    uv_is_told,
)

try:
    import fcntl
except ImportError:  # Windows, where two simultaneous runs are not kept apart
    fcntl = None  # type: ignore[assignment]

ROOT = Path(__file__).resolve().parents[1]
VALIDATION = ("requirements.txt",)
COMMANDS = (*VALIDATION, "requirements-all.txt")
SETS = {
    "validation": VALIDATION,
    "commands": COMMANDS,
    "development": (*COMMANDS, "requirements-dev.txt"),
    "croissant": ("requirements-croissant.txt",),
    "cards": ("requirements-cards.txt",),
}
# sets with a folder of their own; requirements-croissant.in and requirements-cards.in say why
FOLDERS = {"croissant": ".venv-croissant", "cards": ".venv-cards"}
BUILT = {"croissant": ("jsonpath-rw",)}  # has no wheel
STAMP = ".installed"


class Failed(Exception):
    """Why the environment cannot be made: one sentence."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command; -> its exit code."""
    parser = argparse.ArgumentParser(description="Make the environment, or add what it lacks.")
    parser.add_argument("set", choices=SETS)
    parser.add_argument("--folder", type=Path, help="where to make it; default: .venv")
    parser.add_argument("--uv", default="uv", help="the uv program; empty: use only pip")
    options = parser.parse_args(arguments)
    folder = options.folder or Path(FOLDERS.get(options.set, ".venv"))
    try:
        provide(options.set, folder, options.uv)
    except Failed as error:
        _say(f"error: {error}")
        return 2
    except OSError as error:
        print(
            f"error: {folder} cannot be made ({error}): name another folder, as in VENV=/tmp/env",
            file=sys.stderr,
        )
        return 2
    except KeyboardInterrupt:
        _say("interrupted: the next run starts over")
        return 130
    return 0


def provide(wanted: str, folder: Path, uv: str = "uv") -> None:
    """Make sure that an environment has everything in a set.

    Raises `Failed` or `OSError` if it cannot be made. The next run then starts over.
    """
    if _is_sound(folder, SETS[wanted]):
        return
    with _alone(ROOT / SETS[wanted][0], folder) as lock:
        if not _is_sound(folder, SETS[wanted]):  # another run may have made it in the meantime
            _Making(wanted, folder, uv, lock).make()


def _is_sound(folder: Path, names: tuple[str, ...]) -> bool:
    """Whether these requirements files were installed in their current state, and no file is missing."""
    stamp = _stamp(folder)
    return (
        bool(names)
        and stamp.get("folder") == os.path.realpath(folder)  # if it was moved, its scripts have wrong paths
        and all(stamp["files"].get(name) == _hash(ROOT / name) for name in names)
        and _runs(_python(folder))
        and _is_complete(folder, stamp["packages"])
    )


def _stamp(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads((folder / STAMP).read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) and {"folder", "files", "packages"} <= set(found) else {}


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "no such file"


def _runs(python: str, *arguments: str) -> bool:
    command = [python, "-I", *(arguments or ("-S", "-c", ""))]
    with contextlib.suppress(OSError):
        return subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL).returncode == 0
    return False


def _python(folder: Path) -> str:
    # links are not followed, because they point to the Python that the environment was made with
    return os.path.abspath(folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))


def _packages(folder: Path) -> list[str]:
    """The `.dist-info` folders, relative to the environment."""
    libraries = "Lib/site-packages" if os.name == "nt" else "lib/python*/site-packages"
    return sorted(path.relative_to(folder).as_posix() for path in folder.glob(f"{libraries}/*.dist-info"))


def _is_complete(folder: Path, packages: list[str]) -> bool:
    """Whether the files of all packages are there, each with its original size.

    Compiled files come and go. Anything else that a user has installed is ignored.
    """
    for package in packages:
        library = os.path.dirname(folder / package)
        try:
            with (folder / package / "RECORD").open(newline="", encoding="utf-8") as record:
                for path, _, size in csv.reader(record):
                    lasting = size and not path.endswith(".pyc")
                    if lasting and os.stat(os.path.join(library, path)).st_size != int(size):
                        return False
        except (OSError, ValueError):
            return False
    return True


@contextlib.contextmanager
def _alone(path: Path, folder: Path) -> Iterator[tuple[int, ...]]:
    """Keep other runs out; -> the file numbers that a child inherits, which keep them out until it ends.

    So the lock outlives us if we are killed. It is on a requirements file, because every checkout has one and
    no run writes to it.
    """
    with _there(path).open("rb") as file:
        if not fcntl:
            yield ()
            return
        with contextlib.suppress(OSError):  # the file system may have no locks
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                print(f"{folder} is being made by another run: waiting for it", file=sys.stderr, flush=True)
                fcntl.flock(file, fcntl.LOCK_EX)
        yield (file.fileno(),)


class _Making:
    """Making one environment, step by step."""

    def __init__(self, wanted: str, folder: Path, uv: str, lock: tuple[int, ...]) -> None:
        self._wanted, self._folder, self._uv, self._lock = wanted, folder, uv, lock
        self._python = _python(folder)
        self._files = [str(_there(ROOT / name)) for name in SETS[wanted]]
        self._last = SETS[wanted][-1]

    def make(self) -> None:
        """Make it, or add what it lacks, and record that this was done. Raises as `provide` does."""
        began = time.monotonic()
        had = _stamp(self._folder).get("files", {})
        adding = _is_sound(self._folder, tuple(had))
        if not adding:
            self._refuse_what_is_not_ours()
        _say(f"{'adding to' if adding else 'making'} {self._folder}: {self._wanted}, {self._last} …")
        (self._folder / STAMP).unlink(missing_ok=True)
        if not (self._uv and self._with_uv(adding)):
            self._with_pip(adding)
        packages = _packages(self._folder)
        if not packages or not _is_complete(self._folder, packages):
            raise Failed(
                f"{self._folder} lacks files that should have been installed: check that the disk is not "
                "full, then run it again"
            )
        files = (had if adding else {}) | {name: _hash(ROOT / name) for name in SETS[self._wanted]}
        self._write({"folder": os.path.realpath(self._folder), "files": files, "packages": packages})
        _say(f"{self._folder} is ready ({time.monotonic() - began:.0f} s)")

    def _refuse_what_is_not_ours(self) -> None:
        """Rebuilding removes what is there, so never do it to a user's folder, or to the target of a link."""
        folder = self._folder
        if folder.is_symlink():
            raise Failed(
                f"{folder} is a link to {os.path.realpath(folder)}, which lacks packages pinned here: "
                "remove the link"
            )
        if folder.exists() and not folder.is_dir():
            raise Failed(f"{folder} is not a folder: remove it")
        ours = folder.name.startswith(".venv") or (folder / "pyvenv.cfg").is_file()
        if folder.is_dir() and not ours and any(folder.iterdir()):
            raise Failed(
                f"{folder} holds something other than an environment: remove it, or name another folder"
            )

    def _begin(self, *options: str) -> None:
        """An empty environment."""
        self._folder.mkdir(parents=True, exist_ok=True)  # if that fails, the error is reported unchanged
        command = [_outer_python(self._folder), "-m", "venv", "--clear", *options, str(self._folder)]
        done = self._run(command, harmless_environment(os.environ), quiet=True)
        if done.returncode:
            print(done.stdout, file=sys.stderr, end="")
            raise Failed(
                f"{command[0]} could not make {self._folder}, see above: fix that, or name another Python, "
                "as in PYTHON=python3.12"
            )

    def _with_uv(self, adding: bool) -> bool:
        """Install with uv, which pip fetches if it is not installed; -> whether that succeeded."""
        pip = pip_of_python(_outer_python(self._folder))
        with tempfile.TemporaryDirectory(prefix="uv-") as scratch:
            uv = shutil.which(self._uv)
            settings: dict[str, str] = {}
            if not (uv and uv_is_told(os.environ)):
                with contextlib.suppress(
                    OSError, subprocess.CalledProcessError
                ):  # this Python may have pip only in environments
                    settings = pip_environment(pip)
            if not uv and settings:
                uv = self._fetched(pip, settings, scratch)
            if uv:
                if not adding:
                    self._begin("--without-pip")  # pip would take longer than everything else
                command = [uv, *uv_install(self._python, self._files, BUILT.get(self._wanted, ()))]
                if self._run(command, uv_environment(settings)).returncode == 0 and _packages(self._folder):
                    return True
        if self._wanted in BUILT:
            raise Failed(f"uv could not install {self._last}, see above")
        _say("uv failed, see above: using pip" if uv else "uv is not available: using pip")
        return False

    def _fetched(self, pip: list[str], environment: dict[str, str], scratch: str) -> str | None:
        """The path of a uv of the pinned version in a folder; None if pip could not get it."""
        pinned = ROOT / "requirements-uv.txt"
        if self._uv != "uv" or not pinned.is_file():
            return None
        done = self._run([*pip, *pip_install([str(pinned)], "--target", scratch)], environment, quiet=True)
        return shutil.which("uv", path=os.path.join(scratch, "bin")) if done.returncode == 0 else None

    def _with_pip(self, adding: bool) -> None:
        if self._wanted in BUILT:
            raise Failed(f"{self._last} needs uv: name it with --uv")
        if not (adding and _runs(self._python, "-m", "pip", "--version")):
            self._begin()
        pip = [self._python, "-I", "-m", "pip"]
        try:
            environment = pip_environment(pip)
        except subprocess.CalledProcessError as error:
            print(error.stderr, file=sys.stderr, end="")
            raise Failed(f"pip does not run in {self._folder}, see above") from None
        if self._run([*pip, *pip_install(self._files)], environment).returncode:
            raise Failed(f"pip could not install {self._last}, see above; the next run starts over")

    def _run(
        self, command: list[str], environment: dict[str, str], quiet: bool = False
    ) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if quiet else 2,  # standard error
            stderr=subprocess.STDOUT if quiet else None,
            text=True,
            pass_fds=self._lock,
        )

    def _write(self, stamp: dict[str, Any]) -> None:
        unfinished = self._folder / f"{STAMP}.unfinished"
        unfinished.write_text(json.dumps(stamp, indent=1), encoding="utf-8")
        os.replace(unfinished, self._folder / STAMP)


def _outer_python(folder: Path) -> str:
    """The Python to make it with: not the one inside it, which will be removed."""
    inside = os.path.realpath(sys.prefix) == os.path.realpath(folder)
    return str(getattr(sys, "_base_executable", sys.executable) if inside else sys.executable)


def _there(path: Path) -> Path:
    if not path.is_file():
        raise Failed(f"{path.name} is missing: restore it (git checkout {path.name})")
    return path


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
