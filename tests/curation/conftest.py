"""What the tests of drafts and sheets share."""

from pathlib import Path

import pytest
from desk import Desk


@pytest.fixture
def desk(package, tmp_path: Path) -> Desk:
    return Desk(package, tmp_path / "desk")
