"""A deeper tree of unions changes no migration that there is: MAX_DEPTH may grow.

Whoever makes it grow adds a migration with the columns of the new tier, and changes the guards that
list the tiers (`tests/unit/guards` says which). Migrations that were generated from MAX_DEPTH once
asked for columns which only that later migration adds: no fresh installation got past them.
"""

from __future__ import annotations

import os
import subprocess
import sys

from django.db import connection

from bangfu.scope.reach import MAX_DEPTH
from harness import DATABASE, SERVER, connect_to

DEEPER = f"""
import django
from bangfu.scope import reach
reach.MAX_DEPTH = {MAX_DEPTH + 1}
django.setup()
from django.core.management import call_command
from bangfu.scope.models import TIERS
call_command("migrate", verbosity=0)
print(len(TIERS))
"""
TIERS = """
select count(*) from information_schema.columns
where table_name = 'organisations_union' and column_name ~ '^tier'
"""


def test_every_migration_runs_whatever_the_depth(django_db_setup, django_db_blocker):
    name = "bangfu_deeper"
    with django_db_blocker.unblock():
        SERVER.create_database(name)
        connect_to(name, owner=True)
        try:
            done = migrated_deeper(name)
            assert done.returncode == 0, done.stderr
            assert done.stdout.strip() == str(MAX_DEPTH + 1)
            with connection.cursor() as cursor:
                cursor.execute(TIERS)
                assert cursor.fetchone() == (MAX_DEPTH,)
        finally:
            connect_to(DATABASE)
            SERVER.drop_database(name)


def migrated_deeper(database: str) -> subprocess.CompletedProcess[str]:
    surroundings = {
        "DATABASE_URL": SERVER.urls(database)[0],
        "DJANGO_SETTINGS_MODULE": "bangfu.config.settings",
    }
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", DEEPER],
        env={**os.environ, **surroundings},
        capture_output=True,
        text=True,
    )
