"""Counting hostile inputs and injected faults: the tests that try them, one by one."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TESTS = [
    "tests/validator/test_hostile.py",
    "tests/scripts/test_harmless.py",
    "tests/scripts/test_writing.py",
    "tests/scripts/test_stopping.py",
    "tests/curation/test_refusals.py",
    "tests/editions/test_release.py",
    "tests/editions/test_sums.py",
    "tests/exports/test_files.py",
    "tests/exports/test_hostile_metadata.py",
]


class _Count:
    """What became of the tests of each file: [tried, survived]."""

    def __init__(self) -> None:
        self.files: dict[str, list[int]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" or report.failed:
            file = self.files.setdefault(report.nodeid.partition("::")[0], [0, 0])
            file[0] += 1
            file[1] += report.passed


def counts() -> list[dict[str, str]]:
    """Run the tests; -> how many were tried and passed, by file."""
    count = _Count()
    pytest.main(["--quiet", "--rootdir", str(ROOT), "-m", "long or not long", *TESTS], [count])
    return [
        {"tests": file, "tried": str(tried), "survived": str(survived)}
        for file, (tried, survived) in count.files.items()
    ]
