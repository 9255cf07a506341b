"""Several tasks at once: while one waits for polars, another runs in Python."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, islice
from typing import TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")


def results(function: Callable[[Task], Result], tasks: Iterable[Task], threads: int) -> Iterator[Result]:
    """The results of a function for each task, in the order of the tasks.

    With `threads`, tasks begin now, in so many other threads. Without, they stay in this one, whose words
    (`validator.expressions`) they use, and each begins when its result is asked for.
    """
    if not threads:
        return map(function, tasks)
    pool = ThreadPoolExecutor(threads)
    found = pool.map(function, tasks)
    pool.shutdown(wait=False)  # it ends once all are done
    return found


def begun(stage: Iterator[Result]) -> Iterator[Result]:
    """The stage, once it has come to its first result."""
    return chain(list(islice(stage, 1)), stage)
