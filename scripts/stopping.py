"""Let a command be stopped at any time, with one line. The console imports this before anything else.

Importing what a command needs takes up to a second, during which Ctrl-C would print a traceback. Until a
command has begun there is nothing to clean up; after that, `scripts.console.run_command` lets it clean up.
"""

import os
import signal
import sys
from pathlib import Path
from types import FrameType

# the signals that ask a program to stop, as far as the system has them; ignored ones (nohup) stay ignored
STOPS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


def stopped(number: int) -> int:
    """Say that a command was stopped by a signal; -> its exit code, by the shell's convention."""
    print("interrupted" if number == signal.SIGINT else "stopped", file=sys.stderr)
    return 128 + number


def heed(handler: "signal._HANDLER") -> None:
    """Call a function when the program is asked to stop."""
    for number in STOPS:
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, handler)


def _at_once(number: int, _: FrameType | None) -> None:
    os._exit(stopped(number))


if Path(getattr(sys.modules["__main__"], "__file__", None) or "").parent.name == Path(__file__).parent.name:
    heed(_at_once)  # a script is being run, not imported by a test
