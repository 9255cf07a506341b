"""Rules about numeric claims."""

import re
from typing import Any

import polars as pl

from schemas import spans as sp
from schemas.quantities import numbers_in
from schemas.span_columns import surely_inside
from validator.expressions import col, ex
from validator.frames import columns_of, failing, look_up, present, rows
from validator.rules import Found, row_rule, table_rule

SINGLE = ["eq", "approx", "ge", "gt", "le", "lt"]
BOUNDED = ["approx", "ge", "gt", "le", "lt"]
# English words and UCUM codes for lengths of time
TIMES = ["second", "minute", "hour", "day", "week", "month", "year", "decade", "century"]
TIMES += ["s", "min", "h", "d", "wk", "mo", "a"]
AT_LEAST = {"count": 0, "ordinal": 1, "duration": 0, "length": 0, "speed": 0, "share": 0}
VALUES = ["value", "value_low", "value_high"]
NUMBERS = re.compile(r"(?:^|[ (])([0-9][0-9,]*(?:\.[0-9]+)?)\b")
DAYS, YEARS = 31, range(1900, 2100)  # numbers that may be parts of dates


@row_rule(
    "claims",
    "relation value value_low value_high",
    found="relation {relation}, value {value}, value_low {value_low}, value_high {value_high}",
    remedy="use `value` for a single number, the two bounds for `between`, and none of them for `vague`",
)
def relation_fits_values() -> Any:
    """`between` has only the two bounds, `vague` has no number, and any other relation has only `value`."""
    one, low, high = present("value"), present("value_low"), present("value_high")
    single = col("relation").is_in(SINGLE) & ~(one & ~low & ~high)
    between = (col("relation") == "between") & ~(~one & low & high)
    vague = (col("relation") == "vague") & (one | low | high)
    return single | between | vague


@row_rule(
    "claims",
    "value_low value_high",
    found="{value_low} is above value_high {value_high}",
    remedy="swap them or correct as_written",
)
def bounds_ordered() -> Any:
    """`value_low` is below `value_high`."""
    return col("value_low") >= col("value_high")


@row_rule(
    "claims",
    "value quantity_kind value_low value_high",
    found="a {quantity_kind} of {value}{value_low} {value_high}",
    remedy="correct the number or the kind",
)
def count_whole() -> Any:
    """Counts and ordinals are whole numbers."""
    broken = [(col(v).round(0) != col(v)).fill_null(False) for v in VALUES]
    return col("quantity_kind").is_in(["count", "ordinal"]) & (broken[0] | broken[1] | broken[2])


@table_rule(field="value", remedy="correct the number or the kind")
def quantity_in_range(claims: Any) -> Found:
    """Only money can be negative; ordinals start at 1, and shares in per cent stop at 100."""
    least, most = ex.min_horizontal(*VALUES), ex.max_horizontal(*VALUES)
    extreme = claims.filter((least < 1) | ((col("unit") == "%") & (most > 100)))
    for row in rows(extreme, "quantity_kind"):
        for name in VALUES:
            low = AT_LEAST.get(row["quantity_kind"])
            if row[name] is None or low is None:
                continue
            if row[name] < low or (row["unit"] == "%" and row[name] > 100):
                yield row["_line"], f"a {row['quantity_kind']} of {row[name]:g} {row['unit']}"


@row_rule(
    "claims",
    "unit quantity_kind",
    found="a {quantity_kind} in {unit}",
    remedy="use `rank` for ordinals and a unit of time for durations, and neither for anything else",
)
def unit_fits_kind() -> Any:
    """Ordinals, and only ordinals, have the unit `rank`; durations, and only durations, a unit of time."""
    ordinal, duration = col("quantity_kind") == "ordinal", col("quantity_kind") == "duration"
    return (ordinal != (col("unit") == "rank")) | (duration != col("unit").is_in(TIMES))


@row_rule(
    "claims",
    "hedge_scope hedge",
    found="hedge {hedge}, scope {hedge_scope}",
    remedy="copy the hedge, or set the scope to `none`",
)
def hedge_scope_fits() -> Any:
    """`hedge_scope` is `none` if and only if there is no hedge."""
    return (col("hedge_scope") == "none") == present("hedge")


