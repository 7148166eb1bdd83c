"""The queue. Work is deferred inside the caller's transaction: it runs only if that commits."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from .enums import Lane


def on_app_ready(app: App) -> None:
    """Tasks are found through PROCRASTINATE_IMPORT_PATHS; nothing else to set up."""


def defer_once(
    task: str,
    *,
    waiting: str,
    lock: str | None,
    lane: Lane = Lane.LARGE,
    after: int = 0,
    **arguments: object,
) -> None:
    """Have a task done in the background, unless one that waits under the same name will do it.

    By name, for tasks lie above commands.

    Args:
        waiting: what tells the job from others that wait.
        lock: jobs of one lock run one after the other, in the order they came.
        lane: the workers that it waits for.
        after: how many seconds it waits at least.
    """
    try:
        with transaction.atomic():
            app.configure_task(
                task,
                queueing_lock=waiting,
                lock=lock,
                queue=lane.value,
                schedule_in={"seconds": after} if after else None,
            ).defer(**arguments)
    except AlreadyEnqueued:
        return


def held_by_the_queue(tasks: Collection[str], argument: str) -> set[int]:
    """What jobs of these tasks are about, those that wait and those at work.

    Args:
        argument: of the tasks, whose value is the number of a row.
    """
    jobs = ProcrastinateJob.objects.filter(task_name__in=tasks, status__in=("todo", "doing"))
    return {held[argument] for held in jobs.values_list("args", flat=True)}
