"""Say once, for good, whether this is a demo; a demo also gets its first day."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from bangfu.audit.recording import record
from bangfu.scope.actors import Actor
from bangfu.scope.enums import Role

from ..errors import AlreadyInstalled
from ..models import Installation


@transaction.atomic
def create_installation(*, is_demo: bool, day: date | None, by: Actor) -> Installation:
    """`day` is a demo's first day and None in production.

    Raises:
        AlreadyInstalled: the kind is for good.
    """
    by.require(Role.OPERATOR)
    made, created = Installation.objects.get_or_create(
        id=1, defaults={"is_demo": is_demo, "demo_day": day if is_demo else None}
    )
    if not created:
        raise AlreadyInstalled
    record(by, "organisations.install", "installation", 1, {"demo": is_demo, "day": str(day or "")})
    return made
