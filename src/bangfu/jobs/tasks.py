"""Keep the queue healthy: after a kill, a job would stay `doing` for ever."""

from __future__ import annotations

from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.manager import JobManager


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Every minute, by whichever worker is alive."""
    await put_back_stalled(context.app.job_manager)


async def put_back_stalled(jobs: JobManager) -> None:
    """Put back jobs whose worker has stopped beating; tasks are idempotent."""
    for job in await jobs.get_stalled_jobs():
        await jobs.retry_job(job)
