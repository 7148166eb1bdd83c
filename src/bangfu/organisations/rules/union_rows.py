"""A row of the union form by itself: what is wrong with it, whatever stands around it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bangfu.kernel.masking import without_numbers
from bangfu.kernel.numbers_in_text import say_refused
from bangfu.kernel.phrases import mark, phrase

CODE, NAME, KIND, PARENT = "编码", "名称", "类别", "上级编码"
AREA, SYSTEM, EMPLOYER = "行政区划代码", "系统", "用人单位"
COLUMNS = (CODE, NAME, KIND, PARENT, AREA, SYSTEM, EMPLOYER)
LENGTHS = {NAME: 80, SYSTEM: 40, EMPLOYER: 80}
_CODE = re.compile(r"[0-9A-Za-z-]{1,20}")
_AREA = re.compile(r"[0-9]{6}")


@dataclass(frozen=True)
class UnionRow:
    number: int
    code: str
    name: str
    kind: str
    parent_code: str
    area_code: str
    system: str
    employer: str


@dataclass(frozen=True)
class UnionFault:
    """Why a row goes back: which column, why, and how to mend it."""

    field: str
    value: str
    reason: str
    mend: str


def faults_of(row: UnionRow, kinds: tuple[str, ...]) -> list[UnionFault]:
    """Everything that is wrong with the row alone."""
    checks = (
        (_CODE.fullmatch(row.code), CODE, row.code, mark("空缺或不可读"), mark("编码只含数字、字母和横线，最多 20 位。")),
        (row.name, NAME, row.name, mark("空缺"), mark("请填写工会全称。")),
        (row.kind in kinds, KIND, row.kind, mark("不在代码表"), mark("请从下列各项中选填：{kinds}。")),
        (_AREA.fullmatch(row.area_code), AREA, row.area_code, mark("不是六位行政区划代码"), mark("请填写六位行政区划代码。")),
        (row.parent_code != row.code or not row.code, PARENT, row.parent_code, mark("上级是自己"), mark("请填写上级工会的编码；最上级工会此项留空。")),
    )  # fmt: skip
    faults = [
        UnionFault(field, value, phrase(why), phrase(mend, kinds="、".join(kinds)))
        for ok, field, value, why, mend in checks
        if not ok
    ]
    texts = {NAME: row.name, SYSTEM: row.system, EMPLOYER: row.employer}
    faults += [
        UnionFault(
            field,
            without_numbers(text)[:20] + "…",
            phrase("文字过长"),
            phrase("请缩短到 {most} 字以内。", most=LENGTHS[field]),
        )
        for field, text in texts.items()
        if len(text) > LENGTHS[field]
    ]
    return faults + [
        UnionFault(field, without_numbers(text), phrase("内有证件号或银行卡号"), told)
        for field, text in {CODE: row.code, PARENT: row.parent_code, **texts}.items()
        if (told := say_refused(text))
    ]


def repeated(row: UnionRow, first: UnionRow) -> UnionFault:
    """A row whose code stands in an earlier one; by whether the two say the same."""
    same = (row.name, row.parent_code, row.kind) == (first.name, first.parent_code, first.kind)
    if same:
        why = phrase("与第{number}行编码相同，内容重复", number=first.number)
    else:
        why = phrase("与第{number}行编码相同而内容不同", number=first.number)
    return UnionFault(CODE, row.code, why, phrase("同一编码只能有一行。请核对后保留一行。"))
