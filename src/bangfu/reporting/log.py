"""Reads of the log."""

from __future__ import annotations

from dataclasses import dataclass

from bangfu.audit.models import Entry
from bangfu.organisations.queries import unions_in_scope
from bangfu.scope.actors import Actor
from bangfu.scope.enums import Role


@dataclass(frozen=True)
class LogPage:
    """`after` is the cursor of the next page, "" at the end."""

    entries: list[Entry]
    after: str
    before: str = ""


def entries_for(
    actor: Actor, *, below: int | None, action: str, subject: str, limit: int
) -> LogPage:
    """Entries of acts within the actor's unions, newest first; an administrator's view is whole."""
    found = Entry.objects.order_by("-id")
    if actor.role != Role.ADMINISTRATOR and not actor.scope.machine:
        found = found.filter(union_id__in=unions_in_scope(actor).values("id"))
    if below is not None:
        found = found.filter(id__lt=below)
    if action:
        found = found.filter(action=action)
    if subject:
        found = found.filter(subject=subject)
    rows = list(found[: limit + 1])
    more = len(rows) > limit
    return LogPage(rows[:limit], str(rows[limit - 1].id) if more else "")
