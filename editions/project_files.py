"""The project's files that go into an edition, so that it can be checked, built and read by itself.

Files that git does not track are left out, so somebody else's text lying around is never packed.
"""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

FOLDERS = ["analysis", "benchmarks", "curation", "docs", "editions", "exports", "schemas", "scripts", "tests"]
FOLDERS += ["validator", ".ci", ".github"]
TOP = ["Makefile", "pyproject.toml", "where.toml", ".gitignore", ".zenodo.json", ".pre-commit-config.yaml"]
TOP += [".pre-commit-hooks.yaml", "*.md", "requirements*.in", "requirements*.txt"]
# made by commands, in any folder
LEFT_OUT = {"__pycache__", "node_modules"}


def project_files(root: Path) -> dict[str, bytes]:
    """Path -> bytes for each file of the project in a folder, except data and links."""
    known = _known_to_git(root)
    paths = {path.relative_to(root).as_posix(): path for path in _files(root)}
    return {name: path.read_bytes() for name, path in sorted(paths.items()) if known is None or name in known}


def commit_of(root: Path) -> str:
    """The commit that is checked out, in words; empty if git does not know it."""
    commit = (_git(root, "rev-parse", "HEAD") or "").strip()
    changed = commit and _git(root, "status", "--porcelain", "--untracked-files=no")
    return f"{commit}, with changes that are not committed" if changed else commit


def _files(root: Path) -> Iterator[Path]:
    for pattern in (*TOP, *(f"{folder}/**/*" for folder in FOLDERS)):
        for path in root.glob(pattern):
            # links are not followed, because their targets are not ours
            if path.is_file() and not path.is_symlink() and not LEFT_OUT & set(path.parts):
                yield path


def _known_to_git(root: Path) -> set[str] | None:
    """The paths that git tracks; None if the folder is not a repository."""
    listed = _git(root, "ls-files", "-z")
    return None if listed is None else set(listed.split("\0")) - {""}


def _git(root: Path, *arguments: str) -> str | None:
    """What git prints; None if it fails, or the folder is not a repository."""
    if not (root / ".git").exists() or not shutil.which("git"):
        return None
    done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, check=False)
    return None if done.returncode else done.stdout.decode(errors="replace")
