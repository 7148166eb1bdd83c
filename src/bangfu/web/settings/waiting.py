"""Appointments that wait for a second administrator, as the settings show them."""

from __future__ import annotations

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
            _("%(name)s（%(username)s）任%(union)s%(role)s：确认后随即生效，最早自今天起。")
            % _facts(row),
            _("撤回 %(name)s（%(username)s）任%(union)s%(role)s的提议：撤回后不会生效。")
            % _facts(row),
        )
        for row in rows
    ]
    return sorted(shown, key=lambda one: not one.mine)


def seconder_named(appointment: Appointment, on: date) -> str:
    """Who may second it, the nearest; else that the machine's operator first appoints another."""
    return may_second(appointment, on) or str(NOBODY_YET)


def _facts(row: Appointment) -> dict[str, str]:
    return {
        "name": row.user.name,
        "username": row.user.username,
        "union": row.union.name,
        "role": row.role_label,
    }
