"""One household: its facts of a day as the rules take them, the decision, and the decision in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl

from bangfu.organisations.models import Union
from bangfu.registry.models import Household
from bangfu.scope.actors import Actor

from ..enums import RuleSetName
from ..errors import NoSuchFile, NotYetOnFile
from ..rules.explain import explain_household
from ..rules.explanation import Explanation
from ..rules.facts import (
    AdoptedRules,
    Assessment,
    JudgedFacts,
    JudgedStandard,
    MemberIncome,
)
from ..rules.household import assess_household
from ..rules.inputs import FACTS
from ..rules.parameters import read_parameters
from .facts import RegisterFacts, register_facts


@dataclass(frozen=True)
class Decided:
    """A household on a day: all that the decision rests on, and the decision.

    Attributes:
        facts_id: the version of `registry.HouseholdFacts` that was in force.
        persons: on file that day, the worker included.
    """

    household_id: int
    facts_id: int
    persons: int
    facts: JudgedFacts
    standard: JudgedStandard | None
    adopted: AdoptedRules | None
    result: Assessment

    def explain(self) -> Explanation:
        return explain_household(self.facts, self.standard, self.adopted)


def assess_one(household: Household, day: date, known_at: datetime | None = None) -> Decided:
    """Decide one household on the facts of the day.

    Args:
        known_at: as recorded by then, for replaying a decision; None = as known now.

    Raises:
        NotYetOnFile: it had no facts that day.
        ImpossibleFact, MemberTwice: of facts that no rule can judge.
    """
    register = register_facts(day, known_at, [household.pk])
    if not register.households.height:
        raise NotYetOnFile(household.file_no, day, household.opened_on)
    row = register.households.row(0, named=True)
    facts = _facts(row, register.members)
    standard = _standard(register, row["area_code"])
    adopted = _adopted(register, row["area_code"])
    result = assess_household(facts, standard, adopted)
    ids = (household.pk, row["facts_id"], row["persons"])
    return Decided(*ids, facts, standard, adopted, result)


def find_file(file_no: str, by: Actor) -> Household:
    """With its union. Raises NoSuchFile when there is none in the actor's jurisdiction."""
    files = Household.objects.visible_to(by).select_related("union")
    household = files.filter(file_no=file_no).first()
    if household is None:
        raise NoSuchFile(file_no)
    return household


def _facts(row: dict[str, Any], members: pl.DataFrame) -> JudgedFacts:
    incomes = members.sort("ordinal").select("ordinal", "income_fen").iter_rows()
    return JudgedFacts(
        household=row["file_no"],
        members=tuple(MemberIncome(ordinal, income) for ordinal, income in incomes),
        missing_members=tuple(row["missing_members"] or ()),
        unasked=tuple(row["unasked"] or ()),
        **{each.name: row[each.name] for each in FACTS},
    )


def _standard(register: RegisterFacts, area_code: str) -> JudgedStandard | None:
    standard = register.standards.get(area_code)
    if standard is None:
        return None
    place = standard.place_name or standard.place
    return JudgedStandard(standard.amount_fen, place, standard.valid_from, standard.source)


def _adopted(register: RegisterFacts, area_code: str) -> AdoptedRules | None:
    adoption = register.adoptions.get(area_code)
    if adoption is None:
        return None
    return AdoptedRules(
        RuleSetName(adoption.rule_set),
        read_parameters(adoption.parameters),
        _place_name(register, adoption.place),
        adoption.valid_from,
        adoption.document,
    )


def _place_name(register: RegisterFacts, place: str) -> str:
    """What the standards, else the union that stands for it, call a code; else the code."""
    named = [each.place_name for each in register.standards.values() if each.place == place]
    if named and named[0]:
        return named[0]
    union = Union.objects.filter(area_code=place).order_by("depth", "id").first()
    return union.name.removesuffix("总工会") if union else place
