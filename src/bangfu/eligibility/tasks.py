"""Background entry points; idempotent, for they may run more than once.

A queue keeps the names of its tasks: a job of a version that assessed each day anew may still wait
under the old name.
"""

from __future__ import annotations

from procrastinate.contrib.django import app

from bangfu.organisations.queries import today
from bangfu.scope.actors import background

from .commands.redecide import redecide_a_while


@app.task(name="bangfu.eligibility.tasks.reassess", aliases=["bangfu.eligibility.tasks.assess"])
def reassess(day: str = "") -> None:
    """`day` is what a job of the old name brings; whatever waits is decided for all days."""
    redecide_a_while(on=today(), by=background())
