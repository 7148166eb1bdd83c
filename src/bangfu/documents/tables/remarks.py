"""Rows of a table that are no data: totals, signatures, notes, pages, a header once more."""

import re
from collections.abc import Callable, Sequence

from bangfu.kernel.phrases import mark
from bangfu.kernel.text import solid

_SUBTOTAL = re.compile(r"(?:本页|本单位|本表)?小计")
_TOTAL = re.compile(r"(?:本页|本表|以上|金额)?(?:合计|总计|累计|共计)")
_SIGNATURE = re.compile(
    r"(?:填表|填报|制表|审核|负责|经办|复核|审批|主管|会计|出纳|打印|导出|下载|柜员|"
    r"(?:单位|银行)?盖章)[人日单员时]?[^0-9]*[:：]"
)
_NOTE = re.compile(r"(?:填表|填报)?(?:说明|备注|注)[:：]")
_PAGE = re.compile(r"第?[0-9]{1,4}页(?:[,，/]?共[0-9]{1,4}页)?|第[0-9]{1,4}/[0-9]{1,4}页")
FEWEST_REPEATED = 4


def says_total(text: str) -> bool:
    """Whether a cell is what stands at the front of a total."""
    word = solid(text)
    return bool(_SUBTOTAL.match(word) or _TOTAL.match(word))


def remark_of(texts: Sequence[str]) -> str:
    """What a row is that begins with these cells, "" for data; the words for it are told as they are.

    Args:
        texts: its cells that show something, from the left.
    """
    first = solid(texts[0]) if texts else ""
    if _SUBTOTAL.match(first):
        return mark("小计行")
    if _TOTAL.match(first):
        return mark("合计行")
    if _SIGNATURE.match(first):
        return mark("签字行")
    if _PAGE.fullmatch(first):
        return mark("页码行")
    return mark("说明行") if _NOTE.match(first) else ""


def repeats_header(
    texts: Sequence[tuple[int, str]], columns: dict[int, object], meaning: Callable[[str], object]
) -> bool:
    """Whether most of a row's cells are heads of the columns they stand in.

    Args:
        texts: place and text of the cells that show something.
        columns: what the column at each place means; `meaning`: what a head means.
    """
    same = sum(meaning(text) == columns[place] for place, text in texts if place in columns)
    return same >= min(FEWEST_REPEATED, len(columns)) and same * 2 > len(columns)
