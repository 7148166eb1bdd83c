"""Migrate the fresh database that `DATABASE_URL` names, and write what its catalogue says.

Usage: catalogue_of_fresh.py RUNNING_ROLE. Says the server's major version and how many facts.
"""

from __future__ import annotations

import os
import sys
import warnings


def main(role: str) -> None:
    warnings.simplefilter("ignore")
    os.environ["DJANGO_SETTINGS_MODULE"] = "bangfu.config.settings"
    import django

    django.setup()
    from bangfu.operations.checking.guards import server_major
    from bangfu.operations.guarding.catalogue import read_catalogue
    from bangfu.operations.guarding.lists import write_list
    from bangfu.operations.migrate import migrate_database

    migrate_database(role)
    catalogue = read_catalogue(role)
    write_list(server_major(), catalogue)
    print(server_major(), len(catalogue))


if __name__ == "__main__":
    main(sys.argv[1])