@row_rule(
    "claims",
    "relation hedge_scope",
    found="relation {relation}, hedge_scope {hedge_scope}",
    remedy="use a relation other than `eq` for an own or shared hedge, and `eq` where there is no hedge",
)
def relation_fits_hedge() -> Any:
    """A hedged number is not `eq`; one without a hedge, or with a hedge of unclear scope, is not bounded."""
    covered = col("hedge_scope").is_in(["own", "shared"])
    return (col("relation").is_in(BOUNDED) & ~covered) | ((col("relation") == "eq") & covered)


@row_rule(
    "claims",
    "note hedge_scope",
    found="scope {hedge_scope} without a note",
    remedy="say in the note where the hedge is printed",
)
def distant_hedge_noted() -> Any:
    """Where a hedge is or may be shared with another number, a note says where it is printed."""
    return col("hedge_scope").is_in(["shared", "ambiguous"]) & ~present("note")


@table_rule(field="hedge_scope", remedy="use `own`, and the relation that the hedge expresses")
def distant_hedge_stands_apart(claims: Any) -> Found:
    """A hedge that, by its note, is or may be shared is not among the words of the claim."""
    hedged = claims.filter(col("hedge_scope").is_in(["shared", "ambiguous"]) & present("note"))
    for row in rows(hedged.select("_line", "hedge", "as_written", "hedge_scope"), "hedge", "as_written"):
        if row["hedge"] in row["as_written"]:
            yield row["_line"], f'{row["hedge_scope"]}, but "{row["hedge"]}" is in "{row["as_written"]}"'


@row_rule(
    "claims",
    "basis quantity_kind",
    found="a {quantity_kind} with the basis {basis}",
    remedy="correct the basis or the kind",
)
def basis_fits_kind() -> Any:
    """A tally counts, a record measures, and an ordinal is not a tally, a record or an estimate."""
    ordinal = (col("quantity_kind") == "ordinal") & col("basis").is_in(["tally", "estimate", "record"])
    tally = (col("basis") == "tally") & ~col("quantity_kind").is_in(["count", "share"])
    return ordinal | tally | ((col("basis") == "record") & (col("quantity_kind") == "count"))


@row_rule(
    "claims",
    "statement_id basis",
    found="basis {basis}, statement {statement_id}",
    remedy="name the statement, or set the basis to `reporter`",
)
def claimant_known() -> Any:
    """A claim belongs to a statement, and so to its speakers, unless it is the reporter's own."""
    return (col("basis") == "reporter") == present("statement_id")


@row_rule(
    "claims", "polarity statement_id", found="denied by nobody", remedy="name the statement that denies it"
)
def denied_by_somebody() -> Any:
    """A denied number belongs to a statement."""
    return (col("polarity") == "denied") & ~present("statement_id") & (col("basis") == "reporter")


@row_rule(
    "claims",
    "relation polarity note",
    found="{relation} {value}, denied",
    remedy="use `eq`, or `vague` where no number is printed, or say in the note what is denied",
)
def denied_number_is_plain() -> Any:
    """A denied number has no hedge, or a note says what is denied."""
    return (col("polarity") == "denied") & ~col("relation").is_in(["eq", "vague"]) & ~present("note")


@table_rule(
    field="source_id",
    found="{source_id}, but {statement_id} is from {said_in}",
    remedy="name a statement of the same source",
)
def claim_in_its_statements_source(claims: Any, statements: Any) -> Any:
    """A claim and its statement are from the same source."""
    said = statements.select("statement_id", said_in="source_id")
    joined = claims.select("_line", "source_id", "statement_id").join(said, on="statement_id", how="inner")
    return joined.filter(col("source_id") != col("said_in"))


@table_rule(field="spans", remedy="correct the spans, or name another statement")
def claim_inside_statement(claims: Any, statements: Any) -> Found:
    """The spans of a claim lie within those of its statement."""
    cited = claims.select("_line", "source_id", "statement_id", "spans").drop_nulls("spans")
    said = statements.select("statement_id", "source_id", "spans").drop_nulls("spans")
    both = look_up(cited, said, "statement_id", said_in="source_id", around="spans")
    same = both.filter(col("source_id") == col("said_in"))
    sure = surely_inside("spans", "around")
    for row in failing(same, sp.reach_outside, "spans", "around", unless=sure):
        yield row["_line"], f"{row['spans']} is not inside {row['around']} of {row['statement_id']}"


