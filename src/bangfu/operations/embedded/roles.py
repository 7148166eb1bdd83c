"""Who may sign in to the embedded server, and as whom.

`bangfu_owner` migrates and owns the tables, `bangfu` runs. The bootstrap superuser exists because
PostgreSQL needs one, and nobody can sign in as it.
"""

from __future__ import annotations

import os
import pwd
from pathlib import Path

from .users import ServerUser

OWNER_ROLE = "bangfu_owner"
APP_ROLE = "bangfu"
SUPERUSER = "bootstrap"
DATABASE = "bangfu"
PLAIN = "login nosuperuser nocreaterole noreplication nobypassrls"

#: One statement a line, as the single-user server reads them.
BOOTSTRAP = f"""\
create role {OWNER_ROLE} {PLAIN} createdb
create role {APP_ROLE} {PLAIN} nocreatedb
create database {DATABASE} owner {OWNER_ROLE}
"""

HBA = f"""\
# Written at every start. Sockets alone, and only for the two roles.
local all {OWNER_ROLE},{APP_ROLE} peer map=bangfu
"""


def write_access(data: Path, user: ServerUser) -> None:
    """Let the server's user, the current one and root act as either role."""
    user.write(data / "pg_hba.conf", HBA)
    names = sorted({user.name, pwd.getpwuid(os.geteuid()).pw_name, "root"})
    lines = [f'bangfu "{name}" {role}' for name in names for role in (OWNER_ROLE, APP_ROLE)]
    user.write(data / "pg_ident.conf", "\n".join(lines) + "\n")
