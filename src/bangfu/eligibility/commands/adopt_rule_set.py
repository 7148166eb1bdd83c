"""A place begins to judge by a rule set on a day; below it too, unless a place has its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bangfu.acts.frame import nothing_changed, tell, use_case
from bangfu.kernel.divisions import NotADivision, fallback, in_a_province
from bangfu.organisations.administering import require_for_all
from bangfu.organisations.models import Union
from bangfu.scope.actors import Actor

from .. import duties
from ..enums import RuleSetName
from ..errors import PlaceRefused, UnknownRuleSet
from ..models import RuleAdoption
from ..rules.parameters import read_parameters, write_parameters


@use_case(duties.ADOPT)
def adopt_rule_set(
    *,
    place: str,
    rule_set: str,
    valid_from: date,
    document: str = "",
    by: Actor,
    parameters: Mapping[str, object] | None = None,
    dry_run: bool = False,
) -> RuleAdoption:
    """Adopt, unless the last adoption there from that day says the same.

    Another paper for the same rules is an adoption of its own: what is decided cites it from then on.

    Args:
        place: 行政区划代码, six digits.
        document: the paper that says so, at most 200 characters. Left blank, that of the last
            adoption stays.
        parameters: local variants as `write_parameters` returns them; None = the published ones.
        dry_run: adopt nothing, but refuse what would be refused.

    Returns:
        The adoption that stands, be it new or not; of a dry run the one that would be new isn't saved.

    Raises:
        NotPermitted, OnlyAtTheRoot, UnknownRuleSet, BadRuleParameter.
        PlaceRefused: no division code, none of a province, or 000000.
    """
    require_for_all(by)
    if rule_set not in set(RuleSetName):
        raise UnknownRuleSet(rule_set, RuleSetName)
    _check_place(place)
    spelt_out = write_parameters(read_parameters(parameters or {}))
    adopted = RuleAdoption(
        place=place,
        rule_set=rule_set,
        valid_from=valid_from,
        parameters=spelt_out,
        document=document,
        recorded_by=by.name,
    )
    if last := _same_again(adopted):
        nothing_changed()
        return last
    if dry_run:
        nothing_changed()
        return adopted
    adopted.save(force_insert=True)
    tell("place", place, {"rule_set": rule_set, "valid_from": str(valid_from)})
    return adopted


def _same_again(adopted: RuleAdoption) -> RuleAdoption | None:
    """The last adoption from that day, where it says the same."""
    from_that_day = RuleAdoption.objects.filter(
        place=adopted.place, valid_from=adopted.valid_from
    ).order_by("-id")
    last = from_that_day.first()
    if last is None or (last.rule_set, last.parameters) != (adopted.rule_set, adopted.parameters):
        return None
    return last if adopted.document in ("", last.document) else None


def _check_place(place: str) -> None:
    try:
        known = bool(fallback(place)) and in_a_province(place)
    except NotADivision:
        known = False
    if not known:
        codes = Union.objects.values_list("area_code", flat=True).distinct().order_by("area_code")
        raise PlaceRefused(place, codes[:20])
