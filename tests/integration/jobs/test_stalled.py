"""A job whose worker was killed goes back into the queue; one whose worker beats is left alone."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.db import connection
from procrastinate import App, PsycopgConnector

from bangfu.jobs.tasks import put_back_stalled
from harness import SERVER

WORKER = (
    "insert into procrastinate_workers (last_heartbeat) values (now() - %s::interval) returning id"
)
JOB = """
insert into procrastinate_jobs (task_name, queue_name, status, worker_id, attempts)
values ('bangfu.intake.tasks.read_batch', 'default', 'doing', %s, 1) returning id
"""


def a_job_of_a_worker_silent_for(interval: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(WORKER, [interval])
        (worker,) = cursor.fetchone()
        cursor.execute(JOB, [worker])
        return cursor.fetchone()[0]


def status_of(job: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("select status::text from procrastinate_jobs where id = %s", [job])
        return cursor.fetchone()[0]


@pytest.mark.usefixtures("fresh_database")
def test_only_the_killed_workers_job_is_put_back():
    killed, alive = (a_job_of_a_worker_silent_for(one) for one in ("1 hour", "1 second"))
    database = settings.DATABASES["default"]["NAME"]

    async def once() -> None:
        app = App(connector=PsycopgConnector(conninfo=SERVER.urls(database)[1]))
        async with app.open_async():
            await put_back_stalled(app.job_manager)

    # In a thread of its own: the browser tests keep an event loop running in this one.
    with ThreadPoolExecutor(1) as aside:
        aside.submit(asyncio.run, once()).result()
    assert (status_of(killed), status_of(alive)) == ("todo", "doing")
