"""One household: its facts of a day as the rules take them, the decision, and the decision in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bangfu.organisations.models import Union
from bangfu.registry.errors import NotYetHeld
from bangfu.registry.models import Household
from bangfu.registry.queries.as_of import HouseholdAsOf, as_of
from bangfu.scope.actors import Actor
from bangfu.standards.queries import StandardInForce

from ..enums import RuleSetName
from ..errors import NoSuchFile, NotYetOnFile
from ..models import RuleAdoption
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
from .adoptions import adoptions_for
from .facts import number_apart, standards_of


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
    try:
        return assess_held(as_of(household, day, known_at))
    except NotYetHeld:
        raise NotYetOnFile(household.file_no, day, household.opened_on) from None


def assess_held(held: HouseholdAsOf) -> Decided:
    """The same of a household that was read already. Raises the same."""
    household, day, code = held.household, held.day, held.facts.area_code
    if household.opened_on > day:
        raise NotYetOnFile(household.file_no, day, household.opened_on)
    facts = _facts(held)
    standards = standards_of([code], day, held.known_at)
    standard = _standard(standards.get(code))
    adoption = adoptions_for([code], day, held.known_at).get(code)
    adopted = _adopted(adoption, standards) if adoption else None
    result = assess_household(facts, standard, adopted)
    return Decided(household.pk, held.facts.pk, held.persons, facts, standard, adopted, result)


def find_file(file_no: str, by: Actor) -> Household:
    """With its union. Raises NoSuchFile when there is none in the actor's jurisdiction."""
    files = Household.objects.visible_to(by).select_related("union")
    household = files.filter(file_no=file_no).first()
    if household is None:
        raise NoSuchFile(file_no)
    return household


def _facts(held: HouseholdAsOf) -> JudgedFacts:
    missing = held.facts.missing_members
    used = set(missing)
    # In this order they are numbered anew, as a whole register is: see `one_ordinal_each`.
    ranked = sorted(held.members, key=lambda member: (member.absent, member.facts.ordinal))
    members = [
        MemberIncome(number_apart(member.facts.ordinal, used), member.facts.income_fen)
        for member in ranked
    ]
    return JudgedFacts(
        household=held.household.file_no,
        members=tuple(sorted(members, key=lambda member: member.ordinal)),
        missing_members=tuple(missing),
        unasked=tuple(held.facts.unasked),
        **{each.name: getattr(held.facts, each.name) for each in FACTS},
    )


def _standard(standard: StandardInForce | None) -> JudgedStandard | None:
    if standard is None:
        return None
    place = standard.place_name or standard.place
    return JudgedStandard(standard.amount_fen, place, standard.valid_from, standard.source)


def _adopted(adoption: RuleAdoption, standards: Mapping[str, StandardInForce]) -> AdoptedRules:
    return AdoptedRules(
        RuleSetName(adoption.rule_set),
        read_parameters(adoption.parameters),
        _place_name(standards, adoption.place),
        adoption.valid_from,
        adoption.document,
    )


def _place_name(standards: Mapping[str, StandardInForce], place: str) -> str:
    """What the standards, else the union that stands for it, call a code; else the code."""
    named = [each.place_name for each in standards.values() if each.place == place]
    if named and named[0]:
        return named[0]
    names = Union.objects.filter(area_code=place).order_by("depth", "id").values_list("name")
    return next((name.removesuffix("总工会") for (name,) in names[:1]), place)
