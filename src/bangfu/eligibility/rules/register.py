"""Evaluator A: the whole register at once, on polars.

The rules become expressions over the frame; a household's place decides which rule set and which
parameters it is judged by, so the frame is cut by adoption and put together again in its order.
"""

from collections.abc import Mapping

import polars as pl

from bangfu.eligibility.enums import HardshipClass
from bangfu.eligibility.rules.book import Input, work_out
from bangfu.eligibility.rules.catalogue import rules_of
from bangfu.eligibility.rules.columns import ColumnValue
from bangfu.eligibility.rules.frames import check_totals, checked_households, checked_members
from bangfu.eligibility.rules.inputs import FACTS, MEMBER_INCOMES, PARAMETERS, STANDARD
from bangfu.eligibility.rules.missing import name_missing, needed_facts
from bangfu.eligibility.rules.parameters import Parameters, Ratio
from bangfu.eligibility.rules.persons import settle_persons
from bangfu.eligibility.rules.unasked import deciding_claims

RESULT_COLUMNS = (
    "household",
    "class",
    "missing",
    "excluded",
    "income_fen",
    "essential_fen",
    "size",
    "standard_fen",
    "rule_set",
)
_LABELS = pl.List(pl.String)


def assess_register(
    households: pl.DataFrame,
    members: pl.DataFrame,
    parameters: Mapping[int, Parameters] | None = None,
) -> pl.DataFrame:
    """Decide every household of a register on the facts, standard and rule set in its row.

    Args:
        households: `household` (unique) and the facts of `inputs.FACTS` by name, amounts in fen, null
            = not known; `standard_fen` and `rule_set` in force at its place, null = none. Optional:
            `missing_members`, a list of the ordinals of member rows that were not accepted;
            `unasked`, a list of the names of expenses that the household's table has no column for;
            `adoption`, which entry of `parameters` it is judged by, null = the defaults.
        members: `household`, `ordinal` (place in the file, from 1), `income_fen` a month, null = not
            known.
        parameters: the adoptions' parameters by the value of `adoption`.

    Returns:
        `RESULT_COLUMNS`, one row a household in their order; `income_fen` and `essential_fen` of
        twelve months, `standard_fen` per person and month; `missing` and `excluded` are lists of
        titles, never null; `size` is null where it contradicts the members (`persons.py`).

    Raises:
        FrameRefused: a column is absent, of another type, or points nowhere.
        ImpossibleFact: an amount or count out of bounds.
        MemberTwice: a household has two members of one ordinal.
        UnknownRuleSet: a row names a rule set that does not exist.
    """
    known = dict(parameters or {})
    facts = checked_households(households, known)
    incomes = checked_members(facts, members)
    facts, incomes = settle_persons(facts, incomes)
    facts = _with_member_incomes(facts, incomes)
    parts = [
        _judge(part, incomes, rule_set, Parameters() if adoption is None else known[adoption])
        for (rule_set, adoption), part in _by_adoption(facts)
    ]
    return pl.concat(parts).sort("row").select(RESULT_COLUMNS)


def _by_adoption(facts: pl.DataFrame) -> list[tuple[tuple[str | None, int | None], pl.DataFrame]]:
    keys = facts.select("rule_set", "adoption").unique().rows()
    if len(keys) < 2:
        return [(keys[0] if keys else (None, None), facts)]
    return [
        (
            key,
            facts.filter(
                pl.col("rule_set").eq_missing(key[0]), pl.col("adoption").eq_missing(key[1])
            ),
        )
        for key in keys
    ]


def _with_member_incomes(facts: pl.DataFrame, incomes: pl.DataFrame) -> pl.DataFrame:
    """Add the members' monthly total: unknown as soon as one is, nothing where there are none."""
    income = pl.col("income_fen")
    unknown = income.null_count() > 0
    totals = incomes.group_by("household").agg(
        pl.when(~unknown).then(income.sum()).alias(MEMBER_INCOMES.name),
        unknown.alias("some_unknown"),
        pl.len().alias("members"),
    )
    check_totals(facts, totals)
    total = pl.col(MEMBER_INCOMES.name)
    return facts.join(totals, on="household", how="left", maintain_order="left").with_columns(
        pl.when(pl.col("some_unknown").fill_null(False)).then(total).otherwise(total.fill_null(0))
    )


