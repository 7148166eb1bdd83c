"""Households for the tests: a plain family that nothing excludes, changed by what a test says."""

import importlib.util
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from types import EllipsisType, ModuleType

import polars as pl

from bangfu.eligibility.enums import HardshipClass, RuleSetName
from bangfu.eligibility.rules.facts import (
    AdoptedRules,
    Assessment,
    JudgedFacts,
    JudgedStandard,
    MemberIncome,
)
from bangfu.eligibility.rules.household import assess_household
from bangfu.eligibility.rules.inputs import FACTS, STANDARD
from bangfu.eligibility.rules.parameters import Parameters
from bangfu.eligibility.rules.register import assess_register
from bangfu.eligibility.rules.units import Unit

L = 23_800
STANDARD_2010 = JudgedStandard(L, "茂名市", date(2010, 1, 1), "茂府〔2010〕1号，民政局公布")
REGIME_2016 = AdoptedRules(RuleSetName.REGIME_2016)
REGIME_2021 = AdoptedRules(RuleSetName.REGIME_2021)


@dataclass(frozen=True)
class Case:
    """One household with its place's standard and rule set."""

    facts: JudgedFacts
    standard: JudgedStandard | None = STANDARD_2010
    adopted: AdoptedRules | None = field(default=REGIME_2016)


def family(
    income: int | None = 0, size: int | EllipsisType | None = ..., **facts: object
) -> JudgedFacts:
    """A family with `income` fen in the year, all of it other than wages, one home and no car. The
    size counts the members, and members whom a test doesn't name earn nothing.
    """
    named: int = sum(len(facts.get(key, ())) for key in ("members", "missing_members"))  # type: ignore[arg-type]
    persons = 1 + named if size is ... else size
    unnamed = {} if named or persons is None else {"members": members(*[0] * (persons - 1))}
    known = {
        "own_income_fen": 0,
        "other_income_fen": income,
        "size": persons,
        "homes": 1,
        "vehicle": False,
        **unnamed,
    }
    return JudgedFacts("甲户", **{**known, **facts})  # type: ignore[arg-type]


def line(size: int, standard: int = L) -> int:
    """What a household of that size has in a year when each lives exactly on the standard."""
    return standard * 12 * size


def members(*incomes: int | None) -> tuple[MemberIncome, ...]:
    return tuple(MemberIncome(place, income) for place, income in enumerate(incomes, start=1))


def frames(cases: Sequence[Case]) -> tuple[pl.DataFrame, pl.DataFrame, dict[int, Parameters]]:
    """The cases as a register, numbered 0, 1, 2 … as text; `adoption` is the case's own number."""
    integers = {each.name: pl.Int64 for each in FACTS if each.unit is not Unit.FLAG}
    schema: dict[str, pl.DataType | type[pl.DataType]] = {
        "household": pl.String,
        **integers,
        "vehicle": pl.Boolean,
        STANDARD.name: pl.Int64,
        "rule_set": pl.String,
        "adoption": pl.Int64,
        "missing_members": pl.List(pl.Int64),
        "unasked": pl.List(pl.String),
    }
    rows = [_row(number, case) for number, case in enumerate(cases)]
    listed = [
        {"household": str(number), **asdict(member)}
        for number, case in enumerate(cases)
        for member in case.facts.members
    ]
    types = {"household": pl.String, "ordinal": pl.Int64, "income_fen": pl.Int64}
    parameters = {
        number: case.adopted.parameters for number, case in enumerate(cases) if case.adopted
    }
    return pl.DataFrame(rows, schema), pl.DataFrame(listed, types), parameters


def _row(number: int, case: Case) -> dict[str, object]:
    facts = {each.name: getattr(case.facts, each.name) for each in FACTS}
    return {
        "household": str(number),
        **facts,
        "standard_fen": case.standard.amount_fen if case.standard else None,
        "rule_set": case.adopted.rule_set.value if case.adopted else None,
        "adoption": number if case.adopted else None,
        "missing_members": list(case.facts.missing_members),
        "unasked": list(case.facts.unasked),
    }


def row_of(result: Assessment) -> dict[str, object]:
    """An assessment as the row that the register's evaluator gives."""
    row = asdict(result)
    row["class"] = row.pop("category").value
    return {**row, "missing": list(result.missing), "excluded": list(result.excluded)}


def decide(
    facts: JudgedFacts,
    adopted: AdoptedRules | None = REGIME_2016,
    standard: JudgedStandard | None = STANDARD_2010,
) -> Assessment:
    """One household through both evaluators, which must say the same."""
    alone = assess_household(facts, standard, adopted)
    in_register = assess_register(*frames([Case(facts, standard, adopted)])).row(0, named=True)
    assert in_register == {**row_of(alone), "household": "0"}
    return alone


def category(facts: JudgedFacts, adopted: AdoptedRules | None = REGIME_2016) -> HardshipClass:
    return decide(facts, adopted).category


def sql_benchmark() -> ModuleType:
    """The hand-written SQL, which lives outside the package."""
    path = Path(__file__).parents[3] / "benchmarks" / "assess_sql.py"
    spec = importlib.util.spec_from_file_location("assess_sql", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
