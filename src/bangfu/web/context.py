"""What every page's frame shows: who acts, where one may go, the demo banner."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from bangfu.organisations.models import Union
from bangfu.organisations.queries import installation

from .navigation import nav_for


def frame(request: HttpRequest) -> dict[str, Any]:
    actor = getattr(request, "actor", None)
    here = installation()
    return {
        "actor": actor,
        "acting_union": Union.objects.filter(pk=actor.union_id).first() if actor else None,
        "installation": here,
        "today": getattr(request, "today", None),
        "nav": nav_for(request) if actor and not request.user.password_one_time else [],
    }
