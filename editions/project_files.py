"""The files of the project that go with an edition, so that it can be checked, built and read without it.

What git does not know is left out: a text of somebody else's that lies about is never packed.
"""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

FOLDERS = ["analysis", "benchmarks", "curation", "docs", "editions", "exports", "schemas", "scripts", "tests"]
FOLDERS += ["validator", ".ci", ".github"]
TOP = ["Makefile", "pyproject.toml", "where.toml", ".gitignore", ".zenodo.json", ".pre-commit-config.yaml"]
TOP += [".pre-commit-hooks.yaml", "*.md", "requirements*.in", "requirements*.txt"]
# made by commands, wherever they stand
LEFT_OUT = {"__pycache__", "node_modules"}


def project_files(root: Path) -> dict[str, bytes]:
    """Path -> bytes of each file, apart from data, that the project in a folder is made of; no links."""
    known = _known_to_git(root)
    paths = {path.relative_to(root).as_posix(): path for path in _files(root)}
    return {name: path.read_bytes() for name, path in sorted(paths.items()) if known is None or name in known}


def _files(root: Path) -> Iterator[Path]:
    for pattern in (*TOP, *(f"{folder}/**/*" for folder in FOLDERS)):
        for path in root.glob(pattern):
            # links are not followed: what they lead to is not ours
            if path.is_file() and not path.is_symlink() and not LEFT_OUT & set(path.parts):
                yield path


def _known_to_git(root: Path) -> set[str] | None:
    """The paths that git keeps; None where the folder is no repository."""
    if not (root / ".git").exists() or not shutil.which("git"):
        return None
    done = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, check=False)
    return None if done.returncode else set(done.stdout.decode(errors="replace").split("\0")) - {""}
