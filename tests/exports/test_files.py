"""Files are written whole or not at all, whatever happens on the way."""

import errno
import fcntl
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import ROOT

from exports.files import UNFINISHED, bounds_of, outdated, read_file, remove_leftovers, write_files

OLD = {"a.txt": b"old a\n", "b/b.txt": b"old b\n"}
NEW = {"a.txt": b"new a\n" * 1000, "b/b.txt": b"new b\n", "c/d/e.txt": b"new e\n"}
FAULTS = [OSError(errno.ENOSPC, "No space left on device"), OSError(errno.EACCES, "Permission denied")]
FAULTS += [KeyboardInterrupt(), MemoryError()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "package"
    (folder / "b").mkdir(parents=True)
    for name, data in OLD.items():
        (folder / name).write_bytes(data)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def write(folder: Path, **options) -> list[Path]:
    return write_files({folder / name: data for name, data in NEW.items()}, folder, **options)


def test_all_are_written_and_those_that_changed_are_named(folder: Path):
    (folder / "a.txt").write_bytes(NEW["a.txt"])
    assert outdated({folder / name: data for name, data in NEW.items()}) == [
        folder / "b/b.txt",
        folder / "c/d/e.txt",
    ]
    before = (folder / "a.txt").stat().st_mtime_ns
    assert write(folder) == [folder / "b/b.txt", folder / "c/d/e.txt"]
    assert contents(folder) == NEW
    assert (folder / "a.txt").stat().st_mtime_ns == before
    assert write(folder) == []


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__ + str(fault))
@pytest.mark.parametrize("at", [1, 2, 3])
@pytest.mark.parametrize("call", ["os.replace", "os.fsync", "exports.files._fill", "pathlib.Path.mkdir"])
def test_every_file_is_the_old_or_the_new_one(
    folder: Path, call: str, at: int, fault: BaseException, monkeypatch: pytest.MonkeyPatch
):
    calls = []

    def fail(*arguments, **options):
        calls.append(arguments)
        if len(calls) == at:
            if call == "exports.files._fill":
                arguments[0].write(b"half of it")
            raise fault
        return real(*arguments, **options)

    module, _, name = call.rpartition(".")
    real = {"os": os, "pathlib.Path": Path}.get(module, sys.modules.get(module)).__dict__[name]
    with (
        monkeypatch.context() as patched,
        pytest.raises(OSError if isinstance(fault, OSError) else type(fault)) as caught,
    ):
        patched.setattr(call, fail)
        write(folder)
    if isinstance(fault, OSError):
        assert f"cannot be written ({fault.strerror})" in str(caught.value)
    found = contents(folder)
    assert found.keys() <= NEW.keys(), "no temporary file is left"
    assert all(data in (OLD.get(name), NEW[name]) for name, data in found.items())
    if call != "os.replace" or at == 1:
        assert found == OLD, "all are prepared before the first takes its place"
    write(folder)
    assert contents(folder) == NEW


