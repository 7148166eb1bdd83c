"""A row of the standards form: place, kind, yuan per month, day, document."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bangfu.documents.tables.amounts import Per, read_amount
from bangfu.documents.tables.days import read_date
from bangfu.documents.tables.fixed import TableRow
from bangfu.kernel.divisions import first_six
from bangfu.kernel.masking import without_numbers
from bangfu.kernel.numbers_in_text import say_refused
from bangfu.kernel.phrases import mark, phrase

AREA, PLACE, KIND, AMOUNT = "行政区划代码", "地区", "种类", "元每月"
VALID_FROM, SOURCE, NOTE = "生效日期", "文件或来源", "备注"
COLUMNS = (AREA, PLACE, KIND, AMOUNT, VALID_FROM, SOURCE, NOTE)
MOST_FEN = 10**9  # far above any standard; keeps exact comparison within 64 bits
LONGEST = {PLACE: 40, SOURCE: 200, NOTE: 200}
_MEND_AMOUNT = mark("请填一个正数，单位为元每人每月，最多两位小数。")
_AREA = re.compile(r"[0-9]{6}")


@dataclass(frozen=True)
class StandardRow:
    number: int
    area_code: str
    area_name: str
    kind: str
    amount_fen: int
    valid_from: date
    source: str
    note: str

    @property
    def key(self) -> tuple[str, str, date]:
        """Place, kind and first day: of these there is one standard."""
        return self.area_code, self.kind, self.valid_from


@dataclass(frozen=True)
class StandardFault:
    field: str
    value: str
    reason: str
    mend: str


def read_row(
    row: TableRow, kinds: tuple[str, ...], *, since_1904: bool = False
) -> StandardRow | list[StandardFault]:
    """The row's values, or everything that is wrong with it."""
    texts = {**row.texts, AREA: first_six(row.texts[AREA])}
    amount, day = _amount(row), _day(row, since_1904)
    faults = [fault for fault in (*_words(texts, kinds), amount, day) if _is_fault(fault)]
    if isinstance(amount, StandardFault) or isinstance(day, StandardFault) or faults:
        return [fault for fault in faults if isinstance(fault, StandardFault)]
    return StandardRow(
        row.number, texts[AREA], texts[PLACE], texts[KIND], amount, day, texts[SOURCE], texts[NOTE]
    )


def repeated(row: StandardRow, first: StandardRow) -> StandardFault:
    """A row for the place, kind and day of an earlier one."""
    why = phrase("与第{number}行地区、种类、生效日期相同", number=first.number)
    return StandardFault(
        VALID_FROM,
        str(row.valid_from),
        why,
        phrase("同一地区同一天只能有一个标准。请核对后保留一行。"),
    )


def _is_fault(value: object) -> bool:
    return isinstance(value, StandardFault)


def _words(texts: dict[str, str], kinds: tuple[str, ...]) -> list[StandardFault]:
    faults = []
    if not _AREA.fullmatch(texts[AREA]):
        faults.append(
            StandardFault(
                AREA,
                texts[AREA],
                phrase("不是六位行政区划代码"),
                phrase("请填写六位行政区划代码。"),
            )
        )
    if texts[KIND] not in kinds:
        mend = phrase("请从下列各项中选填：{kinds}。", kinds="、".join(kinds))
        faults.append(StandardFault(KIND, texts[KIND], phrase("不在代码表"), mend))
    if not texts[SOURCE]:
        faults.append(
            StandardFault(SOURCE, "", phrase("空缺"), phrase("请填写公布标准的文件名称和文号。"))
        )
    faults += [
        StandardFault(
            column,
            without_numbers(texts[column])[:20] + "…",
            phrase("文字过长"),
            phrase("请缩短到 {most} 字以内。", most=most),
        )
        for column, most in LONGEST.items()
        if len(texts[column]) > most
    ]
    return faults + [
        StandardFault(column, without_numbers(texts[column]), phrase("内有证件号或银行卡号"), told)
        for column in LONGEST
        if (told := say_refused(texts[column]))
    ]


def _amount(row: TableRow) -> int | StandardFault:
    read = read_amount(
        row.cells[AMOUNT],
        typed=False,
        per=Per.MONTH,
        nothing=False,
        unit=row.units.get(AMOUNT, 1),
    )
    fen = read.value
    if not isinstance(fen, int):
        return StandardFault(AMOUNT, row[AMOUNT], phrase("金额不可读"), phrase(_MEND_AMOUNT))
    if not 0 < fen <= MOST_FEN:
        return StandardFault(AMOUNT, row[AMOUNT], phrase("金额超出范围"), phrase(_MEND_AMOUNT))
    return fen


def _day(row: TableRow, since_1904: bool) -> date | StandardFault:
    read = read_date(row.cells[VALID_FROM], since_1904=since_1904, month_will_do=False)
    if isinstance(read.value, date):
        return read.value
    return StandardFault(
        VALID_FROM,
        row[VALID_FROM],
        phrase("不是有效日期"),
        phrase("请按“2025-10-31”的样式填写真实存在的日期。"),
    )
