"""What all commands do at a terminal: how they end, and how they show progress."""

import functools
import gc
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from types import FrameType
from typing import TextIO

from curation.faults import BadSheet
from scripts.stopping import heed, stopped
from validator.descriptor import CannotRun
from validator.messages import harmless

Main = Callable[..., int]
SELDOM = 50_000  # objects made before Python looks for cycles, which hardly ever occur


# the folders of the project: if one of their modules is missing, that is our fault
OURS = {"analysis", "curation", "editions", "exports", "schemas", "scripts", "validator"}


def what_is_missing(error: ModuleNotFoundError) -> str:
    """How to get a package that is not installed. Raises the error again if it is a module of ours."""
    package = (error.name or "").partition(".")[0]
    if not package or package in OURS:
        raise error
    install = ".venv/bin/python -m pip install -r requirements-all.txt"
    return f"the Python package {package} is not installed: run `make setup`, or `{install}`"


@contextmanager
def packages_for(doing: str) -> Iterator[None]:
    """For the imports of a command: if a package is not installed, print one sentence and exit with 2."""
    try:
        yield
    except ModuleNotFoundError as error:
        print(f"cannot {doing}: {what_is_missing(error)}", file=sys.stderr)
        sys.exit(2)


def command(doing: str) -> Callable[[Main], Main]:
    """Make a main function report what stops it in one sentence, `cannot cite: …`, with exit code 2.

    The notes of an error (what another program said) follow, one line each.
    """

    def wrap(main: Main) -> Main:
        @functools.wraps(main)
        def answer(arguments: list[str] | None = None) -> int:
            try:
                return main(arguments)
            except BrokenPipeError:
                raise  # see `run_command`
            except BadSheet as error:
                print(f"cannot {doing}:", *map(harmless, str(error).split("\n")), sep="\n", file=sys.stderr)
            except (CannotRun, OSError) as error:
                lines = [f"  {harmless(line)}" for line in getattr(error, "__notes__", [])]
                print(f"cannot {doing}: {harmless(str(error))}", *lines, sep="\n", file=sys.stderr)
            except ModuleNotFoundError as error:  # a package that is imported only when it is needed
                print(f"cannot {doing}: {what_is_missing(error)}", file=sys.stderr)
            except MemoryError:
                print(f"cannot {doing}: it needs more memory than there is", file=sys.stderr)
            return 2

        return answer

    return wrap


def run_command(main: Callable[[], int]) -> None:
    """Run a command's main function and exit with its code.

    Characters that the terminal cannot show are escaped. A reader that stops reading, such as `head`, ends
    the command silently. Ctrl-C, or another request to stop, ends it with one line, after it has cleaned up
    what it had begun. By then everything is written, so the process ends at once: shutting down the
    interpreter would take a tenth of a short command's time.
    """
    gc.set_threshold(SELDOM)
    _open_streams()
    heed(_stop)
    try:
        code = _code_of(main)
        code = max(code, _flushed())
    except BrokenPipeError:
        _drop(sys.stdout)
        code = 1
    except KeyboardInterrupt as stop:
        code = stopped(getattr(stop, "number", signal.SIGINT))
    except OSError:  # not even an error can be printed
        code = 2
    except Exception:
        if not _asked:
            raise
        code = stopped(_asked[0])  # a library, as it was being loaded, made another error of the stop
    try:
        sys.stderr.flush()
    except OSError:
        _drop(sys.stderr)
    os._exit(code)


class Stopped(KeyboardInterrupt):
    """The command was asked to stop, by the signal of that number."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


_asked: list[int] = []  # signals that asked this process to stop


def _stop(number: int, _: FrameType | None) -> None:
    _asked.append(number)
    raise Stopped(number)


def _code_of(main: Callable[[], int]) -> int:
    try:
        return main()
    except SystemExit as ended:  # from argparse, whose help is output like any other
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)


def _flushed() -> int:
    """Write all pending output; -> 2 if that fails, as on a full disk, else 0."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        _drop(sys.stdout)
        print(f"the output cannot be written ({error.strerror})", file=sys.stderr)
        return 2
    return 0


def _open_streams() -> None:
    """Send what is printed to a closed stream nowhere, rather than into the next file that is opened."""
    while (number := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    sys.stdout = sys.stdout or os.fdopen(os.dup(number), "w")
    sys.stderr = sys.stderr or os.fdopen(os.dup(number), "w")
    os.close(number)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _drop(stream: TextIO) -> None:
    """Stop all writing to a stream, because Python would try again when it exits."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


class Progress:
    """A line on the terminal that says what is being done and for how long, once it takes over a second.

    It is erased at the end. If standard error is not a terminal, nothing is written.
    """

    def __init__(self, every: float = 1.0) -> None:
        """`every`: seconds before the line is first shown, and between updates."""
        self._every, self._doing, self._done = every, "", Event()
        self._thread = Thread(target=self._show, daemon=True)

    def say(self, doing: str) -> None:
        """Set what is being done from now on."""
        self._doing = doing

    def __enter__(self) -> "Progress":
        if sys.stderr.isatty():
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        if self._thread.is_alive():
            self._thread.join()

    def _show(self) -> None:
        begin, width = time.monotonic(), 0
        while not self._done.wait(self._every):
            line = f"validating: {self._doing} ({time.monotonic() - begin:.0f} s)"
            width = max(width, len(line))
            print(f"\r{line:<{width}}", end="", file=sys.stderr, flush=True)
        if width:
            print(f"\r{'':<{width}}\r", end="", file=sys.stderr, flush=True)
