"""Give the register out in the form it came in, numbers opened; the log keeps who and how much."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from bangfu.acts.frame import part_of_act, tell, use_case
from bangfu.documents.workbooks import CellValue
from bangfu.scope.actors import Actor
from bangfu.vault.commands.reveal_secret import reveal_many
from bangfu.vault.enums import Purpose

from .. import duties
from ..models import Household, HouseholdFacts, MemberFacts
from ..queries.export import Numbers, facts_on, member_rows, register_workbook, worker_rows
from ..queries.households import HouseholdFilter, households
from ..rules.form import FormKind


@use_case(duties.EXPORT)
def export_register(*, day: date, by: Actor, chosen: HouseholdFilter | None = None) -> bytes:
    """An .xlsx with the facts in force on `day`; imported again as of that day, it changes nothing.

    Raises:
        NotPermitted.
    """
    workers, members = facts_on(households(by, chosen).order_by(), day)
    numbers = _opened([*_of_workers(workers), *_of_members(members)], by)
    detail = {"day": str(day), "households": len(workers), "members": len(members)}
    tell("register", "form", detail)
    return register_workbook(worker_rows(workers, numbers), member_rows(workers, members, numbers))


@part_of_act
def rows_of(
    kind: FormKind, household_ids: Collection[int], day: date, by: Actor
) -> Sequence[Sequence[CellValue]]:
    """The same rows of some files, for whoever writes them part by part and tells of the whole."""
    chosen = Household.objects.visible_to(by).filter(pk__in=household_ids)
    workers, members = facts_on(chosen, day)
    if kind is FormKind.WORKER:
        return list(worker_rows(workers, _opened(_of_workers(workers), by)))
    return list(member_rows(workers, members, _opened(_of_members(members), by)))


def _of_workers(facts: Iterable[HouseholdFacts]) -> list[int | None]:
    return [secret for row in facts for secret in (row.id_secret_id, row.card_secret_id)]


def _of_members(facts: Iterable[MemberFacts]) -> list[int | None]:
    return [row.id_secret_id for row in facts]


def _opened(secrets: Iterable[int | None], by: Actor) -> Numbers:
    wanted = [secret for secret in secrets if secret is not None]
    return reveal_many(secret_ids=wanted, purpose=Purpose.EXPORT, by=by)
