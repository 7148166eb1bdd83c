"""Numbers of people who do not exist, with the check digits that the kernel asks for."""

from __future__ import annotations

from datetime import date, timedelta

from bangfu.kernel.cards import luhn_ok
from bangfu.kernel.identity import check_character


def identity_number(seventeen: str) -> str:
    """Seventeen digits and the eighteenth character that belongs to them."""
    return seventeen + check_character(seventeen)


def card_number(digits: str) -> str:
    """The digits of a card and the check digit that belongs to them."""
    return next(digits + last for last in "0123456789" if luhn_ok(digits + last))


def identity(serial: int, area: str = "440981") -> str:
    """The identity number of the nth person, another for each."""
    day, order = divmod(serial, 1000)
    born = date(1970, 1, 1) + timedelta(days=day)
    return identity_number(f"{area}{born:%Y%m%d}{order:03d}")


def card(serial: int) -> str:
    """The card number of the nth person, another for each."""
    return card_number(f"62284800000{serial:07d}")