@pytest.mark.parametrize("at", [1, 2])
def test_what_a_killed_run_has_left_is_removed_by_the_next(folder: Path, at: int):
    code = f"""
import os, signal, sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from exports.files import write_files
NEW = {NEW!r}
real, calls = os.replace, []
def kill(*arguments):
    calls.append(1)
    os.kill(os.getpid(), signal.SIGKILL) if len(calls) == {at} else real(*arguments)
os.replace = kill
folder = Path(sys.argv[1])
write_files({{folder / name: data for name, data in NEW.items()}}, folder)
"""

    done = subprocess.run([sys.executable, "-c", code, str(folder)], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    found = contents(folder)
    left = [name for name in found if name.endswith(UNFINISHED)]
    assert len(left) == len(NEW) - at + 1
    assert all(found[name] in (OLD.get(name), NEW[name]) for name in found if name not in left)
    write(folder)
    assert contents(folder) == NEW


def test_the_temporary_file_of_a_run_under_way_stays(folder: Path):
    dead, alive = folder / f".dead{UNFINISHED}", folder / f".alive{UNFINISHED}"
    dead.write_bytes(b"")
    with alive.open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        remove_leftovers(folder)
        assert alive.exists() and not dead.exists()
    remove_leftovers(folder)
    assert not alive.exists()


def test_a_file_keeps_its_mode(folder: Path):
    (folder / "a.txt").chmod(0o640)
    write(folder)
    assert (folder / "a.txt").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("name", ["a.txt", "b"])
def test_a_link_that_leads_out_is_never_written_through(folder: Path, tmp_path: Path, name: str):
    outside = tmp_path / "outside"
    (folder / name).rename(outside)
    (folder / name).symlink_to(outside)
    before = contents(tmp_path)
    with pytest.raises(OSError, match=r"is outside .*: nothing was written"):
        write(folder)
    assert contents(tmp_path) == before


def test_a_link_within_stays_a_link(folder: Path):
    (folder / "link.txt").symlink_to("a.txt")
    write_files({folder / "link.txt": b"through\n"}, folder)
    assert (folder / "link.txt").is_symlink() and (folder / "a.txt").read_bytes() == b"through\n"


@pytest.mark.parametrize("path", ["../out.txt", "b/../../out.txt"])
def test_a_path_that_leads_out_is_refused(folder: Path, tmp_path: Path, path: str):
    with pytest.raises(OSError, match="is outside"):
        write_files({folder / path: b""}, folder)
    assert not (tmp_path / "out.txt").exists()


def test_an_edit_made_meanwhile_is_not_overwritten(folder: Path):
    with pytest.raises(OSError, match=r"b\.txt was changed by somebody else in the meantime"):
        write(folder, read={folder / "b/b.txt": b"older b\n"})
    assert contents(folder) == OLD
    write(folder, read={folder / "b/b.txt": OLD["b/b.txt"]})
    assert contents(folder) == NEW


def test_only_regular_files_are_read_and_written(folder: Path):
    os.mkfifo(folder / "pipe")
    for path, why in [
        (folder / "pipe", "is not a regular file"),
        (Path("/dev/zero"), "is not a regular file"),
        (folder, "is not a regular file"),
        (folder / "none", r"cannot be read \(No such file or directory\)"),
        (folder / "a.txt", "has more than 3 bytes"),
        (folder / "a\0", "null byte"),
    ]:
        with pytest.raises(OSError, match=why):
            read_file(path, 3)
    assert read_file(folder / "a.txt", 6) == b"old a\n"
    with pytest.raises(OSError, match="is not a regular file"):
        write_files({folder / "pipe": b""}, folder)


def test_a_folder_named_as_part_of_the_current_one_stays_within_it(tmp_path: Path):
    assert bounds_of(Path("build/compare")) == Path()
    assert bounds_of(tmp_path) == tmp_path
    assert bounds_of(Path("../build")) == Path("../build")


def test_of_two_runs_at_once_the_second_writes_nothing(folder: Path):
    """Both have read the same file, and the first is about to write when the second begins."""
    known = {folder / "a.txt": OLD["a.txt"]}
    first = os.open(folder, os.O_RDONLY)
    fcntl.flock(first, fcntl.LOCK_EX)
    with ThreadPoolExecutor() as threads:
        second = threads.submit(write, folder, read=known)
        while not list(folder.glob(f".a.txt.*{UNFINISHED}")):
            assert not second.done()
        (folder / "a.txt").write_bytes(b"of the first\n")
        os.close(first)
        with pytest.raises(OSError, match=r"a\.txt was changed by somebody else in the meantime"):
            second.result()
    assert contents(folder) == {**OLD, "a.txt": b"of the first\n"}


def test_a_file_that_was_not_there_is_not_overwritten(folder: Path):
    write(folder, read={folder / "c/d/e.txt": None})
    with pytest.raises(OSError, match=r"e\.txt was changed by somebody else in the meantime"):
        write_files({folder / "c/d/e.txt": b"x"}, folder, read={folder / "c/d/e.txt": None})
    assert contents(folder) == NEW
