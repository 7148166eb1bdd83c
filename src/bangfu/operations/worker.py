"""The background worker: `python -m bangfu.operations.worker`."""

from __future__ import annotations

import asyncio
import os

import django


def main() -> None:
    """Run jobs until told to stop; a second of polling keeps an idle worker quiet."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bangfu.config.settings")
    django.setup()
    from procrastinate.contrib.django import app  # needs Django set up

    worker_app = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
    asyncio.run(_work(worker_app))


async def _work(app: object) -> None:
    async with app.open_async():  # type: ignore[attr-defined]
        await app.run_worker_async(concurrency=1, listen_notify=True)  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()
