"""Who may second an appointment, and who may confirm a password: one answer for page, command and words.

The guards `two_hands` and `password_in_two_hands` hold the same by SQL.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from bangfu.accounts.models import User
from bangfu.scope.actors import Actor

from .administering import administrators_of, appointments_administered, held_on, line_of
from .errors import NoAppointment, OfficeNotTaken, OnlyProposed
from .models import Appointment, Union

#: Proposed, and the officer has not taken office; neither taken back nor ended.
WAITS = Q(needs_second=True, taken_on=None) & (
    Q(until=None) | Q(hand_over__isnull=False, until__gte=F("since"))
)


@dataclass(frozen=True)
class Hand:
    """An administrator who may do it. `told`: their union and name."""

    user_id: int
    told: str


def seconders_each(proposed: Collection[Appointment], on: date) -> dict[int, list[Hand]]:
    """By appointment id, the nearest first; one query however many they are.

    In force over the union, and neither who proposed it, nor the appointed, nor who gave the appointed
    their last password. Nobody where it is seconded, or where who proposed it administers no more.

    Args:
        proposed: with their users, unions and hand-overs.
    """
    lines = {one.pk: (line_of(one.union), line_of(_kept_by(one))) for one in proposed}
    asked = set().union(*(own | other for own, other in lines.values()))
    serving = administrators_of(asked, on)
    known = list(serving.values_list("user", "union", "user__name", "union__name"))
    return {one.pk: _hands_for(one, *lines[one.pk], known) for one in proposed}


def seconders(proposed: Appointment, on: date) -> list[Hand]:
    """The same of one."""
    return seconders_each([proposed], on)[proposed.pk]


def may_second(proposed: Appointment, on: date) -> str:
    """The name of the nearest who may second it; "" where nobody may."""
    return first_of(seconders(proposed, on))


def proposer_serves(proposed: Appointment, on: date) -> bool:
    """Whether who proposed it still administers where they did; the machine's operator always does."""
    by = proposed.by_user_id
    serving = administrators_of(line_of(_kept_by(proposed)), on)
    return by is None or serving.filter(user=by).exists()


def confirmers(user: User, on: date) -> list[Hand]:
    """Who may confirm a password that another gave: administrators over all unions in which the user
    holds or will hold something, neither who gave it nor its owner; the nearest first.
    """
    held = held_on(on).filter(user=user).select_related("union", "hand_over__to_union")
    lines = [line_of(_kept_by(one)) for one in held]
    rows = administrators_of(set().union(*lines), on)
    known = list(rows.values_list("user", "union", "user__name", "union__name"))
    return _unlike(
        {user.pk, user.password_given_by_user_id},
        [
            (who, f"{where} {name}")
            for who, _union, name, where in known
            if all(any(who == w and u in line for w, u, *_ in known) for line in lines)
        ],
    )


def waiting(actor: Actor, on: date) -> QuerySet[Appointment]:
    """What is proposed in the actor's unions, whoever may second it, and what nobody has taken up yet."""
    waits = appointments_administered(actor, on).filter(WAITS)
    return waits.select_related("union", "user", "hand_over__to_union")


def not_yet(user_id: int, on: date) -> NoAppointment:
    """Why one who holds nothing can't act: what is proposed for them waits for whom, or for themselves."""
    proposed = list(held_on(on).filter(WAITS, user=user_id).order_by("id"))
    if any(one.seconded_on is not None for one in proposed):
        return OfficeNotTaken()
    return OnlyProposed(may_second(proposed[0], on)) if proposed else NoAppointment()


def may_confirm(user: User, on: date) -> str:
    """The name of the nearest of them; "" for none."""
    return first_of(confirmers(user, on))


def first_of(hands: list[Hand]) -> str:
    return hands[0].told if hands else ""


def _hands_for(
    one: Appointment,
    line: set[int],
    proposed_from: set[int],
    known: list[tuple[int, int, str, str]],
) -> list[Hand]:
    by = one.by_user_id
    serves = by is None or any(who == by and union in proposed_from for who, union, *_ in known)
    if one.seconded_on is not None or not serves:
        return []
    return _unlike(
        {by, one.user_id, one.user.password_last_given_by_user_id},
        [(who, f"{where} {name}") for who, union, name, where in known if union in line],
    )


def _unlike(hands: set[int | None], told: list[tuple[int, str]]) -> list[Hand]:
    """Each once, without those whose hand was in it."""
    nearest: dict[int, str] = {}
    for who, name in told:
        nearest.setdefault(who, name)
    return [Hand(who, name) for who, name in nearest.items() if who not in hands]


def _kept_by(one: Appointment) -> Union:
    """Whose administrators propose it and keep its officer: of a hand-over, the union that takes it up."""
    return one.hand_over.to_union if one.hand_over else one.union
