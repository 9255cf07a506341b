"""Several tasks at once: their results come in order, and engines keep to one thread."""

import threading

import polars as pl
import pytest
from conftest import Package

from validator.parallel import begun, results


@pytest.mark.parametrize("threads", [0, 1, 2])
def test_results_come_in_the_order_of_the_tasks(threads: int):
    assert list(results(lambda n: n * n, range(50), threads)) == [n * n for n in range(50)]


def test_with_threads_a_task_begins_before_anybody_asks():
    begun = threading.Event()
    found = results(lambda n: begun.set(), [1], 1)
    assert begun.wait(60)
    assert list(found) == [None]


def test_without_threads_tasks_wait_and_stay_in_this_thread():
    where = []
    found = results(lambda n: where.append(threading.current_thread()), [1, 2], 0)
    assert where == []
    next(found)
    assert where == [threading.current_thread()]


@pytest.mark.parametrize("threads", [0, 2])
def test_what_a_task_raises_is_raised_where_its_result_is_asked_for(threads: int):
    found = results(lambda n: 1 // n, [1, 0], threads)
    assert next(found) == 1
    with pytest.raises(ZeroDivisionError):
        next(found)


def test_a_stage_that_has_begun_has_done_what_comes_before_its_first_result():
    done = []

    def stage():
        for number in (1, 2):
            done.append(number)
            yield number

    found = begun(stage())
    assert done == [1]
    assert list(found) == [1, 2]
    assert list(begun(iter([]))) == []


def test_several_at_once_find_what_one_finds(package: Package, monkeypatch: pytest.MonkeyPatch):
    """The workers of pytest share the cores, and give polars one thread each."""
    package.set("people", "per-lena-vale", country="XXX")
    package.set("statements", "stm-0001", language="q", source_id="src-nowhere")
    package.edit_json("datapackage.json", lambda found: found["resources"][0].update(hash=32 * "0"))
    alone = package.validate()
    monkeypatch.setattr(pl, "thread_pool_size", lambda: 2)
    assert {"pattern", "foreign-key", "hash"} <= {error.rule for error in alone.errors}
    assert package.validate().errors == alone.errors
