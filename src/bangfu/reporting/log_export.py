"""The log as lines of a workbook: whole, or part by part."""

from __future__ import annotations

from django.utils import timezone

from bangfu.audit.models import Entry
from bangfu.documents.workbooks import CellValue
from bangfu.kernel.phrases import mark, phrase
from bangfu.scope.actors import Actor
from bangfu.scope.enums import Role

from .log import LogFilters, LogPage, entries_for
from .log_language import action_in_words, subject_in_words
from .log_told import detail_told, subject_told

PART = 1_000  # entries that are read, and in memory, at once
EXPORTED = (
    mark("编号"), mark("时间"), mark("经办人"), mark("身份"), mark("动作"), mark("对象"), mark("对象名称"),
    mark("说明"), mark("理由"), mark("校验码"),
)  # fmt: skip

Line = tuple[CellValue, ...]


def log_header() -> list[str]:
    return [phrase(title) for title in EXPORTED]


def log_part(actor: Actor, wanted: LogFilters, after: str = "") -> tuple[list[Line], str]:
    """At most `PART` lines in the columns of `EXPORTED`, newest first, and where the next part begins."""
    page = entries_for(actor, wanted, below=int(after) if after else None, limit=PART)
    return [_line(entry, page) for entry in page.entries], page.after


def _line(entry: Entry, page: LogPage) -> Line:
    told = "，".join(f"{name} {value}" for name, value in detail_told(entry.detail, page.subjects))
    role = str(Role(entry.role).label) if entry.role in Role.values else entry.role
    return (
        str(entry.pk),
        f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M:%S}",
        entry.actor,
        role,
        action_in_words(entry.action),
        subject_in_words(entry.subject_kind),
        subject_told(entry, page.subjects),
        told,
        page.reasons.get(entry.pk, ""),
        bytes(entry.digest).hex(),
    )
