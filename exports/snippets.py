"""Run the snippets of our own documents again, so that the output shown is what they print.

They are executed as they are, so only documents of the project that the command belongs to are used.
"""

import contextlib
import io
import os
import re
from pathlib import Path

from validator.descriptor import CannotRun

DOCUMENTS = ["docs/findings.md"]  # their snippets run in order, from the project's folder
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def files(root: Path) -> dict[str, bytes]:
    """Path -> bytes of each document, with what its snippets print now.

    Raises `CannotRun` if one of them fails.
    """
    before, found = Path.cwd(), {}
    os.chdir(root)
    try:
        for path in DOCUMENTS:
            if (root / path).is_file():
                found[path] = shown_anew((root / path).read_text(encoding="utf-8"), path).encode()
    finally:
        os.chdir(before)
    return found


def shown_anew(text: str, path: str) -> str:
    """The document with each block of output replaced by what the snippet before it prints."""
    names: dict[str, object] = {}
    printed: str | None = None

    def block(match: re.Match[str]) -> str:
        nonlocal printed
        if match[1] == "python":
            printed = _printed(match[2], names, f"{path}:{text.count(chr(10), 0, match.start()) + 1}")
            return match[0]
        if match[1] or printed is None:
            return match[0]
        return f"```\n{printed}```"

    return BLOCK.sub(block, text)


def _printed(code: str, names: dict[str, object], place: str) -> str:
    out = io.StringIO()
    try:
        with contextlib.redirect_stdout(out):
            exec(compile(code, place, "exec"), names)
    except Exception as error:
        raise CannotRun(f"{place}: the snippet fails ({type(error).__name__}: {error}): correct it") from None
    return out.getvalue()
