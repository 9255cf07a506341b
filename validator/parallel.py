"""Two tasks at once: while one waits for polars, the other runs in Python."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")


def results(function: Callable[[Task], Result], tasks: Iterable[Task], at_once: int) -> Iterator[Result]:
    """The results of a function for each task, in the order of the tasks, `at_once` of which run in parallel.

    With one at once, they stay in this thread, whose words (`validator.expressions`) they use.
    """
    if at_once == 1:
        yield from map(function, tasks)
        return
    with ThreadPoolExecutor(at_once) as pool:
        yield from pool.map(function, tasks)
