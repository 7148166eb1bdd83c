"""The words of a notice on paper, for `documents.typesetting` (template `notice`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .notice import Entry

COLUMNS = ["序号", "姓名", "工作单位", "家庭人口", "困难类别"]
FOR_PUBLIC = "姓名按规定隐去"
FOR_WORKPLACE = "仅限在职工所在单位或社区张贴，不得上网；公示期满收回"


@dataclass(frozen=True)
class Letter:
    """What the head and the text of a notice need beside its entries."""

    union_name: str
    title: str
    number: str
    posted_on: date
    ends_on: date
    working_days: int
    contact: str


def paper(letter: Letter, entries: Sequence[Entry], note: str) -> dict[str, object]:
    """Everything that is printed; nothing of an entry but its five fields can get in."""
    return {
        "title": letter.title,
        "headline": [letter.union_name, letter.title.removeprefix(letter.union_name)],
        "addressee": "各基层工会、广大职工：",
        "paragraphs": _paragraphs(letter, len(entries)),
        "signature": letter.union_name,
        "day": long_day(letter.posted_on),
        "list_title": "拟认定困难职工家庭名单",
        "list_note": f"{letter.number}，共 {len(entries)} 户。{note}。",
        "columns": COLUMNS,
        "rows": [_row(entry) for entry in entries],
    }


def long_day(day: date) -> str:
    return f"{day.year} 年 {day.month} 月 {day.day} 日"


def _paragraphs(letter: Letter, households: int) -> list[str]:
    return [
        f"经本人申请、基层工会入户核查、逐级审核，拟认定以下 {households} 户职工家庭为困难职工家庭，"
        f"现予公示。公示期 {letter.working_days} 个工作日，自 {long_day(letter.posted_on)}起至 "
        f"{long_day(letter.ends_on)}止，公布当日不计入。",
        f"对公示对象有异议的，请在公示期内以书面、电话或当面方式反映，我会将核实并答复，并为反映人保密。"
        f"受理方式：{letter.contact}。",
    ]


def _row(entry: Entry) -> list[str]:
    size = "" if entry.size is None else str(entry.size)
    return [str(entry.seq), entry.name, entry.employer, size, entry.hardship_class]
