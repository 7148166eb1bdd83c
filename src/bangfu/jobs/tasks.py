"""Entry points of the queue: what officers asked for, and what keeps the queue healthy."""

from __future__ import annotations

from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.jobs import Status
from procrastinate.manager import JobManager

from bangfu.organisations.queries import today
from bangfu.scope.actors import background
from bangfu.vault.commands import forget_forms as forgetting_forms

from .commands import forget_results as forgetting
from .commands import give_up_lost as giving_up
from .commands import run_job as running
from .retrying import MOST_TRIES, UNTIL_IT_IS_BACK

ENDED_KEPT = 30 * 24  # hours


@app.task(name="bangfu.jobs.tasks.run_job", retry=UNTIL_IT_IS_BACK)
def run_job(job_id: int) -> None:
    """What goes wrong is told on the job; the task itself is done either way."""
    running.run_job(job_id=job_id, on=today(), by=background())


@app.periodic(cron="17 * * * *")
@app.task(queueing_lock="forget_results")
def forget_results(timestamp: int) -> None:
    forgetting.forget_results(by=background())


@app.periodic(cron="37 * * * *")
@app.task(queueing_lock="forget_forms")
def forget_forms(timestamp: int) -> None:
    forgetting_forms.forget_forms(by=background())


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="give_up_lost")
def give_up_lost(timestamp: int) -> None:
    giving_up.give_up_lost(by=background())


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Every minute, by whichever worker is alive; after a kill, a job would stay `doing` for ever."""
    await put_back_stalled(context.app.job_manager)


@app.periodic(cron="7 3 * * *")
@app.task(queueing_lock="forget_ended", pass_context=True)
async def forget_ended(context: JobContext, timestamp: int) -> None:
    await forget_long_ended(context.app.job_manager)


async def forget_long_ended(jobs: JobManager) -> None:
    """What comes every minute would fill the queue for ever. A failure stays in sight for as long."""
    await jobs.delete_old_jobs(nb_hours=ENDED_KEPT, include_failed=True)


async def put_back_stalled(jobs: JobManager) -> None:
    """Put back jobs whose worker has stopped beating; tasks are idempotent.

    One that was tried so often is given up: what it was about is closed, in words, by its own app.
    """
    for job in await jobs.get_stalled_jobs():
        if job.attempts >= MOST_TRIES:
            await jobs.finish_job(job, Status.FAILED, delete_job=False)
        else:
            await jobs.retry_job(job)
