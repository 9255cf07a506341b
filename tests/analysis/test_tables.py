"""analysis/tables.py: rows in groups."""

import pandas as pd

from analysis.tables import grouped, joined

BOATS = pd.DataFrame(
    {"port": ["oslo", "bari", "oslo", pd.NA], "boat": ["ann", "bea", "cid", "dot"]}, dtype="string"
)


def test_groups_come_in_the_order_of_their_first_rows_and_leave_out_missing_cells():
    found = [(key, [row.boat for row in rows]) for key, rows in grouped(BOATS, "port")]
    assert found == [(("oslo",), ["ann", "cid"]), (("bari",), ["bea"])]


def test_cells_of_a_group_are_joined_in_the_order_of_the_groups():
    found = joined(BOATS, "port", boats=("boat", ", "), first=("boat", " "))
    assert found.to_dict("list") == {
        "port": ["bari", "oslo"],
        "boats": ["bea", "ann, cid"],
        "first": ["bea", "ann cid"],
    }
    assert set(map(str, found.dtypes)) == {"string"}


def test_no_rows_are_joined_to_none_of_the_same_columns():
    found = joined(BOATS.head(0), "port", boats=("boat", ", "))
    assert list(found) == ["port", "boats"] and found.empty
