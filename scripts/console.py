"""How a command ends: with its exit code, and without a traceback for what a terminal cannot do."""

import os
import sys
from collections.abc import Callable


def run_command(main: Callable[[], int]) -> None:
    """Run a command's main function and exit with its code.

    Characters that the terminal cannot show are spelled out; a reader that stops reading, such as `head`,
    ends the command in silence.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        code = main()
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    sys.exit(code)
