"""Appointments that wait for a second administrator, as the settings show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.accounts.models import User
from bangfu.organisations.administering import may_second, may_second_each, waiting
from bangfu.organisations.models import Appointment
from bangfu.scope.actors import Actor
from bangfu.scope.enums import Role

#: In place of who may second it.
NOBODY_YET = gettext_lazy("第二位系统管理员（请本机操作员用 bangfu administrator 建立）")


@dataclass(frozen=True)
class Waiting:
    """Attributes:
    proposer: the name of who proposed it.
    seconder: the nearest who may second it, or what is to be done where nobody may.
    mine: the one who looks may second it.
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
    seconders = may_second_each(rows, on)
    shown = [
        Waiting(
            row,
            names.get(row.by_user_id, str(Role.OPERATOR.label)),
            seconders[row.pk] or str(NOBODY_YET),
            actor.user_id not in (row.by_user_id, row.user_id),
            _seconding(row, on),
            _("撤回 %(name)s（%(username)s）任%(union)s%(role)s的提议：撤回后不会生效。")
            % _facts(row, on),
        )
        for row in rows
    ]
    return sorted(shown, key=lambda one: not one.mine)


def only_proposed(waiting: Iterable[Waiting], held: Iterable[Appointment]) -> set[int]:
    """Users who can't sign in yet: nothing that they hold has been confirmed."""
    return {one.appointment.user_id for one in waiting} - {one.user_id for one in held}


def passwords_to_confirm(users: Iterable[User], actor: Actor) -> list[str]:
    """Names of those whose password another administrator gave anew and the one who looks may confirm."""
    return [
        user.name
        for user in users
        if user.is_active
        and user.password_waits
        and actor.user_id not in (user.pk, user.password_given_by_user_id)
    ]


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
        asks = _("%(name)s（%(username)s）任%(union)s%(role)s：确认后自 %(since)s 起生效。")
    hands_over = _("随后显示一次确认码，请准备抄下，当面交给本人。")
    return asks % _facts(row, on) + (hands_over if row.user.needs_code else "")


def _facts(row: Appointment, on: date) -> dict[str, str]:
    return {
        "since": str(max(row.since, on)),
        "until": str(row.until),
        "name": row.user.name,
        "username": row.user.username,
        "union": row.union.name,
        "role": row.role_label,
    }
