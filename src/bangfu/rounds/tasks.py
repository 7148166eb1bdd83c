"""Background entry points; idempotent, for they may run more than once."""

from __future__ import annotations

from procrastinate.contrib.django import app

from bangfu.scope.actors import background

from .commands import forget_answers as forgetting


@app.periodic(cron="47 * * * *")
@app.task(queueing_lock="forget_answers")
def forget_answers(timestamp: int) -> None:
    forgetting.forget_answers(by=background())
