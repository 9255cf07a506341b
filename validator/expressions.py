"""The module for writing expressions: polars itself for frames in memory, narwhals for all others.

narwhals offers a subset of polars, so the same code serves both: `ex.coalesce("a", "b")` is an expression of
whichever is in use. polars is used directly where possible, because narwhals takes several times as long to
build the same expression, and validating a small package mostly means building expressions.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import ModuleType
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    import narwhals as ex
    from narwhals import col

    Expr = ex.Expr
    Frame = ex.LazyFrame[Any]
else:
    Expr = Frame = Any

__all__ = ["Expr", "Frame", "col", "ex", "in_words_of_narwhals", "words"]

_spoken: ContextVar[ModuleType] = ContextVar("words", default=pl)


def words() -> ModuleType:
    """The module whose expressions are being built: polars or narwhals."""
    return _spoken.get()


@contextmanager
def in_words_of_narwhals(wanted: bool = True) -> Iterator[None]:
    """Build narwhals expressions within the `with` block, or polars expressions if not `wanted`."""
    module: ModuleType = pl
    if wanted:
        import narwhals as module  # on demand: most packages are validated without it
    token = _spoken.set(module)
    try:
        yield
    finally:
        _spoken.reset(token)


if not TYPE_CHECKING:

    class _Words:
        def __getattr__(self, name: str) -> Any:
            return getattr(words(), name)

    ex = _Words()

    def col(*names: str) -> Expr:
        """The columns with these names."""
        return words().col(*names)
