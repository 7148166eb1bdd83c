"""What reading one cell gives: a value or a fault, and what was done to get there."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

Said = str | int | bool | Decimal | date | tuple[str, ...] | None


class Fault(NamedTuple):
    """Why a value goes back. `code` never changes; `reason` and `mend` are for the office."""

    code: str
    reason: str
    mend: str


class Reading(NamedTuple):
    """`value` None: nothing is said, or it can't be read (then `fault`).

    `done` names the normalisations in the order they were made; `estimate`: the office wrote 约;
    `doubt`: what is to be held against the paper, though the value is taken as it stands; `month_only`: of a day only its month is said.
    """

    value: Said = None
    done: tuple[str, ...] = ()
    fault: Fault | None = None
    estimate: bool = False
    doubt: str = ""
    month_only: bool = False


NOTHING = Reading()


def faulty(fault: Fault) -> Reading:
    return Reading(fault=fault)
