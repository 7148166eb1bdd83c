"""Real parts for every test: an embedded PostgreSQL of its own, migrated once, then copied.

Tests run as the application's running role, which owns nothing and cannot step round row-level
security, exactly as in production.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import django
import hypothesis
import pytest

SCRATCH = Path(tempfile.mkdtemp(prefix="bangfu-test-"))
os.environ["BANGFU_DATA"] = str(SCRATCH)
os.environ.pop("DATABASE_URL", None)
os.environ.pop("DATABASE_OWNER_URL", None)
# The browser tests' event loop lives in the same thread as their database look-ups.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
# Set here, not in the configuration file: the settings need the server that starts below.
os.environ["DJANGO_SETTINGS_MODULE"] = "bangfu.config.settings"

from bangfu.config.datafolder import data_folder  # noqa: E402
from bangfu.config.embedded import APP_ROLE, DATABASE, EmbeddedServer  # noqa: E402

#: The live server and the one browser of the session; see there.
pytest_plugins = ["acceptance.server"]

# Time is measured in benchmarks, never in a test: a busy machine must not turn one red.
hypothesis.settings.register_profile("bangfu", deadline=None, database=None)
hypothesis.settings.load_profile("bangfu")

SERVER = EmbeddedServer(data_folder())
NAMES = count(1)
SERVER.start()
django.setup()


def pytest_unconfigure(config: pytest.Config) -> None:
    from django.db import connections

    connections.close_all()
    SERVER.destroy()
    shutil.rmtree(SCRATCH, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker) -> None:
    """Migrate the template database as the owner, once; then look at it as the running role."""
    with django_db_blocker.unblock():
        migrate_as_owner(DATABASE)


@pytest.fixture
def fresh_database(django_db_setup, django_db_blocker) -> Iterator[str]:
    """A database of its own with real commits; `connection` points at it. Yields its name."""
    yield from _copy_of(DATABASE, django_db_blocker)


@pytest.fixture(scope="session")
def demo_template(django_db_setup, django_db_blocker) -> str:
    """The demo, loaded once through the same commands as `bangfu up`; copied by each test."""
    name = "bangfu_demo"
    with django_db_blocker.unblock():
        connect_to(DATABASE)
        SERVER.create_database(name, template=DATABASE)
        connect_to(name)
        from bangfu.demo.load import load_demo

        load_demo(lambda said: None)
        connect_to(DATABASE)
    return name


@pytest.fixture
def demo_database(demo_template, django_db_blocker) -> Iterator[str]:
    """A copy of the demo with real commits; `connection` points at it. Yields its name."""
    yield from _copy_of(demo_template, django_db_blocker)


@pytest.fixture(scope="session")
def demo_passwords(demo_template) -> dict[str, str]:
    """Username → password, as `bangfu up` keeps them."""
    lines = data_folder().demo_passwords_file.read_text("utf-8").splitlines()
    return {name: password for name, password, *_rest in map(str.split, lines)}


def _copy_of(template: str, blocker) -> Iterator[str]:
    name = f"bangfu_t{next(NAMES)}"
    with blocker.unblock():
        connect_to(DATABASE)
        SERVER.create_database(name, template=template)
        connect_to(name)
        try:
            yield name
        finally:
            connect_to(DATABASE)
            SERVER.drop_database(name)


def migrate_as_owner(name: str) -> None:
    from bangfu.config.migrate import migrate_database

    connect_to(name, owner=True)
    migrate_database(APP_ROLE)
    connect_to(name)


def connect_to(name: str, *, owner: bool = False) -> None:
    """Point Django's default connection at a database of the test server."""
    from django.conf import settings
    from django.db import connections

    from bangfu.config.database import django_database
    from bangfu.vault.keys import forget

    url = SERVER.urls(name)[0 if owner else 1]
    connection = connections["default"]
    connection.close()
    found = django_database(url)
    settings.DATABASES["default"].update(found)
    connection.settings_dict.update(found)
    forget()
