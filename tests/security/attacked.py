"""One attacked installation: the demo with three marked families, made once a worker.

The root conftest registers this as a plugin, for whoever attacks it and for whoever looks at it.
"""

from __future__ import annotations

import logging

import pytest

from bangfu.operations.embedded import DATABASE
from harness import SERVER, connect_to

from .shop import Shop
from .world import build

ATTACKED = "bangfu_attacked"


class Heard(logging.Handler):
    """Every word that was logged, exceptions too, formatted as the application's own handler does."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.setFormatter(logging.getLogger().handlers[0].formatter)

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def __enter__(self) -> Heard:
        logging.getLogger().addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        logging.getLogger().removeHandler(self)


@pytest.fixture(scope="session")
def attacked_template(demo_template, django_db_blocker) -> tuple[Shop, Heard]:
    """The families brought in once: what exists, and all that was logged while making it."""
    with django_db_blocker.unblock():
        SERVER.create_database(ATTACKED, template=demo_template)
        connect_to(ATTACKED)
        try:
            with Heard() as heard:
                made = build()
        finally:
            connect_to(DATABASE)
    return made, heard
