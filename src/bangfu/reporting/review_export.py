"""A list of approved households to be reviewed, as lines of a workbook: whole, or part by part."""

from __future__ import annotations

from datetime import date

from bangfu.casework.enums import ReviewGroup
from bangfu.casework.queries import (
    Narrowing,
    ReviewLine,
    limits_of,
    review_page,
    review_to_do,
)
from bangfu.documents.workbooks import CellValue, SheetSpec, build_workbook
from bangfu.kernel.phrases import mark, phrase
from bangfu.scope.actors import Actor

PART = 2_000  # households that are read, and in memory, at once
EXPORTED = (
    mark("档案编号"),
    mark("姓名"),
    mark("所属工会"),
    mark("批准的类别"),
    mark("当日的类别"),
    mark("原因"),
    mark("批准日期"),
    mark("办理期限"),
)

Line = tuple[CellValue, ...]


def review_workbook(
    actor: Actor, group: ReviewGroup, on: date, wanted: Narrowing
) -> tuple[bytes, int]:
    """One group as an .xlsx, and how many households it has.

    For lists that a request may wait for; `jobs.export_reviews` writes longer ones.
    """
    lines, after, more = [], "", True
    while more:
        part, after = review_part(actor, group, on, wanted, after)
        lines += part
        more = bool(after)
    note = review_note(actor, group, on)
    return build_workbook([SheetSpec(group.label, review_header(), lines, note=note)]), len(lines)


def review_header() -> list[str]:
    return [phrase(title) for title in EXPORTED]


def review_note(actor: Actor, group: ReviewGroup, on: date) -> str:
    return phrase(
        "{group}，{name}导出，截至 {day}。{to_do}",
        group=group.label,
        name=actor.name,
        day=on,
        to_do=review_to_do(group),
    )


def review_part(
    actor: Actor, group: ReviewGroup, on: date, wanted: Narrowing, after: str = ""
) -> tuple[list[Line], str]:
    """At most `PART` lines in the columns of `EXPORTED`, and where the next part begins."""
    limits = limits_of(actor, on)
    page = review_page(actor, group, on, wanted, limits=limits, after=after, size=PART)
    return [_line(row) for row in page.rows], page.after


def _line(row: ReviewLine) -> Line:
    return (
        row.file_no,
        row.head_name,
        row.union_name,
        row.hardship_class,
        row.class_now,
        "；".join(row.reasons),
        row.decided_on.isoformat(),
        row.due.isoformat() if row.due else "",
    )
