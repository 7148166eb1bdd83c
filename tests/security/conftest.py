"""One attacked installation: the demo with three marked families, made once, copied by module."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import SERVER, _copy_of, connect_to

DATABASE = "bangfu_attacked"


@pytest.fixture(scope="session")
def attacked_template(demo_template, django_db_blocker):
    """The families brought in once. Yields what exists, and all that was logged while making it."""
    from security.world import build

    with django_db_blocker.unblock():
        SERVER.create_database(DATABASE, template=demo_template)
        connect_to(DATABASE)
        heard = _Heard()
        logging.getLogger().addHandler(heard)
        try:
            shop = build()
        finally:
            logging.getLogger().removeHandler(heard)
            from bangfu.config.embedded import DATABASE as usual

            connect_to(usual)
    return shop, heard


@pytest.fixture(scope="module")
def shop(attacked_template, django_db_blocker) -> Iterator[object]:
    """A copy of it for a module, as the running role sees it. Yields what exists, by place."""
    from django.conf import settings

    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    copies = _copy_of(DATABASE, django_db_blocker)
    next(copies)
    yield attacked_template[0]
    next(copies, None)


class _Heard(logging.Handler):
    """Every word that was logged, exceptions too."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.text: list[str] = []
        self.setFormatter(logging.Formatter("%(name)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        self.text.append(self.format(record))
