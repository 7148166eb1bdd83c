"""The process that migrates: its `DATABASE_URL` is the owner's, and it ends when it is done."""

from __future__ import annotations

import os
import sys

import django

from ..failures import told
from .migration import RUNNING_ROLE, stamp


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bangfu.config.settings")
    django.setup()
    from django.db import connection  # needs Django set up

    from bangfu.operations.migrate import migrate_database

    try:
        migrate_database(os.environ[RUNNING_ROLE], say=print)
    except Exception as error:
        print(told(error), file=sys.stderr)
        return 1
    connection.ensure_connection()
    stamp(connection.connection)
    return 0


if __name__ == "__main__":
    sys.exit(main())
