"""Files by a number: the file's own, or an identity number, of which keyed digests alone are compared."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from bangfu.kernel import identity
from bangfu.kernel.papers import check
from bangfu.kernel.text import solid
from bangfu.scope.actors import Actor
from bangfu.vault.enums import SecretKind
from bangfu.vault.queries import ending_in, refs_of

from ..models import Household, Person
from ..rules.searching import SHORTEST_TAIL, is_name
from .households import begins, written

MOST = 50  # files that are told; who gets more types more of the number


def may_be_number(text: str) -> bool:
    """Whether this could be part of an identity number, so that no address may hold it."""
    number = solid(text)
    return len(number) >= SHORTEST_TAIL and not is_name(number)


def files_of_identity(number: str, by: Actor) -> QuerySet[Household]:
    """Those in the actor's jurisdiction that hold the whole number; a person can be in several."""
    written = check(number).number or number.upper()
    holders = refs_of(SecretKind.ID_NUMBER, written, by)
    return Household.objects.visible_to(by).filter(pk__in=holders).order_by("file_no")


def files_of_number(text: str, by: Actor) -> list[Household]:
    """By file number, one more than `MOST` where there are more.

    Args:
        text: a whole identity number, or else the beginning or the last four or more characters of a
            file number, or the last four or more of an identity number of the worker or a member.
    """
    text = solid(text)
    if identity.check(text).ok:
        return list(files_of_identity(text, by)[: MOST + 1])
    visible = Household.objects.visible_to(by)
    known = set(files_of_identity(text, by).values_list("pk", flat=True)[: MOST + 1])
    known |= set(visible.filter(begins(text)).values_list("pk", flat=True)[: MOST + 1])
    if len(text) >= SHORTEST_TAIL:
        ends = visible.filter(file_tail=text[-SHORTEST_TAIL:], file_no__endswith=text)
        known |= set(ends.values_list("pk", flat=True)[: MOST + 1])
        known |= set(_holding_tail(text.upper(), by))
    return list(visible.filter(pk__in=known).order_by("file_no")[: MOST + 1])


def _holding_tail(tail: str, by: Actor) -> Iterator[int]:
    """What stands before the last four is the day of birth, which the register knows."""
    born = tail[:-SHORTEST_TAIL]
    persons = Person.objects.visible_to(by).filter(id_secret__in=ending_in(tail, by))
    for household, day in persons.values_list("household_id", "birth_date"):
        if not born or (day is not None and f"{day:%Y%m%d}".endswith(born)):
            yield household


def files_of_person(text: str, by: Actor, most: int) -> list[Household]:
    """By a name, a file number or an identity number, whoever of the household it is; at most so many."""
    if not text.strip():
        return []
    if may_be_number(text):
        return files_of_number(text, by)[:most]
    visible = Household.objects.visible_to(by).filter(written(text, by))
    return list(visible.select_related("union").order_by("file_no")[:most])
