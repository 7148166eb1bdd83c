"""The list of files as lines of a workbook: whole, or part by part."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from bangfu.documents.workbooks import CellValue, SheetSpec, build_workbook
from bangfu.kernel.phrases import mark, phrase
from bangfu.scope.actors import Actor

from .choosing import FileFilters
from .files import Filed, file_page

PART = 2_000  # files that are read, and in memory, at once
EXPORTED = (
    mark("档案编号"),
    mark("姓名"),
    mark("行政区划代码"),
    mark("县市区"),
    mark("所属工会"),
    mark("工作单位"),
    mark("所属系统"),
    mark("类别"),
    mark("缺少的事项"),
    mark("排除的事项"),
    mark("家庭年收入（元）"),
    mark("家庭人口"),
    mark("人均月收入（元）"),
    mark("城市低保标准（元）"),
    mark("主要致困原因"),
    mark("建档日期"),
)


Line = tuple[CellValue, ...]


def file_list_workbook(actor: Actor, day: date, wanted: FileFilters) -> tuple[bytes, int]:
    """The whole list as an .xlsx, without identity and card numbers; and how many files it has.

    For lists that a request may wait for; `jobs.export_files` writes longer ones.
    """
    lines = [line for part in exported_parts(actor, day, wanted) for line in part]
    note = exported_note(actor, day, len(lines))
    return build_workbook([SheetSpec("档案", exported_header(), lines, note=note)]), len(lines)


def exported_parts(actor: Actor, day: date, wanted: FileFilters) -> Iterator[list[Line]]:
    after, more = "", True
    while more:
        part, after = exported_part(actor, day, wanted, after)
        yield part
        more = bool(after)


def exported_header() -> list[str]:
    return [phrase(title) for title in EXPORTED]


def exported_note(actor: Actor, day: date, count: int) -> str:
    return phrase(
        "困难职工档案，{name}导出，数据截至 {day}，共 {count} 户",
        name=actor.name,
        day=day,
        count=count,
    )


def exported_part(
    actor: Actor, day: date, wanted: FileFilters, after: str = ""
) -> tuple[list[Line], str]:
    """At most `PART` lines in the columns of `EXPORTED`, and where the next part begins.

    Args:
        after: the number of the last file of the part before; "" for the first.
    """
    page = file_page(actor, day, wanted, after=after, size=PART)
    return [_line(row) for row in page.rows], page.after


def _line(row: Filed) -> Line:
    decided = row.decided
    return (
        row.file_no,
        row.head_name,
        row.area_code,
        decided.area_name if decided else None,
        row.union_name,
        row.employer,
        row.system,
        decided.hardship_class if decided else None,
        "、".join(decided.missing) if decided else "",
        "、".join(decided.excluded) if decided else "",
        _yuan(decided.income_fen) if decided else None,
        decided.size if decided else None,
        _yuan(row.per_head_fen),
        _yuan(decided.standard_fen) if decided else None,
        decided.main_cause if decided else None,
        row.opened_on.isoformat(),
    )


def _yuan(fen: int | None) -> Decimal | None:
    return None if fen is None else Decimal(fen) / 100
