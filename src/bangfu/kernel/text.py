"""Text as offices type it, brought to one form on purpose rather than by a blanket NFKC.

NFKC would also turn ① into 1, ㎡ into m2 and Kangxi radicals into other characters. Only what is
known to be harmless is folded here: full-width ASCII, odd spaces, invisible characters.
"""

import re

_INVISIBLE = dict.fromkeys(
    [
        0x00AD, 0x034F, 0x061C, 0x180E, 0xFEFF,
        *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070),
    ]
)  # fmt: skip
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SPACES = dict.fromkeys(
    [0x00A0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000], " "
)
_RUN_OF_SPACE = re.compile(r"\s+")
_DIGITS = re.compile(r"[0-9]+")
_APOSTROPHES = "'‘’`"


def drop_invisible(text: str) -> str:
    """Remove zero-width and direction marks."""
    return text if text.isascii() else text.translate(_INVISIBLE)


def trim(text: str) -> str:
    """What a person typed, without invisible marks or space at its ends; "" if nothing shows."""
    return drop_invisible(text).strip()


def fold_width(text: str) -> str:
    """Full-width ASCII (１２３，（）) to ASCII. Arabic-Indic and other digits are left as they are."""
    return text if text.isascii() else text.translate(_FULL_WIDTH)


def squeeze(text: str) -> str:
    """One form for reading: nothing invisible, plain single spaces, none at the ends."""
    if text.isalnum():  # most cells by far
        return text
    return _RUN_OF_SPACE.sub(" ", drop_invisible(text).translate(_SPACES)).strip()


def solid(text: str) -> str:
    """No space at all, width folded: for codes, numbers and header words."""
    return squeeze(fold_width(text)).replace(" ", "")


def drop_apostrophe(text: str) -> str:
    """Remove the leading apostrophe that spreadsheets use to mark a number as text."""
    return text[1:] if text[:1] in _APOSTROPHES else text


def ascii_digits(text: str) -> bool:
    """Whether the text is ASCII digits only. `str.isdigit` and `int` take far more than that."""
    return _DIGITS.fullmatch(text) is not None
