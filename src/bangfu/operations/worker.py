"""A background worker: `python -m bangfu.operations.worker [LANE …]`.

Of the lanes that are named, of all when none is. `bangfu up` runs one for what is small, which so
never waits for what is large, and one for all.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Sequence

import django

from bangfu.operations.closed_memory import close_memory


def main() -> None:
    """Run jobs until told to stop; a second of polling keeps an idle worker quiet."""
    close_memory()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bangfu.config.settings")
    django.setup()
    from procrastinate.contrib.django import app  # needs Django set up

    worker_app = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
    asyncio.run(_work(worker_app, sys.argv[1:]))


async def _work(app: object, lanes: Sequence[str]) -> None:
    async with app.open_async():  # type: ignore[attr-defined]
        await app.run_worker_async(  # type: ignore[attr-defined]
            queues=[*lanes] or None, concurrency=1, listen_notify=True
        )


if __name__ == "__main__":
    main()
