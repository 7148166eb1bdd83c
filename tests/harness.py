"""The one PostgreSQL server of a test session, migrated once, then copied for each test.

Tests run as the application's running role, which owns nothing and cannot step round row-level
security, exactly as in production.
"""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import django
import psycopg

SCRATCH = Path(tempfile.mkdtemp(prefix="bangfu-test-"))
os.environ["BANGFU_DATA"] = str(SCRATCH)
os.environ.pop("DATABASE_URL", None)
os.environ.pop("DATABASE_OWNER_URL", None)
# The browser tests' event loop lives in the same thread as their database look-ups.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
# Set here, not in the configuration file: the settings are read for this process's folder.
os.environ["DJANGO_SETTINGS_MODULE"] = "bangfu.config.settings"

from bangfu.operations.datafolder import data_folder  # noqa: E402
from bangfu.operations.embedded import APP_ROLE, DATABASE, EmbeddedServer, postmaster  # noqa: E402
from bangfu.operations.embedded.places import server_home  # noqa: E402

SERVER = EmbeddedServer(data_folder())
NAMES = count(1)
GUARDS_OF = "select tgname from pg_trigger where tgrelid = %s::regclass and not tgisinternal"
django.setup()
# Taken back: a parallel run's workers inherit the surroundings, and would read the settings for
# this process's folder before they have one of their own.
del os.environ["DJANGO_SETTINGS_MODULE"]

from django.conf import settings  # noqa: E402
from django.db import connections  # noqa: E402

from bangfu.accounts.hashing import InTurn  # noqa: E402
from bangfu.operations.database import django_database  # noqa: E402
from bangfu.operations.migrate import migrate_database  # noqa: E402
from bangfu.vault.keys import forget  # noqa: E402


class Quick(InTurn):
    """The same, but that a guess costs nothing: a third of a second each, hundreds of times in tests.
    What an installation takes is held by `tests/integration/accounts/test_passwords_cost.py`.
    """

    time_cost, memory_cost, parallelism = 1, 8, 1


settings.PASSWORD_HASHERS = [f"{__name__}.{Quick.__name__}"]


def close_down() -> None:
    connections.close_all()
    SERVER.destroy()
    shutil.rmtree(SCRATCH, ignore_errors=True)


def migrated_server() -> None:
    """Start the server, not before a test asks for it: a parallel run's controller never does."""
    SERVER.start()
    _without_flushing()
    connect_to(DATABASE, owner=True)
    migrate_database(APP_ROLE)
    connect_to(DATABASE)


def _without_flushing() -> None:
    """What this server holds need not outlive the machine, so it does not wait for the disk. What
    outlives a crash is tested on servers of their own, as they are in production.
    """
    data = server_home(SERVER.folder).data
    with (data / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.write("fsync = off\n")
    running = postmaster.find(data)
    assert running is not None
    os.kill(running.pid, signal.SIGHUP)


def copy_of(template: str, blocker) -> Iterator[str]:
    """Yields the name of a copy that lives until the generator is closed."""
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


def by_the_owner(table: str, statement: str, *values: object) -> None:
    """Past the guards of one table of this connection's database, beside it: what is committed, for good."""
    name = str(connections["default"].settings_dict["NAME"])
    with psycopg.connect(SERVER.urls(name)[0]) as owner:
        owner.execute("select set_config('app.reach', 'machine', true)")
        owner.execute(f"alter table {table} disable trigger user")
        owner.execute(statement, values)
        owner.execute("set constraints all immediate")
        for (guard,) in owner.execute(GUARDS_OF, [table]).fetchall():
            owner.execute(f"alter table {table} enable always trigger {guard}")


def connect_to(name: str, *, owner: bool = False) -> None:
    """Point Django's default connection at a database of the test server."""
    url = SERVER.urls(name)[0 if owner else 1]
    connection = connections["default"]
    connection.close()
    database = django_database(url)
    settings.DATABASES["default"].update(database)
    connection.settings_dict.update(database)
    forget()
