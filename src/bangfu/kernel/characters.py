"""Characters that stand for others: brought to the one that fonts, search and papers know.

Old systems write rare characters in the private use area, copies from PDF files hold radicals in
place of characters, and every keyboard has another dot for the names of minorities. What is folded
here is folded by published tables alone; a character that none of them knows stays and is told.
"""

from __future__ import annotations

import re
import unicodedata

#: GB 18030-2005 and -2022: what GBK wrote as U+E815 … U+E864, in that order.
_FIRST_PRIVATE = 0xE815
_OF_PRIVATE = (
    "\u2e81\U00020087\U00020089\U000200cc\u2e84\u3473\u3447\u2e88\u2e8b\u9fb4\u359e\u361a\u360e\u2e8c"
    "\u2e97\u396e\u3918\u9fb5\u39cf\u39df\u3a73\u39d0\u9fb6\u9fb7\u3b4e\u3c6e\u3ce0\u2ea7"
    "\U000215d7\u9fb8\u2eaa\u4056\u415f\u2eae\u4337\u2eb3\u2eb6\u2eb7\U0002298f\u43b1\u43ac\u2ebb"
    "\u43dd\u44d6\u4661\u464c\u9fb9\u4723\u4729\u477c\u478d\u2eca\u4947\u497a\u497d\u4982"
    "\u4983\u4985\u4986\u499f\u499b\u49b7\u49b6\u9fba\U000241fe\u4ca3\u4c9f\u4ca0\u4ca1\u4c77"
    "\u4ca2\u4d13\u4d14\u4d15\u4d16\u4d17\u4d18\u4d19\u4dae\u9fbb"
)
PRIVATE = {_FIRST_PRIVATE + place: character for place, character in enumerate(_OF_PRIVATE)}

#: Unicode, EquivalentUnifiedIdeograph: radicals of the supplement that are characters of today.
SUPPLEMENT = dict(
    zip(
        map(ord, "⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳"),
        "母民虎西见角贝车长门青页风飞马骨鬼鱼鸟麦黄齐齿龙龟",
        strict=True,
    )
)
_KANGXI = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
RADICALS = {**_KANGXI, **SUPPLEMENT}
_COMPATIBILITY = re.compile("[\uf900-\ufaff\U0002f800-\U0002fa1f]")

#: The dot between the parts of a name, as keyboards and old systems write it.
DOT = "\u00b7"
_DOTS = re.compile(
    "[\u2022\u2027\u2219\u22c5\u25cf\u30fb\uff0e\uff65\u16eb\u2024"
    "\u02d9\u0387\u2e31\u2e33\u318d\ua78f\ufe52]"
)
_FULL_STOP = re.compile(r"(?<=[\u3400-\u9fff])\.(?=[\u3400-\u9fff])")
_PRIVATE_USE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")


def standard_characters(text: str) -> str:
    """Private use, radicals and compatibility forms as the characters that they stand for."""
    if text.isascii():
        return text
    folded = text.translate(PRIVATE).translate(RADICALS)
    return _COMPATIBILITY.sub(lambda sign: unicodedata.normalize("NFC", sign[0]), folded)


def one_dot(name: str) -> str:
    """Every dot between the parts of a name as U+00B7."""
    return name if name.isascii() else _FULL_STOP.sub(DOT, _DOTS.sub(DOT, name))


def has_unknown(text: str) -> bool:
    """Whether a character of private use is left, which only the sender's machine can show."""
    return _PRIVATE_USE.search(text) is not None
