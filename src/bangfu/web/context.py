"""What every page's frame shows: who acts, where one may go, the demo banner."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from bangfu.organisations.administering import administrator_over
from bangfu.organisations.queries import installation

from .navigation import nav_for, own_jobs


def frame(request: HttpRequest) -> dict[str, Any]:
    """A page that answers before the middleware saw who asks shows nobody's frame."""
    actor = getattr(request, "actor", None)
    nav = nav_for(request) if actor and not request.user.password_one_time else []
    return {
        "actor": actor,
        "appointment": getattr(request, "appointment", None),
        "installation": getattr(request, "installation", None) or installation(),
        "today": getattr(request, "today", None),
        "nav": nav,
        "own_jobs": own_jobs(actor) if actor and nav else "",
        # Asked for where a page names whom to turn to, which few do.
        "administrator": SimpleLazyObject(lambda: _administrator(request)),
    }


def _administrator(request: HttpRequest) -> str:
    """Whom the one who acts turns to: by name where somebody is appointed."""
    actor = getattr(request, "actor", None)
    name = administrator_over(actor.union_id or 0, request.today) if actor else ""  # type: ignore[attr-defined]
    return name or _("系统管理员")
