"""A command may be stopped at any time, and says so in one line. The console imports it, before all else.

Loading what a command needs takes up to a second, in which Ctrl-C would print a traceback. Until a command
has begun there is nothing to clean up; from then on `scripts.console.run_command` lets it clean up.
"""

import os
import signal
import sys
from pathlib import Path
from types import FrameType

# what asks a program to stop, where the system has it; what was told to be ignored, as by nohup, stays so
STOPS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


def stopped(number: int) -> int:
    """Say that a command was stopped by a signal; -> its exit code, as the shell has it."""
    print("interrupted" if number == signal.SIGINT else "stopped", file=sys.stderr)
    return 128 + number


def heed(handler: "signal._HANDLER") -> None:
    """Have a function called when the program is asked to stop."""
    for number in STOPS:
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, handler)


def _at_once(number: int, _: FrameType | None) -> None:
    os._exit(stopped(number))


if Path(getattr(sys.modules["__main__"], "__file__", None) or "").parent.name == Path(__file__).parent.name:
    heed(_at_once)  # a script is run, and not imported, as by a test
