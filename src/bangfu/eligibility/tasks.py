"""Background entry points; idempotent, for they may run more than once."""

from __future__ import annotations

from datetime import date

from procrastinate.contrib.django import app

from bangfu.scope.actors import background

from .commands.assess_day import assess_day, reassess_stale


@app.task(name="bangfu.eligibility.tasks.assess")
def assess(day: str) -> None:
    assess_day(day=date.fromisoformat(day), by=background())


@app.task(name="bangfu.eligibility.tasks.reassess")
def reassess() -> None:
    reassess_stale(by=background())
