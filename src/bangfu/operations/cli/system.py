"""The running system that every command works in: a database of the code's shape, and Django."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

import django

from ..database import uses_embedded_server
from ..datafolder import DataFolder, data_folder
from ..embedded import EmbeddedServer
from .announcing import announce
from .migration import ensure_migrated
from .progress import say
from .standing import refuse_new_folder, refuse_unfounded

SETTINGS = "bangfu.config.settings"


@contextmanager
def system() -> Iterator[None]:
    """For what brings data: start the embedded server unless it runs, migrate if needed, set Django up.

    On leaving, the server stops unless another process uses it. What brought data calls
    `found_if_new` by itself: what came to nothing decides nothing.
    """
    folder = data_folder()
    announce(folder, say, serves=False)
    with database_server(folder.create()), _prepared():
        yield


@contextmanager
def standing_system() -> Iterator[None]:
    """For what needs a system that is there: as `system`, but that nothing is begun by it.

    Raises:
        NothingHereYet: the folder or the database is left as it was.
    """
    folder = data_folder()
    refuse_new_folder(folder)
    with database_server(folder):
        refuse_unfounded(folder)
        with _prepared():
            yield


@contextmanager
def _prepared() -> Iterator[None]:
    prepare_database()
    try:
        yield
    finally:
        close_connections()


def database_server(folder: DataFolder) -> AbstractContextManager[EmbeddedServer | None]:
    """The embedded server while in use; nothing where the database is elsewhere."""
    return EmbeddedServer(folder) if uses_embedded_server() else nullcontext()


def prepare_database() -> None:
    """Raises MigrationFailed, or UnsafeRole when the running role could step round its limits."""
    ensure_migrated(data_folder(), say)
    set_django_up()
    from ..migrate import refuse_unsafe_role  # needs Django set up

    refuse_unsafe_role()


def set_django_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    django.setup()


def found_if_new() -> None:
    """A system that first gets data without a demo is a production system, for good."""
    from bangfu.organisations.commands.create_installation import create_installation
    from bangfu.organisations.models import Installation
    from bangfu.scope.actors import operator

    if not Installation.objects.exists():
        create_installation(is_demo=False, day=None, by=operator())


def close_connections() -> None:
    from django.db import connections  # needs Django set up

    connections.close_all()
