"""What the subjects of log entries are called: one query a kind, within the reader's sight.

Each app says in its `log_subjects.py` how its rows are named (`audit.subjects`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from django.db.models import Q

from bangfu.acts.declared import declarations
from bangfu.audit.models import Entry
from bangfu.audit.subjects import LogSubject
from bangfu.scope.actors import Actor

#: (kind, key as the log writes it).
Key = tuple[str, str]
#: Most rows of a kind that a search by name goes after.
MOST = 500


@dataclass(frozen=True)
class NamedSubject:
    """`address` is the key in the address of its page: a file number, else the id."""

    name: str
    address: str


@cache
def named_kinds() -> dict[str, LogSubject]:
    """Every kind that has a name, by its word in the log."""
    return {subject.kind: subject for _app, subject in declarations("log_subjects", LogSubject)}


def is_number(kind: str, subject: str) -> bool:
    """Whether an entry names its subject by a row's id, which tells a reader nothing by itself."""
    named = named_kinds().get(kind)
    return named is not None and named.key == "id" and subject.isdecimal()


def subjects_of(actor: Actor, entries: Iterable[Entry]) -> dict[Key, NamedSubject]:
    """Names of the subjects of entries and of their details, as far as the actor may see them."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        for kind, key in _keys(entry):
            wanted[kind].add(key)
    return {
        key: subject for kind, keys in wanted.items() for key, subject in _named(actor, kind, keys)
    }


def about(actor: Actor, text: str) -> Q:
    """Entries whose subject is called so: a file number, a username, a part of a round's, fund's,
    union's or notice's name; else what the log itself writes, a day or a place.
    """
    entries = Q(subject=text) & ~Q(subject_kind__in=named_kinds())
    for kind, keys in _called(actor, text):
        entries |= Q(subject_kind=kind, subject__in=keys)
    return entries


def _keys(entry: Entry) -> Iterator[Key]:
    detail: Mapping[str, object] = entry.detail
    kinds = named_kinds()
    told = [(entry.subject_kind, entry.subject)]
    told += [(kind, str(detail[kind])) for kind in kinds.keys() & detail if kinds[kind].in_details]
    for kind, key in told:
        if kind in kinds and (kinds[kind].key != "id" or is_number(kind, key)):
            yield kind, key


def _named(actor: Actor, kind: str, keys: Iterable[str]) -> Iterator[tuple[Key, NamedSubject]]:
    named = named_kinds()[kind]
    rows = named.visible(actor).filter(**{f"{named.key}__in": sorted(keys)})
    for key, address, *values in rows.values_list(named.key, named.address, *named.columns):
        yield (kind, str(key)), NamedSubject(named.title(*values), str(address))


def _called(actor: Actor, text: str) -> Iterator[tuple[str, list[str]]]:
    for kind, named in named_kinds().items():
        if named.called is not None:
            rows = named.visible(actor).filter(named.called(text))
            if keys := [str(key) for key in rows.values_list(named.key, flat=True)[:MOST]]:
                yield kind, keys
