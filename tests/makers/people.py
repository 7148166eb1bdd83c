"""Numbers of people who do not exist, with the check digits that the kernel asks for."""

from __future__ import annotations

from bangfu.kernel.cards import luhn_ok
from bangfu.kernel.identity import check_character


def identity_number(seventeen: str) -> str:
    """Seventeen digits and the eighteenth character that belongs to them."""
    return seventeen + check_character(seventeen)


def card_number(digits: str) -> str:
    """The digits of a card and the check digit that belongs to them."""
    return next(digits + last for last in "0123456789" if luhn_ok(digits + last))
