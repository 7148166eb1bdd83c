"""What a household still lacks, by name, in the form's order; one list for both evaluators."""

import polars as pl

from bangfu.eligibility.rules.facts import AdoptedRules, JudgedFacts, JudgedStandard
from bangfu.eligibility.rules.inputs import FACTS, RULE_SET_TITLE, STANDARD, member_title
from bangfu.eligibility.rules.parameters import Parameters

_TITLES = {each.name: each.title for each in FACTS}


def needed_facts(parameters: Parameters) -> tuple[str, ...]:
    """The facts that must be known, without the members'; a vehicle only where it excludes."""
    always = ("own_income_fen", "other_income_fen", "size", "homes")
    return (*always, "vehicle") if parameters.exclude_vehicle else always


def missing_of(
    facts: JudgedFacts, standard: JudgedStandard | None, adopted: AdoptedRules | None
) -> tuple[str, ...]:
    """The titles of what one household lacks."""
    parameters = adopted.parameters if adopted else Parameters()
    own, *others = needed_facts(parameters)
    titles = [_TITLES[own]] if getattr(facts, own) is None else []
    unknown = (member for member in facts.all_members() if member.income_fen is None)
    titles += [member_title(member.ordinal) for member in unknown]
    titles += [_TITLES[name] for name in others if getattr(facts, name) is None]
    titles += [] if standard else [STANDARD.title]
    titles += [] if adopted else [RULE_SET_TITLE]
    return tuple(titles)


def name_missing(
    unresolved: pl.DataFrame, incomes: pl.DataFrame, parameters: Parameters
) -> pl.DataFrame:
    """Add `missing` to the households that could not be decided.

    Args:
        unresolved: their facts, `standard_fen` and `rule_set`.
        incomes: `household`, `ordinal`, `income_fen` of all members.
    """
    own, *others = needed_facts(parameters)
    places = {**{name: _TITLES[name] for name in others}, "standard_fen": STANDARD.title}
    lists = [
        _label(own, _TITLES[own]),
        pl.col("members_unknown"),
        *(_label(name, title) for name, title in places.items()),
        _label("rule_set", RULE_SET_TITLE),
    ]
    return (
        unresolved.join(_unknown_members(unresolved, incomes), on="household", how="left")
        .with_columns(pl.col("members_unknown").fill_null([]))
        .with_columns(missing=pl.concat_list(lists).list.drop_nulls())
        .drop("members_unknown")
    )


def _label(name: str, title: str) -> pl.Expr:
    return pl.when(pl.col(name).is_null()).then(pl.lit(title))


def _unknown_members(unresolved: pl.DataFrame, incomes: pl.DataFrame) -> pl.DataFrame:
    unknown = incomes.filter(pl.col("income_fen").is_null())
    titled = unknown.join(unresolved, on="household", how="semi").sort("household", "ordinal")
    before, after = member_title(0).split("0")
    title = pl.format(before + "{}" + after, "ordinal")
    return titled.group_by("household", maintain_order=True).agg(title.alias("members_unknown"))
