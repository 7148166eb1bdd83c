"""Give the register out in the form it came in, numbers opened; the log keeps who and how much."""

from __future__ import annotations

from datetime import date
from itertools import chain

from bangfu.acts.frame import tell, use_case
from bangfu.scope.actors import Actor
from bangfu.vault.commands.reveal_secret import reveal_many
from bangfu.vault.enums import Purpose

from .. import duties
from ..queries.export import facts_on, member_rows, register_workbook, worker_rows
from ..queries.households import HouseholdFilter, households


@use_case(duties.EXPORT)
def export_register(*, day: date, by: Actor, chosen: HouseholdFilter | None = None) -> bytes:
    """An .xlsx with the facts in force on `day`; imported again as of that day, it changes nothing.

    Raises:
        NotPermitted.
    """
    workers, members = facts_on(households(by, chosen).order_by(), day)
    secrets = chain(
        (row.id_secret_id for row in workers),
        (row.card_secret_id for row in workers),
        (row.id_secret_id for row in members),
    )
    wanted = [secret for secret in secrets if secret is not None]
    numbers = reveal_many(secret_ids=wanted, purpose=Purpose.EXPORT, by=by)
    detail = {"day": str(day), "households": len(workers), "members": len(members)}
    tell("register", "form", detail)
    return register_workbook(worker_rows(workers, numbers), member_rows(workers, members, numbers))
