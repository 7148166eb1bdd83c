"""What a table's amounts are counted in: 单位：万元 in a title, （万元） in a head."""

import re
from collections.abc import Iterable

from bangfu.kernel.text import fold_width, solid, squeeze

_MANY = {
    "": 1,
    "百": 100,
    "千": 1_000,
    "万": 10_000,
    "十万": 100_000,
    "百万": 1_000_000,
    "亿": 10**8,
}
_YUAN = r"(百万|十万|百|千|万|亿)?元"
_PERIOD = re.compile(
    r"\((?:[^()]*[/每按元])?([月年])(?:度|均|平均)?\)|/个?([月年])$|^(?:元|[^()]*元)/([月年])$"
)
#: 填报单位：… names an office, and no unit.
_LINE = re.compile(
    rf"(?:^|[\s(:,;、]|金额|货币|计量)单位[:\s]*(?:人民币)?{_YUAN}(?![\u4e00-\u9fff])|以{_YUAN}(?:为单位|计)"
)
_HEAD = re.compile(rf"[(/](?:单位[:]?)?(?:人民币)?{_YUAN}(?=[)/]|$)|^{_YUAN}$")


def unit_of_lines(texts: Iterable[str]) -> int | None:
    """In yuan, as a line above the header says it; None where none does. The last one counts."""
    told = [_of(match) for text in texts for match in [_LINE.search(_plain(text))] if match]
    return told[-1] if told else None


def unit_of_heads(heads: Iterable[str]) -> int | None:
    """In yuan, as the heads of one column say it; the lowest that says one counts."""
    told = [_of(match) for head in heads for match in [_HEAD.search(solid(head))] if match]
    return told[-1] if told else None


def period_of_heads(heads: Iterable[str]) -> str:
    """月 or 年 as the unit of a column says it: （元/月）, （万元/年）; "" where it doesn't."""
    told = [
        next(filter(None, match.groups()))
        for head in heads
        for match in [_PERIOD.search(solid(head))]
        if match
    ]
    return told[-1] if told else ""


def _of(match: re.Match[str]) -> int:
    return _MANY[next((each for each in match.groups() if each), "")]


def _plain(text: str) -> str:
    return squeeze(fold_width(text))
