"""Money is a whole number of fen. Text becomes fen and back exactly; a float never takes part."""

import re

from bangfu.kernel.errors import BangfuError
from bangfu.kernel.phrases import phrase
from bangfu.kernel.text import solid

Fen = int

TRUE_MINUS = "\u2212"
#: What people write around an amount.
CURRENCY = re.compile(r"^(?:[￥¥]|RMB|CNY|人民币)", re.IGNORECASE)
UNIT = re.compile(r"(?:元整|元|圆|块钱|块)$")
_AMOUNT = re.compile(r"([-\u2212]?)([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.([0-9]{1,2}))?")
_MOST_DIGITS = 15  # keeps fen within a signed 64-bit column


class NotAnAmount(BangfuError):
    """The text is no decimal amount in yuan with at most two decimals."""

    def __init__(self, text: str) -> None:
        super().__init__(phrase("金额应为数字，以元为单位，最多两位小数"))
        self.text = text


def parse_yuan(text: str) -> Fen:
    """Read an amount in yuan ('1234.5', '1,234.50', '−0.07') as fen, exactly.

    Raises:
        NotAnAmount: anything else, three decimals and full-width digits included.
    """
    match = _AMOUNT.fullmatch(text)
    if match is None:
        raise NotAnAmount(text)
    sign, whole, decimals = match.groups()
    digits = whole.replace(",", "")
    if len(digits.lstrip("0")) > _MOST_DIGITS:
        raise NotAnAmount(text)
    fen = int(digits) * 100 + int((decimals or "").ljust(2, "0"))
    return -fen if sign else fen


def read_yuan(text: str) -> Fen:
    """Read an amount as people type it ('８００', '800 元', '￥1，000') as fen, exactly.

    Raises:
        NotAnAmount: what is left without dress is no amount in yuan.
    """
    return parse_yuan(UNIT.sub("", CURRENCY.sub("", solid(text))))


def format_yuan(fen: Fen) -> str:
    """Write fen as yuan with thousands separators, two decimals and a true minus: '1,234.50'."""
    whole, rest = divmod(abs(fen), 100)
    return f"{TRUE_MINUS if fen < 0 else ''}{whole:,}.{rest:02d}"


def plain_yuan(fen: Fen) -> str:
    """Write fen as yuan for files that programs read: '-1234.50', no separators."""
    whole, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{whole}.{rest:02d}"
