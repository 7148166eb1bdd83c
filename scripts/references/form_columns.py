"""The reference of the register form, written from the form that reading and checking obey."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from bangfu.registry.rules import codes
from bangfu.registry.rules.codes import CodeList
from bangfu.registry.rules.form import FORMS, Field, ValueKind

from . import FOLDER

PAGE = FOLDER / "form-columns.md"
OPENING = """\
# The columns of the register form

Written by `make docs` from `src/bangfu/registry/rules/form.py`, from which the template, the export and the checks come too; a test fails when it is not current.

Two sheets, 职工档案 (one row a household, under its worker) and 家庭成员 (one row a person, the worker not repeated). Order of columns is free; columns that are not in the list are not read; a column may be absent unless it is required: what is on file of it then stays, and of a new
household it is not known. A required value that is blank sends the row back (所属工会 may stay blank for a household on file, which then stays where it is); any other blank is "not known", and a rule that needs it answers 待核实. Expenses and incomes are of the twelve months before the
reporting day, in yuan; an amount that did not occur is 0, not blank.
"""
HEAD = """
| column | in code | holds | also read as |
|---|---|---|---|
"""
LISTS = """
## Code lists

Values as printed on the forms; words in brackets are read as the value before them. A word with more than one meaning (城镇, 有) goes back to the office.
"""
CLOSING = """
## What is put right, and told

An accepted row may have been normalised; the row report names field, what was done and the value:

- full-width digits and letters, spaces, invisible characters, a leading apostrophe;
- dates as 2025-10-31, 2025/10/31, 2025.10.31, 2025年10月31日, 20251031, or a spreadsheet's date number (1900 and 1904 systems);
- amounts with 元, ￥, thousands separators, 万, 约; a binary remainder such as 1199.9999999;
- identity numbers of fifteen digits, a small x; numbers with spaces or hyphens;
- other words for a code, as listed above.

Nothing is guessed: an identity or card number stored as a number has lost its last digits and goes back.

## The row report

UTF-8 with a header line: 文件, 工作表, 行号, 档案编号, 结论, 字段, 值, 原因, 如何修改. One line for each physical row, one more for each further reason. 结论 is `header`, `accept`,
`accept-normalised`, `reject` or `skip` (blank rows, titles, notes, totals, signatures). 值 of an identity number shows its first six digits, of a card its last four.
"""
K = ValueKind
PLAIN = {
    K.NAME: "name",
    K.IDENTITY: "identity number, 18 characters (15 are completed); sealed",
    K.CARD: "card or account number, 12–19 digits; told where it has no check digit; sealed",
    K.PHONE: "one phone number",
    K.AREA_CODE: "six digits",
    K.FLAG: "是 / 否",
    K.DATE: "day",
    K.MONTH: "day or month",
    K.BIRTH_DATE: "day; of a month the identity number tells the day",
    K.YEAR: "year",
    K.FLOOR_AREA: "m²",
}
#: Too many to print; said in words.
ETHNIC_GROUPS = (
    f"the {len(codes.ETHNICITY.values) - 1} ethnic groups of GB/T 3304 with or without 族, 其他"
)


def reference() -> str:
    sheets = "".join(f"\n## {form.kind}\n{HEAD}{''.join(map(_row, form.fields))}" for form in FORMS)
    return "".join((OPENING, sheets, LISTS, *_code_lists(), _flags(), CLOSING))


def _row(field: Field) -> str:
    cells = (_column(field), f"`{field.attr}`", _holds(field), "、".join(field.synonyms) or "—")
    return f"| {' | '.join(cells)} |\n"


def _column(field: Field) -> str:
    if field.attr == "union_name":
        return f"{field.zh} **required** for a new household"
    return f"{field.zh} **required**" if field.required else field.zh


def _holds(field: Field) -> str:
    if field.kind is K.FILE_NO:
        return f"file number: digits, letters, hyphens, ≤ {field.longest}"
    if field.kind is K.TEXT:
        return f"text, ≤ {field.longest}"
    if field.kind is K.AMOUNT:
        return f"yuan, ≥ 0, two decimals at most · per {'month' if '月' in field.zh else 'year'}"
    if field.kind is K.COUNT:
        return f"whole number from {field.least}" if field.least else "whole number"
    if field.codes is None:
        return PLAIN[field.kind]
    link = f"[{_name(field.codes)}](#{_name(field.codes)})"
    return f"one of {link}" if field.kind is K.CODE else f"up to three of {link}, joined by 、"


def _name(wanted: CodeList) -> str:
    """What the list is called in the code, in small letters."""
    return next(name.lower() for name, value in vars(codes).items() if value is wanted)


def _code_lists() -> Iterator[str]:
    used = {
        _name(field.codes): field.codes for form in FORMS for field in form.fields if field.codes
    }
    for name, listed in used.items():
        yield f"\n### {name}\n\n{_values(listed)}\n"


def _values(listed: CodeList) -> str:
    if listed is codes.ETHNICITY:
        return ETHNIC_GROUPS
    others = defaultdict(list)
    for word, value in listed.synonyms.items():
        others[value].append(word)
    values = [
        f"{value}（{'、'.join(others[value])}）" if value in others else value
        for value in listed.values
    ]
    blank = f" · blank: {'、'.join(others[''])}" if "" in others else ""
    return "、".join(values) + blank


def _flags() -> str:
    names = "、".join(field.zh for form in FORMS for field in form.fields if field.kind is K.FLAG)
    return f"\n### 是 / 否\n\n{_values(codes.FLAG)}: {names}\n"
