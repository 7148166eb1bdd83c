"""What one who acts may reach. Pure: no Django."""

from __future__ import annotations

from dataclasses import dataclass

MAX_DEPTH = 6  # national, province, city, county or industry, street or group, enterprise


@dataclass(frozen=True)
class Scope:
    """A union's subtree; for an industry union also its 系统 inside its parent's territory.

    Attributes:
        union_id: the union acted for; None reaches nothing.
        depth: that union's depth, 1 for a root.
        system: 系统 of an industry union, else "".
        system_union_id: the parent whose territory the 系统 is followed in.
        system_depth: that parent's depth.
        machine: the whole register; only the machine's operator and its background work.
    """

    union_id: int | None = None
    depth: int = 0
    system: str = ""
    system_union_id: int | None = None
    system_depth: int = 0
    machine: bool = False


NOTHING = Scope()
WHOLE_REGISTER = Scope(machine=True)
