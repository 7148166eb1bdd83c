"""What pages must know of the background."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateWorker

SILENT = timedelta(seconds=60)  # a worker beats every ten


def somebody_works() -> bool:
    """Whether a worker was heard of lately; without one, what is asked for waits."""
    return ProcrastinateWorker.objects.filter(last_heartbeat__gte=timezone.now() - SILENT).exists()
