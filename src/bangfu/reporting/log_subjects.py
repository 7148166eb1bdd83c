"""What the subjects of log entries are called: one query a kind, within the reader's sight.

The log itself keeps ids; a name is looked up when it is read, by whoever may see it today.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q

from bangfu.accounts.models import User
from bangfu.audit.models import Entry
from bangfu.casework.models import Case
from bangfu.funds.queries.balances import funds_visible
from bangfu.intake.models import ImportBatch
from bangfu.notices.models import Notice
from bangfu.organisations.models import Appointment, Union
from bangfu.registry.models import Household
from bangfu.rounds.models import Award, Round
from bangfu.scope.actors import Actor
from bangfu.scope.models import ScopedModel

#: (kind, id as the log writes it).
Key = tuple[str, str]
#: Details that hold the id of something that has a name.
NAMED_DETAILS = frozenset({"award", "case", "fund", "household", "union"})
#: As many of a kind as a search for a name follows.
MOST = 500


@dataclass(frozen=True)
class Subject:
    """`address` is what its page is asked by: a file number, else the id."""

    name: str
    address: str


Reader = Callable[[Actor, list[str]], Iterable[tuple[object, str, object]]]


def subjects_of(actor: Actor, entries: Iterable[Entry]) -> dict[Key, Subject]:
    """Names of all that the entries tell of; what the actor may not see is not among them."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        for kind, subject in _keys(entry):
            if kind in READERS and (subject.isdecimal() or kind not in BY_ID):
                wanted[kind].add(subject)
    return {
        (kind, str(id_)): Subject(name, str(address))
        for kind, ids in wanted.items()
        for id_, name, address in READERS[kind](actor, sorted(ids))
    }


def about(actor: Actor, text: str) -> Q:
    """Entries whose subject is called so: a file number, a username, a part of a round's, fund's,
    union's or notice's name; else what the log itself writes, a day or a place.
    """
    entries = Q(subject=text) & ~Q(subject_kind__in=READERS)
    for kind, ids in _called(actor, text).items():
        entries |= Q(subject_kind=kind, subject__in=[str(id_) for id_ in ids[:MOST]])
    return entries


def _keys(entry: Entry) -> Iterable[Key]:
    yield entry.subject_kind, entry.subject
    detail: Mapping[str, object] = entry.detail
    for name in NAMED_DETAILS & detail.keys():
        yield name, str(detail[name])


def _called(actor: Actor, text: str) -> dict[str, list[object]]:
    users = User.objects.filter(Q(username=text) | Q(name=text))
    unions = Union.objects.filter(Q(code=text) | Q(name__icontains=text))
    households = Household.objects.visible_to(actor).filter(file_no=text)
    named: dict[str, list[object]] = {
        "user": _ids(users),
        "appointment": _ids(Appointment.objects.filter(user__in=users)),
        "union": list(unions.values_list("code", flat=True)[:MOST]),
        "household": _ids(households),
        "case": _ids(Case.objects.visible_to(actor).filter(household__in=households)),
        "round": _ids(Round.objects.visible_to(actor).filter(title__icontains=text)),
        "notice": _ids(Notice.objects.visible_to(actor).filter(number__icontains=text)),
        "fund": _ids(funds_visible(actor).filter(name__icontains=text)),
    }
    return {kind: ids for kind, ids in named.items() if ids}


def _ids(rows) -> list[object]:  # type: ignore[no-untyped-def]
    return list(rows.values_list("id", flat=True)[:MOST])


def _users(actor: Actor, ids: list[str]) -> Iterable[tuple[object, str, object]]:
    return ((user.pk, user.name, user.pk) for user in User.objects.filter(id__in=ids))


def _appointments(actor: Actor, ids: list[str]) -> Iterable[tuple[object, str, object]]:
    appointments = Appointment.objects.filter(id__in=ids).select_related("user", "union")
    return (
        (held.pk, f"{held.user.name} · {held.role_label} · {held.union.name}", held.pk)
        for held in appointments
    )


def _unions(actor: Actor, codes: list[str]) -> Iterable[tuple[object, str, object]]:
    return ((union.code, union.name, union.code) for union in Union.objects.filter(code__in=codes))


def _scoped(model: type[ScopedModel], name: str, address: str = "id") -> Reader:
    """Of rows that are scoped themselves: called by one column, asked for by another."""

    def read(actor: Actor, ids: list[str]) -> Iterable[tuple[object, str, object]]:
        rows = model.objects.visible_to(actor).filter(id__in=ids)
        return rows.values_list("id", name, address)

    return read


def _funds(actor: Actor, ids: list[str]) -> Iterable[tuple[object, str, object]]:
    return ((fund.pk, fund.name, fund.pk) for fund in funds_visible(actor).filter(id__in=ids))


def _batches(actor: Actor, ids: list[str]) -> Iterable[tuple[object, str, object]]:
    batches = ImportBatch.objects.visible_to(actor).filter(id__in=ids).select_related("union")
    for batch in batches:
        union = f" · {batch.union.name}" if batch.union else ""
        yield batch.pk, f"{batch.reporting_day}{union} · {batch.pk}", batch.pk


READERS: dict[str, Reader] = {
    "user": _users,
    "appointment": _appointments,
    "union": _unions,
    "household": _scoped(Household, "file_no", "file_no"),
    "case": _scoped(Case, "household__file_no"),
    "award": _scoped(Award, "household__file_no", "household__file_no"),
    "round": _scoped(Round, "title"),
    "notice": _scoped(Notice, "number"),
    "fund": _funds,
    "batch": _batches,
}
#: Kinds that the log writes by a row's id; what it writes of others (a union's code) can be read.
BY_ID = READERS.keys() - {"union"}
