"""Reads of the log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from bangfu.accounts.models import User
from bangfu.acts.roles import holds
from bangfu.audit.models import Entry
from bangfu.kernel.counting import Counted
from bangfu.organisations import duties as organisations
from bangfu.organisations.queries import unions_in_scope
from bangfu.scope.actors import Actor
from bangfu.scope.counting import count_of

from .log_language import codes_alike, looks
from .log_subjects import Key, NamedSubject, about, subjects_of
from .log_told import reasons_told

ACT, LOOK = "act", "look"
ROOT = 1  # the depth of a union without a superior


@dataclass(frozen=True)
class LogFilters:
    """`since` and `until` are days of the clock, both included. `kind`: "act", "look", or "" for both."""

    officer: int | None = None
    kind: str = ""
    action: str = ""
    subject: str = ""
    since: date | None = None
    until: date | None = None


def filters_from(told: Mapping[str, Any]) -> LogFilters:
    """Of what a job was asked for, days in ISO."""
    days = {name: told[name] and date.fromisoformat(told[name]) for name in ("since", "until")}
    return LogFilters(**{**told, **days})


@dataclass(frozen=True)
class LogPage:
    """`after` is the cursor of the next page, "" at the end; `subjects` what the entries name."""

    entries: list[Entry]
    subjects: dict[Key, NamedSubject]
    reasons: dict[int, str]
    after: str
    before: str = ""


def entries_for(actor: Actor, wanted: LogFilters, *, below: int | None, limit: int) -> LogPage:
    """Entries of acts within the actor's unions, newest first; administrators see all of them, and
    whoever oversees a root union also what the machine did for no union.

    Args:
        below: only entries with a smaller id; None begins with the newest.
        limit: entries a page.
    """
    entries = _wanted(actor, wanted)
    if below is not None:
        entries = entries.filter(id__lt=below)
    rows = list(entries[: limit + 1])
    page = rows[:limit]
    after = str(page[-1].id) if len(rows) > limit else ""
    subjects = subjects_of(actor, page)
    return LogPage(page, subjects, reasons_told(actor, page, subjects), after)


def count_entries(actor: Actor, wanted: LogFilters, most: int) -> Counted:
    return count_of(_wanted(actor, wanted), most)


def officers_logged(actor: Actor) -> QuerySet[User]:
    """Whose acts one may look for: who is or was appointed within the actor's unions."""
    if _sees_all(actor):
        return User.objects.order_by("name", "id")
    unions = unions_in_scope(actor).values("id")
    return User.objects.filter(appointments__union__in=unions).distinct().order_by("name", "id")


def _wanted(actor: Actor, wanted: LogFilters) -> QuerySet[Entry]:
    entries = Entry.objects.order_by("-id")
    if not _sees_all(actor):
        within = Q(union_id__in=unions_in_scope(actor).values("id"))
        at_root = actor.scope.depth == ROOT
        entries = entries.filter(within | Q(union_id=None) if at_root else within)
    if wanted.officer is not None:
        entries = entries.filter(user_id=wanted.officer)
    if wanted.kind == LOOK:
        entries = entries.filter(action__in=looks())
    elif wanted.kind == ACT:
        entries = entries.exclude(action__in=looks())
    if wanted.action:
        entries = entries.filter(action__in=codes_alike(wanted.action))
    if wanted.subject:
        entries = entries.filter(about(actor, wanted.subject))
    if wanted.since is not None:
        entries = entries.filter(at__gte=_midnight(wanted.since))
    if wanted.until is not None and wanted.until < date.max:
        entries = entries.filter(at__lt=_midnight(wanted.until + timedelta(days=1)))
    return entries


def _sees_all(actor: Actor) -> bool:
    return holds(actor, organisations.ADMINISTER) or actor.scope.machine


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
