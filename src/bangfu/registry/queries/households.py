"""The files in the actor's jurisdiction, filtered and in the order of their numbers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import F, Q, QuerySet

from bangfu.kernel.text import solid
from bangfu.organisations.queries import below
from bangfu.scope.actors import Actor
from bangfu.scope.models import within

from ..models import Household, NameGram
from ..rules.searching import folded, is_name


@dataclass(frozen=True)
class HouseholdFilter:
    """Attributes:
    text: part of the worker's name, or the beginning of a file number; see `written`.
    area_code: exactly this code; 440900 is 市直, not its subtree.
    union_id: the union and all below it.
    household_ids: a query of ids, for what other apps know of households (a class on a day).
    """

    text: str = ""
    area_code: str = ""
    system: str = ""
    union_id: int | None = None
    household_ids: QuerySet[Any] | None = None


def households(by: Actor, chosen: HouseholdFilter | None = None) -> QuerySet[Household]:
    """By file number."""
    wanted = chosen or HouseholdFilter()
    visible = Household.objects.visible_to(by).select_related("union")
    files: QuerySet[Household] = visible.order_by("file_no")
    if wanted.text:
        files = files.filter(written(wanted.text, by))
    if wanted.area_code:
        files = files.filter(area_code=wanted.area_code)
    if wanted.system:
        files = files.filter(system=wanted.system)
    if wanted.union_id is not None:
        files = files.filter(below(wanted.union_id))
    if wanted.household_ids is not None:
        files = files.filter(id__in=wanted.household_ids)
    return files


def written(text: str, by: Actor, of: str = "") -> Q:
    """Households whose number begins so or whose worker's name holds it, each by its own index.

    A text with a digit in it is a number. One character is the beginning of a name.

    Args:
        of: leads from the rows that are asked for to their household (`household__`).
    """
    typed = folded(text)
    if not is_name(typed):
        return begins(text, of)
    grams = f"{of}grams__"
    hit = Q(**{f"{grams}gram": typed[-2:]}) & within(by.scope, grams)
    return hit if len(typed) <= 2 else hit & Q(**{f"{of}head_name__holds": typed})


def begins(text: str, of: str = "") -> Q:
    """By the beginning of its number, as typed and with its letters as capitals."""
    number = solid(text)
    forms = {number, number.upper()}
    return reduce(or_, [Q(**{f"{of}file_no__begins": each}) for each in sorted(forms)])


def files_by_text(by: Actor, text: str) -> tuple[QuerySet[Any], str]:
    """Files as rows that have `file_no` and `household_id`, and what leads from one to its household.

    Of a name they are its grams, whose index gives them in the order of numbers.
    """
    typed = folded(text)
    if not is_name(typed):
        rows = Household.objects.visible_to(by).annotate(household_id=F("pk"))
        return (rows.filter(begins(text)) if typed else rows), ""
    grams = NameGram.objects.visible_to(by).filter(gram=typed[-2:])
    return (grams if len(typed) <= 2 else grams.filter(household__head_name__holds=typed)), (
        "household__"
    )
