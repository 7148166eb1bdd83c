"""An entry of the log in the reader's own words: its subject, its detail, and the reason that was given."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from bangfu.acts.declared import declarations
from bangfu.acts.roles import holds
from bangfu.audit.models import Entry
from bangfu.audit.subjects import LogReasons
from bangfu.kernel.money import format_yuan
from bangfu.kernel.phrases import phrase
from bangfu.scope.actors import Actor

from . import log_language as language
from .log_subjects import Key, NamedSubject, is_number

Subjects = Mapping[Key, NamedSubject]


def subject_told(entry: Entry, subjects: Subjects) -> str:
    """Its name; for what has none a day or a list's, "" for what no number tells apart."""
    kind, number = entry.subject_kind, entry.subject
    if subject := subjects.get((kind, number)):
        return subject.name
    if is_number(kind, number):
        return phrase("（不在可见范围）")
    return "" if language.is_unnumbered(kind) else language.value_in_words(kind, number)


def detail_told(detail: Mapping[str, object], subjects: Subjects) -> list[tuple[str, str]]:
    """`amount_fen=80000000` → (金额, 800,000.00 元); ids by their names, or not at all."""
    keys = sorted(detail, key=language.place_of)
    told = ((language.detail_in_words(key), _named(key, detail[key], subjects)) for key in keys)
    return [(name, value) for name, value in told if value]


def reasons_told(actor: Actor, entries: Iterable[Entry], subjects: Subjects) -> dict[int, str]:
    """Entry → the reason kept with what it moved, for whoever may read it there."""
    listed = list(entries)
    reasons: dict[int, str] = {}
    for _app, kept in declarations("log_subjects", LogReasons):
        if holds(actor, kept.reader):
            reasons |= _reasons(kept, listed, subjects)
    return reasons


def _reasons(kept: LogReasons, entries: list[Entry], subjects: Subjects) -> dict[int, str]:
    """An event is written before its act is told: the latest until then, of this duty and officer."""
    rows = {entry.pk: _row_of(kept.kind, entry) for entry in entries}
    seen = {int(row) for row in rows.values() if row and (kept.kind, row) in subjects}
    events: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    asked = kept.events._default_manager.filter(**{f"{kept.subject}__in": seen}).exclude(reason="")
    for event in asked.order_by("id") if seen else ():
        duty = kept.duty or event.duty
        key = (str(getattr(event, kept.subject)), duty, getattr(event, kept.by))
        events[key].append(event)
    told = ((entry, events.get((rows[entry.pk], entry.action, entry.user_id))) for entry in entries)
    return {
        entry.pk: next((each.reason for each in reversed(own) if each.at <= entry.at), "")
        for entry, own in told
        if own
    }


def _row_of(kind: str, entry: Entry) -> str:
    if entry.subject_kind == kind:
        return str(entry.subject)
    return str(entry.detail.get(kind, ""))


def _named(key: str, value: object, subjects: Subjects) -> str:
    """Ids that have no name to the reader tell them nothing; the entry's digest covers them."""
    if language.is_internal(key):
        return ""
    subject = subjects.get((key, str(value)))
    if subject is not None:
        return subject.name
    return "" if is_number(key, str(value)) else _value(key, value)


def _value(key: str, value: object) -> str:
    if key.endswith("_fen") and isinstance(value, int):
        return phrase("{amount} 元", amount=format_yuan(value))
    if isinstance(value, bool):
        return phrase("是") if value else phrase("否")
    if isinstance(value, list):  # fingerprints of files: how many is all they say to a reader
        return str(len(value))
    return language.value_in_words(key, str(value))
