"""Whether money may go to an account: its check digit fits, or a person has seen its original."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bangfu.casework.enums import ParameterName
from bangfu.casework.queries import case_parameters
from bangfu.scope.by_hand import rows_of

LOOKED_AT = """
select known.confirmed, looked.fits
from registry_account_confirmed(%(secret)s) known cross join vault_check_fits(%(secret)s) looked
"""


def all_confirmed(places: Iterable[str], on: date) -> dict[str, bool]:
    """By place: whether an account must be confirmed whatever its check digit says."""
    name = ParameterName.EVERY_ACCOUNT
    return {place: bool(values.get(name)) for place, values in case_parameters(places, on).items()}


def account_sound(secret_id: int, place: str, on: date) -> bool:
    """Args:
    secret_id: the sealed number, in the actor's sight.
    """
    ((confirmed, fits),) = rows_of(LOOKED_AT, {"secret": secret_id})
    return bool(confirmed or (fits is True and not all_confirmed([place], on)[place]))
