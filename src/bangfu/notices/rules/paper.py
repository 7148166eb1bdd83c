"""The words of a notice on paper, for `documents.typesetting` (template `notice`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bangfu.kernel.phrases import mark, phrase

from .notice import PublicEntry, WorkplaceEntry


@dataclass(frozen=True)
class Sheet:
    """For whom a notice is printed. `widths`: shares of the page, 0 as wide as what stands in it."""

    note: str
    columns: Sequence[str]
    widths: Sequence[float]
    numeric: Sequence[int]


FOR_PUBLIC = Sheet(
    note=mark("只写姓和所属工会的类别"),
    columns=[mark("序号"), mark("姓名"), mark("所属工会")],
    widths=[0, 1, 1],
    numeric=[0],
)
FOR_WORKPLACE = Sheet(
    note=mark("仅限在职工所在单位或社区张贴，不得上网；公示期满收回"),
    columns=[mark("序号"), mark("姓名"), mark("工作单位"), mark("家庭人口"), mark("困难类别")],
    widths=[0, 1.2, 3, 0, 1.4],
    numeric=[0, 3],
)


@dataclass(frozen=True)
class Words:
    """What a kind of notice says, marked for translators; facts are put in by name.

    Attributes:
        title: with {union}.
        online_title: the same for the net, where the word 困难 stands beside nobody's name.
        list_title: above the list of names.
        announcement: with {households}, {days}, {posted_on} and {ends_on}.
    """

    title: str
    online_title: str
    list_title: str
    announcement: str


@dataclass(frozen=True)
class Letter:
    """What a notice says beside its entries."""

    union_name: str
    title: str
    number: str
    posted_on: date
    ends_on: date
    working_days: int
    contact: str


def paper(
    letter: Letter, words: Words, entries: Sequence[PublicEntry | WorkplaceEntry], sheet: Sheet
) -> dict[str, object]:
    """Everything that is printed, as the template reads it; of an entry its own fields alone."""
    return {
        "title": letter.title,
        "headline": [letter.union_name, letter.title.removeprefix(letter.union_name)],
        "addressee": phrase("各基层工会、广大职工："),
        "paragraphs": _paragraphs(letter, words, len(entries)),
        "signature": letter.union_name,
        "day": long_day(letter.posted_on),
        "list_title": phrase(words.list_title),
        "list_note": phrase(
            "{number}，共 {households} 户。{note}。",
            number=letter.number,
            households=len(entries),
            note=phrase(sheet.note),
        ),
        "columns": [phrase(column) for column in sheet.columns],
        "widths": list(sheet.widths),
        "numeric": list(sheet.numeric),
        "rows": [_row(entry) for entry in entries],
    }


def long_day(day: date) -> str:
    """A day as papers write it: 2010 年 10 月 31 日."""
    return phrase("{year} 年 {month} 月 {day} 日", year=day.year, month=day.month, day=day.day)


def _paragraphs(letter: Letter, words: Words, households: int) -> list[str]:
    return [
        phrase(
            words.announcement,
            households=households,
            days=letter.working_days,
            posted_on=long_day(letter.posted_on),
            ends_on=long_day(letter.ends_on),
        ),
        phrase(
            "对公示对象有异议的，请在公示期内以书面、电话或当面方式反映，我会将核实并答复，并为反映人保密。"
            "受理方式：{contact}。",
            contact=letter.contact,
        ),
    ]


def _row(entry: PublicEntry | WorkplaceEntry) -> list[str]:
    if isinstance(entry, PublicEntry):
        return [str(entry.seq), entry.name, entry.union_kind]
    size = "" if entry.size is None else str(entry.size)
    return [str(entry.seq), entry.name, entry.employer, size, entry.hardship_class]
