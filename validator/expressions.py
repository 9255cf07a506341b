"""The words in which expressions are written: polars' own for frames in memory, narwhals' for any other.

What narwhals offers is a subset of polars, so that one text serves both: `ex.coalesce("a", "b")` is an
expression of whichever is in use. polars is used directly where it can be, since narwhals takes several times
as long to build the same expression, and a small package is validated mostly by building expressions.
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
    """The module whose expressions are built now: polars, or narwhals."""
    return _spoken.get()


@contextmanager
def in_words_of_narwhals(wanted: bool = True) -> Iterator[None]:
    """Build narwhals' expressions for a while, or else polars'."""
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
        """The columns of these names."""
        return words().col(*names)
