"""The process that makes a restored database fit to run, as its owner.

It brings an older backup to the code's shape, sees that this folder's key opens its vault, ends
the sessions that were open when it was written, and begins a new era of the log, so that nobody
takes what comes now for what was there before.
"""

from __future__ import annotations

import os
import sys

import django

from bangfu.kernel.phrases import phrase

from ..failures import told
from .migration import RUNNING_ROLE, stamp


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bangfu.config.settings")
    django.setup()
    from django.contrib.sessions.models import Session  # needs Django set up
    from django.db import connection

    from bangfu.audit.models import Era
    from bangfu.operations.migrate import migrate_database
    from bangfu.vault.keys import current_seal_key

    role = os.environ[RUNNING_ROLE]
    try:
        _grant(role)
        migrate_database(role, say=print)
        current_seal_key()
    except Exception as error:
        print(told(error), file=sys.stderr)
        return 1
    Session.objects.all().delete()  # ended since, maybe because somebody was shut out
    Era.objects.create(reason=phrase("从备份恢复"))
    connection.ensure_connection()
    stamp(connection.connection)
    return 0


def _grant(role: str) -> None:
    """Backups carry no privileges, so that they fit any role's name."""
    from django.db import connection  # needs Django set up

    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            grant select, insert, update, delete on all tables in schema public to "{role}";
            grant usage, select on all sequences in schema public to "{role}";
            """
        )


if __name__ == "__main__":
    sys.exit(main())
