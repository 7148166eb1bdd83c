"""Evaluator B's first half: one household through the same rules, every value traced."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from bangfu.eligibility.enums import HardshipClass
from bangfu.eligibility.rules.book import Input, work_out
from bangfu.eligibility.rules.catalogue import rules_of
from bangfu.eligibility.rules.facts import AdoptedRules, Assessment, JudgedFacts, JudgedStandard
from bangfu.eligibility.rules.inputs import FACTS, MEMBER_INCOMES, PARAMETERS, STANDARD
from bangfu.eligibility.rules.missing import missing_of
from bangfu.eligibility.rules.parameters import Parameters, Ratio
from bangfu.eligibility.rules.traced import Known, TracedValue, titled
from bangfu.eligibility.rules.unasked import CLAIMS, largest
from bangfu.eligibility.rules.units import Operation, Unit
from bangfu.kernel.phrases import phrase

#: Which rule excludes by which fact, in the order in which exclusions are named.
EXCLUSIONS = (("too_many_homes", "homes"), ("owns_vehicle", "vehicle"))
_TITLES = {each.name: each.title for each in FACTS}


@dataclass(frozen=True)
class Question:
    """A household at its place on a day: all that a decision rests on.

    `given` is what is on file; `facts` the same, its size settled against its members.
    """

    given: JudgedFacts
    standard: JudgedStandard | None
    adopted: AdoptedRules | None

    @cached_property
    def facts(self) -> JudgedFacts:
        """What is judged. A cached property: settling looks at every member."""
        return self.given.settled()

    @property
    def parameters(self) -> Parameters:
        """Those of the adoption in force; the shipped ones where none is."""
        return self.adopted.parameters if self.adopted else Parameters()


def trace(
    question: Question, instead: Mapping[str, TracedValue] | None = None
) -> dict[str, TracedValue]:
    """Every input and every rule of the household's rule set by name; `instead` replaces some."""
    rules = rules_of(question.adopted.rule_set if question.adopted else None)
    return work_out(rules, {**_inputs(question), **(instead or {})}, titled)


def assess_household(
    facts: JudgedFacts, standard: JudgedStandard | None, adopted: AdoptedRules | None
) -> Assessment:
    """Decide one household, without the words; see `explain.explain_household`."""
    question = Question(facts, standard, adopted)
    return assessment_of(question, trace(question))


def assessment_of(question: Question, values: Mapping[str, TracedValue]) -> Assessment:
    """The decision that a trace comes to."""
    facts, standard, adopted = question.facts, question.standard, question.adopted
    out = tuple(_TITLES[fact] for rule, fact in EXCLUSIONS if values[rule].holds)
    decided = values["category"].known
    category = decided if isinstance(decided, HardshipClass) else HardshipClass.UNRESOLVED
    missing = () if out else missing_of(facts, standard, adopted)
    if category is not HardshipClass.UNRESOLVED:
        missing = unasked_that_decide(question, category)
    return Assessment(
        household=facts.household,
        category=HardshipClass.UNRESOLVED if missing else category,
        missing=missing,
        excluded=out,
        income_fen=_whole(values["income"]),
        essential_fen=_whole(values["essential"]) if "essential" in values else None,
        size=facts.size,
        standard_fen=standard.amount_fen if standard else None,
        rule_set=adopted.rule_set if adopted else None,
    )


def unasked_that_decide(question: Question, category: HardshipClass) -> tuple[str, ...]:
    """The titles of the expenses that nobody was asked for and that could change the class."""
    facts = question.facts
    amounts = {each.name: getattr(facts, each.name) for each in CLAIMS}
    deciding = []
    for claim in CLAIMS:
        if claim.name in facts.unasked:
            most = _leaf(claim, largest(claim.name, amounts))
            if trace(question, {claim.name: most})["category"].known is not category:
                deciding.append(claim.title)
    return tuple(deciding)


def as_unknown(question: Question, titles: Sequence[str]) -> dict[str, TracedValue]:
    """The named expenses that nobody was asked for, not known: in the working they are no nothing."""
    unasked = (each for each in CLAIMS if each.name in question.facts.unasked)
    return {
        each.name: TracedValue(None, each.unit, each.title, is_claim=True)
        for each in unasked
        if each.title in titles
    }


def _whole(value: TracedValue) -> int | None:
    return None if value.number is None else int(value.number)


def _inputs(question: Question) -> dict[str, TracedValue]:
    leaves = {each.name: _leaf(each, getattr(question.facts, each.name)) for each in FACTS}
    leaves[MEMBER_INCOMES.name] = _member_incomes(question.facts)
    leaves[STANDARD.name] = _leaf(
        STANDARD, question.standard.amount_fen if question.standard else None
    )
    for each in PARAMETERS:
        leaves[each.name] = _leaf(each, getattr(question.parameters, each.name))
    return leaves


def _leaf(each: Input, value: int | bool | Ratio | None) -> TracedValue:
    if value is None and each.is_claim:
        value = 0
    known: Known | None
    if isinstance(value, Ratio):
        known = value.fraction()
    else:
        known = value if value is None or isinstance(value, bool) else Fraction(value)
    return TracedValue(known, each.unit, each.title, is_claim=each.is_claim)


def _member_incomes(facts: JudgedFacts) -> TracedValue:
    members = facts.all_members()
    parts = tuple(
        _leaf(
            Input("", phrase("成员{ordinal}", ordinal=member.ordinal), Unit.FEN_MONTH),
            member.income_fen,
        )
        for member in members
    )
    incomes = [member.income_fen for member in members if member.income_fen is not None]
    total = Fraction(sum(incomes)) if len(incomes) == len(members) else None
    return TracedValue(total, Unit.FEN_MONTH, MEMBER_INCOMES.title, Operation.SUM, parts)