@table_rule(field="value", remedy="write the number as it is printed")
def value_is_printed(claims: Any, sources: Any) -> Found:
    """A value can be read from `as_written`."""
    languages = sources.select("source_id", "language").drop_nulls("source_id")
    valued = claims.filter(present("value") | present("value_low") | present("value_high"))
    columns = valued.select("_line", "source_id", "as_written", *VALUES)
    both = columns.join(languages, on="source_id", how="left")
    for row in rows(both, "as_written", unless=_plainly_printed()):
        printed = numbers_in(row["as_written"], row["language"] or "en")
        for name in VALUES:
            if row[name] is not None and row[name] not in printed:
                yield row["_line"], f'{name} {row[name]:g} is not in "{row["as_written"]}"'


# a number by itself, and parts of English number words, which may change how a number near them is read
ALONE = r"^([0-9]{1,3}(,[0-9]{3})+|[0-9]+)(\.[0-9]+)?$"
BEGINNINGS = "zero|one|two|three|four|forty|five|six|seven|eight|nine|ten|eleven|twel|thir|fif|twent"
BEGINNINGS += "|hundred|thousand|first|second|point|half|dozen"
WORD = rf"(?i)(?:^|[^a-z])(?:{BEGINNINGS})|teen|illion"


def _plainly_printed() -> pl.Expr:
    """True where an English `as_written` has all values as digits between spaces, and no number words."""
    there = pl.struct("as_written", *VALUES).map_batches(_digits_there, return_dtype=pl.Boolean)
    english = pl.col("language").fill_null("en") == "en"
    return english & there & ~pl.col("as_written").str.contains(WORD)


def _digits_there(cells: pl.Series) -> pl.Series:
    """A function, since an expression would look for the digits once for each value."""
    word = pl.element()
    number = pl.when(word.str.contains(ALONE)).then(word.str.replace_all(",", "", literal=True))
    printed = pl.col("as_written").str.split(" ").list.eval(number.cast(pl.Float64, strict=False))
    each = [pl.col("printed").list.contains(pl.col(name)) | pl.col(name).is_null() for name in VALUES]
    return cells.struct.unnest().with_columns(printed=printed).select(pl.all_horizontal(each)).to_series()


@row_rule(
    "claims",
    "relation as_written note",
    found="vague, but printed as {as_written}",
    remedy="give the number, or say in the note what number it is",
)
def vague_words_have_no_number() -> Any:
    """A vague claim has no printed digits, or its note explains the number."""
    told = col("note").str.contains("number").fill_null(False)
    return (col("relation") == "vague") & col("as_written").str.contains("[0-9]") & ~told


@table_rule(
    field="summary", remedy="correct the number, code it as a claim, or say in the note why it is not one"
)
def summary_has_the_numbers(statements: Any, claims: Any, sources: Any) -> Found:
    """A number in a summary is also in the quotation or a claim, or a note explains it."""
    numbered = statements.filter(col("summary").str.contains(r"[0-9]{2}"))
    numbered = numbered.filter(~col("note").str.contains(r"[0-9]{2}|number|measure").fill_null(False))
    asked = list(rows(numbered.select("_line", "statement_id", "summary", "quote", "language")))
    if not asked:
        return
    printed = claims.select("statement_id", "source_id", "as_written", *VALUES).drop_nulls("statement_id")
    # the claims of a nested statement also count for the statement around it
    nested = statements.select("statement_id", _around="parent_id").drop_nulls()
    around = printed.join(nested, on="statement_id").drop("statement_id").rename({"_around": "statement_id"})
    cited = ex.concat([printed, around.select(*columns_of(printed))])
    cited = cited.join(numbered.select("statement_id"), on="statement_id", how="semi")
    claimed: dict[str, set[float]] = {}
    for row in rows(look_up(cited, sources, "source_id", language="language")):
        found = claimed.setdefault(row["statement_id"], set())
        found.update(row[name] for name in VALUES if row[name] is not None)
        found.update(numbers_in(row["as_written"] or "", row["language"] or "en"))
    for row in asked:
        told = {float(number.replace(",", "")) for number in NUMBERS.findall(row["summary"])}
        told = {number for number in told if number > DAYS and number not in YEARS}
        missing = told - claimed.get(row["statement_id"], set())
        if missing and not missing <= set(numbers_in(row["quote"] or "", row["language"] or "en")):
            yield row["_line"], f"{max(missing):g} is only in the summary"
