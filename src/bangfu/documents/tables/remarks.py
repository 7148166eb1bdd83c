"""Rows of a table that are no data: totals, signatures, notes, pages, a header once more."""

import re
from collections.abc import Callable, Sequence

from bangfu.kernel.phrases import mark
from bangfu.kernel.text import solid

_SUBTOTAL = re.compile(r"(?:本页|本单位|本表)?小计|[^0-9:]{1,20}小计$")  # 一车间小计
_TOTAL = re.compile(r"(?:本页|本表|以上|金额)?(?:合计|总计|累计|共计)|[^0-9:]{1,20}(?:合计|总计)$")
_BARE_NUMBER = re.compile(r"[0-9]{1,6}")
_OF_COLUMNS = re.compile(r"[(\[]?([0-9]{1,3})[)\]]?栏?")  # 1 2 3, (1) (2) (3) beneath the heads
_BEFORE_THEM = frozenset(["栏次", "序号", "编号", *"甲乙丙丁"])
_SIGNATURE = re.compile(
    r"(?:填表|填报|制表|审核|负责|经办|复核|审批|主管|会计|出纳|打印|导出|下载|柜员|"
    r"(?:单位|银行)?盖章)[人日单员时]?[^0-9]*[:：]"
)
_NOTE = re.compile(r"(?:填表|填报)?(?:说明|备注|注)[:：]")
_PAGE = re.compile(r"第?[0-9]{1,4}页(?:[,，/]?共[0-9]{1,4}页)?|第[0-9]{1,4}/[0-9]{1,4}页")
_END = re.compile(
    r"以下(?:为?空白|无正文|无数据|无记录)|(?:报表|文件|表格|名单|清单|打印|列表)(?:结束|完毕|到此结束)|END|[*=_~#-]{3,}",
    re.IGNORECASE,
)
_DRESS = "*-—–=~_#"  # ------合计------
FEWEST_REPEATED = 4


def says_total(text: str) -> bool:
    """Whether a cell is what stands at the front of a total."""
    word = _undressed(text)
    return bool(_SUBTOTAL.match(word) or _TOTAL.match(word))


def says_subtotal(text: str) -> bool:
    """The same of a total of some of the rows."""
    return bool(_SUBTOTAL.match(_undressed(text)))


def _undressed(text: str) -> str:
    word = solid(text)
    return word.strip(_DRESS) or word


def remark_of(texts: Sequence[str]) -> str:
    """What a row is that begins with these cells, "" for data; the words for it are told as they are.

    Args:
        texts: its cells that show something, from the left.
    """
    words = [_undressed(text) for text in texts[:2]]
    numbered = len(words) > 1 and _BARE_NUMBER.fullmatch(words[0])
    first = words[1 if numbered else 0] if words else ""
    if _SUBTOTAL.match(first):
        return mark("小计行")
    if _TOTAL.match(first):
        return mark("合计行")
    if _SIGNATURE.match(first):
        return mark("签字行")
    if _PAGE.fullmatch(first):
        return mark("页码行")
    if numbers_columns(texts):
        return mark("列号行")
    says_nothing = _NOTE.match(first) or (len(texts) == 1 and _END.fullmatch(first))
    return mark("说明行") if says_nothing else ""


def numbers_columns(texts: Sequence[str]) -> bool:
    """1, 2, 3 … beneath the heads, with 甲, 乙 or 栏次 before them."""
    words = [solid(text) for text in texts]
    while words and words[0] in _BEFORE_THEM:
        words.pop(0)
    numbers = [match[1] for word in words if (match := _OF_COLUMNS.fullmatch(word))]
    counted = [str(number) for number in range(1, len(words) + 1)]
    return len(words) >= FEWEST_REPEATED and numbers == counted


def repeats_header(
    texts: Sequence[tuple[int, str]], columns: dict[int, object], meaning: Callable[[str], object]
) -> bool:
    """Whether most of a row's cells are heads of the columns they stand in, and none of another.

    Args:
        texts: place and text of the cells that show something.
        columns: what the column at each place means; `meaning`: what a head means.
    """
    meant = [(columns[place], meaning(text)) for place, text in texts if place in columns]
    if any(each is not None and each != column for column, each in meant):
        return False
    same = sum(each is not None for _, each in meant)
    return same >= min(FEWEST_REPEATED, len(columns)) and same * 2 > len(columns)


def begins_a_table(texts: Sequence[str], meaning: Callable[[str], object]) -> bool:
    """Whether a row below the header is one of its own: most of its cells are heads."""
    heads = sum(meaning(text) is not None for text in texts)
    return heads >= FEWEST_REPEATED and heads * 2 > len(texts)
