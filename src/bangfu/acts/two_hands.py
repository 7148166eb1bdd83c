"""Which roles one administrator alone gives to nobody. Pure.

Who decides or moves money, and who appoints others: else one administrator makes a second one of their
own and seconds with that. The database holds the same list (`guards/two_hands.sql`; a unit test compares).
"""

from __future__ import annotations

from bangfu.scope.enums import Role

IN_TWO_HANDS = frozenset({Role.APPROVER, Role.FUND_OFFICER, Role.RELEASER, Role.ADMINISTRATOR})
#: Steps that an office too small to keep them apart may hand to its superior or a neighbour.
HANDED_OVER = frozenset({Role.REVIEWER, Role.APPROVER, Role.FUND_OFFICER, Role.RELEASER})
#: So many administrators over a union are appointed there by the machine's operator alone.
FIRST_ADMINISTRATORS = 2


def needs_second(role: Role, by_machine: bool, administrators: int) -> bool:
    """Whether an appointment waits for a second administrator.

    Args:
        by_machine: the machine's operator appoints.
        administrators: how many are in force over the union on that day.
    """
    return role in IN_TWO_HANDS and not (by_machine and administrators < FIRST_ADMINISTRATORS)
