"""The scripts of the page: the parts that need no page, under node's own runner, where node is installed."""

import shutil
import subprocess
from pathlib import Path

import pytest

NODE = shutil.which("node")
TESTS = Path(__file__).with_name("site_modules.test.mjs")


@pytest.mark.skipif(NODE is None, reason="node is not installed")
def test_the_parts_that_need_no_page():
    assert NODE is not None
    done = subprocess.run(
        [NODE, "--test", str(TESTS)], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stdout
