"""How names and numbers are compared when somebody searches, whatever keyboard they were typed on."""

from __future__ import annotations

from bangfu.kernel.characters import one_dot, standard_characters
from bangfu.kernel.text import solid

SHORTEST_TAIL = 4
#: Capitals and small letters of ASCII and Latin-1, and the dots between parts of a name.
_FOLDED = {
    **{code: code + 32 for code in (*range(0x41, 0x5B), *range(0xC0, 0xD7), *range(0xD8, 0xDF))},
    **dict.fromkeys(map(ord, "·."), None),
}


def folded(text: str) -> str:
    """Standard characters in half width, small letters, no dot and no space.

    `guards/name_grams.sql` folds what is on file in the same way, which holds standard characters.
    """
    return one_dot(solid(standard_characters(text))).translate(_FOLDED)


def is_name(text: str) -> bool:
    """A text with a digit in it is a number."""
    return bool(text) and not any(character.isdigit() for character in text)