def _judge(
    facts: pl.DataFrame, incomes: pl.DataFrame, rule_set: str | None, parameters: Parameters
) -> pl.DataFrame:
    values = work_out(rules_of(rule_set), _inputs(parameters))
    category = values["category"].numerator.fill_null(HardshipClass.UNRESOLVED.value).alias("class")
    homes, vehicle = values["too_many_homes"].numerator, values["owns_vehicle"].numerator
    essential = values.get("essential")
    kept = ("row", "household", *needed_facts(parameters), STANDARD.name, "rule_set")
    judged = facts.lazy().select(
        *dict.fromkeys((*kept, "size")),
        category,
        homes.fill_null(False).alias("too_many_homes"),
        vehicle.fill_null(False).alias("owns_vehicle"),
        values["income"].numerator.alias("income_fen"),
        (pl.lit(None, pl.Int64) if essential is None else essential.numerator).alias(
            "essential_fen"
        ),
    )
    named = _named(
        judged.collect(), incomes, parameters
    )  # lazily, common parts are worked out once
    if not facts["unasked"].list.len().gt(0).any():
        return named
    return _with_unasked(named.sort("row"), facts, category)


def _with_unasked(named: pl.DataFrame, facts: pl.DataFrame, category: pl.Expr) -> pl.DataFrame:
    """Leave open what an expense that nobody was asked for could change, and name the expense."""
    deciding = deciding_claims(
        facts, named["class"], lambda rows: rows.lazy().select(category).collect().to_series()
    )
    is_open = deciding.list.len() > 0
    return named.with_columns(
        pl.when(is_open)
        .then(pl.lit(HardshipClass.UNRESOLVED.value))
        .otherwise("class")
        .alias("class"),
        pl.when(is_open).then(deciding).otherwise("missing").alias("missing"),
    )


def _inputs(parameters: Parameters) -> dict[str, ColumnValue]:
    inputs = {each.name: ColumnValue(_fact(each)) for each in (*FACTS, MEMBER_INCOMES, STANDARD)}
    for each in PARAMETERS:
        value = getattr(parameters, each.name)
        inputs[each.name] = (
            _ratio(value) if isinstance(value, Ratio) else ColumnValue(pl.lit(value))
        )
    return inputs


def _fact(each: Input) -> pl.Expr:
    return pl.col(each.name).fill_null(0) if each.is_claim else pl.col(each.name)


def _ratio(value: Ratio) -> ColumnValue:
    numerator, denominator = pl.lit(value.numerator, pl.Int64), pl.lit(value.denominator, pl.Int64)
    return ColumnValue(numerator, denominator if value.denominator > 1 else None)


def _named(judged: pl.DataFrame, incomes: pl.DataFrame, parameters: Parameters) -> pl.DataFrame:
    """Name what excludes and what is missing, each only on the rows that need it."""
    out = pl.col("too_many_homes") | pl.col("owns_vehicle")
    open_ = pl.col("class") == HardshipClass.UNRESOLVED.value
    none = pl.lit([], _LABELS)
    plain = judged.filter(~out & ~open_).with_columns(missing=none, excluded=none)
    excluded = judged.filter(out).with_columns(missing=none, excluded=_exclusions())
    unresolved = judged.filter(open_)
    named = name_missing(unresolved, incomes, parameters).with_columns(excluded=none)
    columns = ["row", *RESULT_COLUMNS]
    return pl.concat([frame.select(columns) for frame in (plain, excluded, named)])


def _exclusions() -> pl.Expr:
    titles = {each.name: each.title for each in FACTS}
    homes = pl.when("too_many_homes").then(pl.lit(titles["homes"]))
    vehicle = pl.when("owns_vehicle").then(pl.lit(titles["vehicle"]))
    return pl.concat_list(homes, vehicle).list.drop_nulls()
