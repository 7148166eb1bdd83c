"""Unions whose codes the forms of the settings offer."""

from __future__ import annotations

from django.db.models import QuerySet

from bangfu.organisations.administering import unions_administered
from bangfu.organisations.models import Union
from bangfu.scope.actors import Actor

#: Names among which a union's code is found; whoever keeps more knows the codes from 工会组织.
MOST_OFFERED = 300


def unions_offered(actor: Actor) -> QuerySet[Union]:
    """The actor's own and those below, the highest first."""
    return unions_administered(actor).order_by("depth", "code")[:MOST_OFFERED]
