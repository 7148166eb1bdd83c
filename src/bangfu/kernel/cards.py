"""Bank card numbers: the Luhn check digit (ISO/IEC 7812-1)."""

import re

_CARD = re.compile(r"[0-9]{12,19}")


def card_shaped(text: str) -> bool:
    """Whether the text is 12 to 19 ASCII digits, as card numbers are."""
    return _CARD.fullmatch(text) is not None


def luhn_ok(text: str) -> bool:
    """Whether a card-shaped number ends in the check digit that belongs to it."""
    return card_shaped(text) and _luhn_sum(text) % 10 == 0


def _luhn_sum(number: str) -> int:
    digits = [int(digit) for digit in reversed(number)]
    return sum(digits[0::2]) + sum(sum(divmod(digit * 2, 10)) for digit in digits[1::2])
