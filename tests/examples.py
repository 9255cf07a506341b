"""How many examples a property is tried with: all where THOROUGH is set (`make test-long`), or a fifth."""

import os
from typing import Any

from hypothesis import settings

THOROUGH = bool(os.environ.get("THOROUGH"))


def examples(number: int, **more: Any) -> settings:
    """The settings of a property, the same examples in every run."""
    tried = number if THOROUGH else max(number // 5, 1)
    return settings(max_examples=tried, derandomize=True, deadline=None, database=None, **more)
