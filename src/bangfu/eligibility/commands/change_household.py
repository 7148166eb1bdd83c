"""Change one file, and have the background decide anew what the change left a mark on.

The register knows nothing of determinations, so its command is carried here: pages, a verification or
an interface come in by this one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from bangfu.acts.frame import use_case
from bangfu.registry import duties
from bangfu.registry.commands.record_household_version import record_household_version
from bangfu.registry.commands.recording.members import MemberChange
from bangfu.registry.enums import Change
from bangfu.registry.rules.values import Value
from bangfu.scope.actors import Actor

from .request_assessment import reassess_soon


@use_case(
    duties.RECORD,
    silent="the register's own command tells",
    numbers_in=("changes", "members"),
)
def change_household(
    *,
    file_no: str,
    held_from: date,
    changes: Mapping[str, Value],
    members: Sequence[MemberChange] = (),
    on: date,
    by: Actor,
) -> Change:
    """As `record_household_version`, which says what it takes, returns and raises."""
    change = record_household_version(
        file_no=file_no, held_from=held_from, changes=changes, members=members, on=on, by=by
    )
    if change is not Change.UNCHANGED:
        reassess_soon()
    return change
