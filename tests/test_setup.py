"""`make setup`: nothing in somebody's environment leads it astray, and a damaged one is made anew."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import ROOT

# makes an environment whose own python only writes down what pip would have met
PYTHON = r"""#!/bin/sh
case "$2" in venv) ;; *) exit 0 ;; esac
rm -rf .venv && mkdir -p .venv/bin .venv/lib/site-packages
cat >.venv/bin/python <<'END'
#!/bin/sh
case "$2" in
pip) env >>environment.txt && touch .venv/lib/site-packages/a.py .venv/lib/site-packages/b.py ;;
*) echo whole ;;
esac
END
chmod +x .venv/bin/python
echo made >>made.txt
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("Makefile", "requirements.txt", "requirements-dev.txt"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "python").write_text(PYTHON, encoding="utf-8")
    (tmp_path / "python").chmod(0o755)
    return tmp_path


def setup(folder: Path, **environment: str) -> int:
    """How often the environment has been made so far."""
    command = ["make", "--silent", "setup", "PYTHON=./python"]
    subprocess.run(command, cwd=folder, env={**os.environ, **environment}, check=True)
    return (folder / "made.txt").read_text(encoding="utf-8").count("made")


def test_the_environment_does_not_lead_pip_astray(folder: Path):
    bad = {"PIP_TARGET": "/x", "PIP_PREFIX": "/x", "PIP_DRY_RUN": "1", "PIP_USER": "1", "PYTHONHOME": "/x"}
    setup(folder, **bad, PIP_INDEX_URL="https://mirror.example/simple")
    met = (folder / "environment.txt").read_text(encoding="utf-8")
    assert not [name for name in bad if f"{name}=" in met]
    assert "PIP_INDEX_URL=https://mirror.example/simple" in met


def test_a_damaged_environment_is_made_anew(folder: Path):
    assert setup(folder) == setup(folder) == 1
    (folder / ".venv" / "lib" / "site-packages" / "c.pyc").touch()
    assert setup(folder) == 1
    (folder / ".venv" / "lib" / "site-packages" / "a.py").unlink()
    assert setup(folder) == 2
    (folder / ".venv" / "bin" / "python").unlink()
    assert setup(folder) == 3
    os.utime(folder / "requirements.txt", (4e9, 4e9))
    assert setup(folder) == 4
