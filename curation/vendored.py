"""The code copied into a new package: the commands for its curators, and everything they import."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COMMANDS = ["validate", "format", "locate", "start", "draft", "accept", "show", "register", "agreement"]
COMMANDS += ["environment"]  # sets up what these need
# folders that are copied whole, with tables and templates
WHOLE = ("validator", "schemas", "curation")
OURS = (*WHOLE, "analysis", "editions", "exports", "scripts")
KINDS = (".py", ".csv", ".json", ".in")  # the last for templates


def code_files() -> dict[str, bytes]:
    """Path in the package -> bytes, for all code that `COMMANDS` need."""
    paths = {path for folder in WHOLE for path in _files(ROOT / folder)}
    waiting = [ROOT / "scripts" / f"{name}.py" for name in COMMANDS]
    waiting = [path for path in waiting if path.is_file()] + sorted(paths)
    while waiting:
        path = waiting.pop()
        paths.add(path)
        if path.suffix == ".py":
            waiting += [found for found in _imported(path) if found not in paths]
    return {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in sorted(paths)}


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if path.is_file() and path.suffix in KINDS and "__pycache__" not in path.parts:
            yield path


def _imported(path: Path) -> Iterator[Path]:
    """The files of the project that a file imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        names: Iterable[str] = ()
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        for name in names:
            if name.split(".")[0] in OURS:
                yield from _modules(name)


def _modules(name: str) -> Iterator[Path]:
    """The files of a module and of the packages that contain it."""
    parts = name.split(".")
    for size in range(1, len(parts) + 1):
        place = ROOT.joinpath(*parts[:size])
        for path in (place.with_suffix(".py"), place / "__init__.py"):
            if path.is_file():
                yield path
