"""The rules refuse what they refused of rows made wrong by one small change each."""

import hashlib
import os
from pathlib import Path
from random import Random

import pytest

from mutations import Package, examples, load
from mutations.report import KEPT, PAGE, page, read
from mutations.run import MOST, SEED, counts
from mutations.trial import DESCRIPTOR, Scratch, batches, run

SOME = 40  # kinds that are tried each time; `make test-long` tries all


@pytest.fixture(scope="module")
def package() -> Package:
    return Package(DESCRIPTOR)


def test_there_are_many_kinds_each_with_its_sentence(package: Package):
    kinds = load().values()
    assert len(kinds) >= 500
    assert all(kind.wrong.endswith(".") for kind in kinds)
    assert len({kind.wrong for kind in kinds}) > 0.8 * len(kinds)
    assert set(package.tables) == {table for kind in kinds for table in kind.tables}


def test_examples_are_of_other_rows_each_and_the_same_each_time(package: Package):
    for kind in list(load().values())[::60]:
        made = examples(kind, package, SEED, MOST)
        assert len({(one.table, one.record) for one in made}) == len(made) > 0
        assert made == examples(kind, package, SEED, MOST)
        assert all(one.lost or one.new for one in made)


def test_what_is_tried_together_is_of_different_rows(package: Package):
    made = [one for kind in list(load().values())[::9] for one in examples(kind, package, SEED, 2)]
    parts = batches(made, size=20)
    assert sorted(map(id, made)) == sorted(id(one) for part in parts for one in part)
    for part in parts:
        records = [(one.table, record) for one in part for record in one.records]
        assert len(records) == len(set(records)) and len(part) <= 20


def test_the_page_is_made_of_the_counts():
    assert PAGE.read_text(encoding="utf-8") == page()
    assert {row["kind"] for row in read(KEPT)} == set(load())


def test_kinds_that_were_refused_always_still_are(package: Package, tmp_path: Path):
    always = [row["kind"] for row in read(KEPT) if row["refused"] == row["of"]]
    always.sort(key=lambda name: hashlib.sha256(name.encode()).hexdigest())
    made = [one for name in always[:SOME] for one in examples(load()[name], package, SEED, 1)]
    [part, *_] = batches([one for one in made if one.table != "corrections"])
    missed = [one for one in Scratch(DESCRIPTOR, tmp_path).outcomes(part) if not one.rules]
    assert not missed, "refused no more; `tests/mutations/run.py --show --kinds …` has what is changed"


@pytest.mark.long
def test_no_kind_is_refused_less_often_than_it_was(package: Package):
    made = [one for kind in load().values() for one in examples(kind, package, SEED, MOST)]
    before = {row["kind"]: row for row in read(KEPT)}
    less = []
    for row in counts(run(made, os.cpu_count() or 1)):
        old = before[row["kind"]]
        if int(row["refused"]) * int(old["of"]) < int(old["refused"]) * int(row["of"]):
            less.append(
                f"{row['kind']}: {row['refused']} of {row['of']}, before {old['refused']} of {old['of']}"
            )
    assert not less


@pytest.mark.long
def test_alone_each_mutation_meets_the_verdict_that_it_met_among_others(package: Package, tmp_path: Path):
    made = [one for kind in load().values() for one in examples(kind, package, SEED, MOST)]
    some = Random(SEED).sample(made, 100)
    scratch = Scratch(DESCRIPTOR, tmp_path)
    alone = [bool(scratch.broken([one])) for one in some]
    assert [bool(one.rules) for one in run(some)] == alone
