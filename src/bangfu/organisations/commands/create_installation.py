"""Say once, for good, whether this is a demo; a demo also gets its first day."""

from __future__ import annotations

from datetime import date

from bangfu.acts.frame import tell, use_case
from bangfu.scope.actors import Actor

from .. import duties
from ..errors import AlreadyInstalled
from ..models import Installation


@use_case(duties.INSTALL)
def create_installation(*, is_demo: bool, day: date | None, by: Actor) -> Installation:
    """`day` is a demo's first day and None in production.

    Raises:
        AlreadyInstalled: the kind is for good.
    """
    installation, created = Installation.objects.get_or_create(
        id=1, defaults={"is_demo": is_demo, "demo_day": day if is_demo else None}
    )
    if not created:
        raise AlreadyInstalled
    tell("installation", 1, {"demo": is_demo, "day": str(day or "")})
    return installation
