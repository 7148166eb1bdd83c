"""Appointments that wait for a second administrator, as the settings show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.accounts.models import User
from bangfu.organisations.administering import administrators_over
from bangfu.organisations.models import Appointment
from bangfu.organisations.seconding import (
    confirmers,
    first_of,
    may_second,
    proposer_serves,
    seconders_each,
    waiting,
)
from bangfu.scope.actors import Actor
from bangfu.scope.enums import Role

#: In place of who may second it.
PROPOSER_GONE = gettext_lazy("提议人已不在任，请撤回后重新提议")
TO_TAKE = gettext_lazy("已确认，待本人凭确认码到任")
NOBODY_YET = gettext_lazy("第二位系统管理员（请本机操作员用 bangfu administrator 建立）")


@dataclass(frozen=True)
class Waiting:
    """Attributes:
    proposer: the name of who proposed it.
    seconder: the nearest who may second it, or what is to be done where nobody may.
    mine: the one who looks may second it; the command and the guard say the same.
    seconding, withdrawing: what the buttons ask before it is done.
    """

    appointment: Appointment
    proposer: str
    seconder: str
    mine: bool
    seconding: str
    withdrawing: str


def waiting_shown(actor: Actor, on: date) -> list[Waiting]:
    """Those that wait for the one who looks come first."""
    rows = list(waiting(actor, on))
    names = dict(
        User.objects.filter(pk__in=[row.by_user_id for row in rows]).values_list("id", "name")
    )
    hands = seconders_each(rows, on)
    shown = [
        Waiting(
            row,
            names.get(row.by_user_id, str(Role.OPERATOR.label)),
            first_of(hands[row.pk]) or str(_why_nobody(row, on)),
            actor.user_id in [hand.user_id for hand in hands[row.pk]],
            _seconding(row, on),
            _("撤回 %(name)s（%(username)s）任%(union)s%(role)s的提议：撤回后不会生效。")
            % _facts(row, on),
        )
        for row in rows
    ]
    return sorted(shown, key=lambda one: not one.mine)


def is_only_one(actor: Actor, on: date) -> bool:
    """Whether nobody else administers the actor's union: what they propose there nobody seconds."""
    over = administrators_over(actor.acting_union_id, on)
    return not over.exclude(user=actor.user_id).exists()


def only_proposed(waiting: Iterable[Waiting], held: Iterable[Appointment]) -> set[int]:
    """Users who can't sign in yet: nothing that they hold has been confirmed."""
    return {one.appointment.user_id for one in waiting} - {one.user_id for one in held}


def passwords_to_confirm(users: Iterable[User], actor: Actor, on: date) -> list[User]:
    """Those whose password another administrator gave anew and the one who looks may confirm."""
    return [
        user
        for user in users
        if user.is_active
        and user.password_waits
        and actor.user_id in [hand.user_id for hand in confirmers(user, on)]
    ]


def _why_nobody(row: Appointment, on: date) -> object:
    if row.seconded_on is not None:
        return TO_TAKE
    return NOBODY_YET if proposer_serves(row, on) else PROPOSER_GONE


def seconder_named(appointment: Appointment, on: date) -> str:
    """Who may second it, the nearest; else that the machine's operator first appoints another."""
    return may_second(appointment, on) or str(NOBODY_YET)


def _seconding(row: Appointment, on: date) -> str:
    """What it leads to, and what the one who confirms will have to hand over."""
    if row.hand_over_id:
        asks = _(
            "%(name)s（%(username)s）为%(union)s代办%(role)s的事：%(since)s 起，%(until)s 止。"
        )
    else:
        asks = _("%(name)s（%(username)s）任%(union)s%(role)s：本人到任后，自 %(since)s 起生效。")
    hands_over = _("随后显示一次确认码，请准备抄下，当面交给本人，由本人凭码到任。")
    return asks % _facts(row, on) + hands_over


def _facts(row: Appointment, on: date) -> dict[str, str]:
    return {
        "since": str(max(row.since, on)),
        "until": str(row.until),
        "name": row.user.name,
        "username": row.user.username,
        "union": row.union.name,
        "role": row.role_label,
    }
