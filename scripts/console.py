"""What commands have in common at a terminal: how they end, and how they show that they are at work."""

import functools
import gc
import os
import sys
import time
from collections.abc import Callable
from threading import Event, Thread

from validator.descriptor import CannotRun
from validator.messages import harmless

Main = Callable[..., int]
SELDOM = 50_000  # objects made before Python looks for cycles, of which hardly any are left behind


def command(doing: str) -> Callable[[Main], Main]:
    """Let a main function answer what stops it with one sentence, `cannot cite: …`, and exit code 2."""

    def wrap(main: Main) -> Main:
        @functools.wraps(main)
        def answer(arguments: list[str] | None = None) -> int:
            try:
                return main(arguments)
            except BrokenPipeError:
                raise  # see `run_command`
            except (CannotRun, OSError) as error:
                print(f"cannot {doing}: {harmless(str(error))}", file=sys.stderr)
            except MemoryError:
                print(f"cannot {doing}: it takes more memory than there is", file=sys.stderr)
            return 2

        return answer

    return wrap


def run_command(main: Callable[[], int]) -> None:
    """Run a command's main function and exit with its code.

    Characters that the terminal cannot show are spelled out; a reader that stops reading, such as `head`,
    ends the command in silence, and Ctrl-C in one line. What a command has to write it has written by then,
    so the process ends at once: to take the interpreter apart would be a tenth of a short command's time.
    """
    gc.set_threshold(SELDOM)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        code = main()
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        code = 130  # as the shell has it
    sys.stderr.flush()
    os._exit(code)


class Progress:
    """A line on the terminal that tells what is being done and for how long, once it takes over a second.

    It is wiped out at the end. Where the standard error is no terminal, nothing is written.
    """

    def __init__(self, every: float = 1.0) -> None:
        """`every`: seconds before the line is first shown, and from one showing to the next."""
        self._every, self._doing, self._done = every, "", Event()
        self._thread = Thread(target=self._show, daemon=True)

    def say(self, doing: str) -> None:
        """Tell what is being done from now on."""
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
