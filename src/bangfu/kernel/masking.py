"""What of a personal number or name may be seen where the whole of it may not.

An identity number with its first six and last four shown leaves some thirty candidates once the
birth year is known, so only the division is shown.
"""

import re

from .numbers_in_text import numbers_in

DOT = "●"
NAME_BLANK = "××"
HIDDEN = "…"
#: Eleven digits or more at a stretch; fifteen or more where they stand in groups, as people write cards
#: and identity numbers. Fewer in groups are a day and the number of a place.
_DIGIT = "[0-9０-９]"
_SOMEBODYS = re.compile(
    rf"(?:{_DIGIT}{{11,}}|{_DIGIT}(?:[ \u00a0\u3000·_－-]?{_DIGIT}){{14,}})[XxＸｘ]?"
)
_DOUBLE_SURNAMES = (
    "欧阳上官司马诸葛司徒夏侯东方皇甫尉迟公孙慕容令狐长孙宇文司空轩辕端木独孤"
    "南宫申屠闻人澹台濮阳淳于单于太叔仲孙钟离鲜于闾丘赫连呼延拓跋百里东郭西门"
)
_SURNAMES_OF_TWO = frozenset(
    _DOUBLE_SURNAMES[at : at + 2] for at in range(0, len(_DOUBLE_SURNAMES), 2)
)


def mask_identity(number: str) -> str:
    """Show the six digits of the division only; a text too short to hide anything is all dots."""
    shown = number[:6] if len(number) >= 15 else ""
    return shown + DOT * (len(number) - len(shown))


def mask_card(number: str) -> str:
    """Show the last four digits behind four dots; a text too short to be a card is all dots."""
    return DOT * 4 + number[-4:] if len(number) >= 12 else DOT * len(number)


def mask_phone(number: str) -> str:
    """Show the last two digits only, enough for its owner to know which one is meant."""
    shown = number[-2:] if len(number) >= 7 else ""
    return DOT * (len(number) - len(shown)) + shown


def hide_numbers(text: str) -> str:
    """A text of somebody else's, as a file's name, without a number that might be a person's."""
    return _SOMEBODYS.sub(HIDDEN, without_numbers(text))


def without_numbers(text: str) -> str:
    """The text with three dots in place of each identity, paper or card number; file numbers stay."""
    kept, at = [], 0
    for each in numbers_in(text):
        if each.begins >= at:
            kept += [text[at : each.begins], HIDDEN]
        at = max(at, each.ends)
    return "".join([*kept, text[at:]]) if kept else text


def surname(name: str) -> str:
    """The surname of a Chinese name; the first character of any other."""
    return name[:2] if len(name) > 2 and name[:2] in _SURNAMES_OF_TWO else name[:1]


def mask_name(name: str) -> str:
    """A name for public notices: surname and two crosses, however long the given name is."""
    return surname(name) + NAME_BLANK if name else ""
