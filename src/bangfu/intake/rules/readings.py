"""What reading one cell gives: a value or a fault, and what was done to get there."""

from typing import NamedTuple

from bangfu.intake.rules.faults import Fault
from bangfu.registry.rules.values import Value


class Reading(NamedTuple):
    """`value` None: nothing is said, or it can't be read (then `fault`).

    `done` names the normalisations in the order they were made; `estimate`: the office wrote 约.
    """

    value: Value = None
    done: tuple[str, ...] = ()
    fault: Fault | None = None
    estimate: bool = False


NOTHING = Reading()


def faulty(fault: Fault) -> Reading:
    return Reading(fault=fault)
