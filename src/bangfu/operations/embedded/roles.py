"""Who may sign in to the embedded server, and as whom.

`bangfu_owner` migrates and owns the tables, `bangfu` runs. The bootstrap superuser exists because
PostgreSQL needs one, and nobody can sign in as it.
"""

from __future__ import annotations

import os
import pwd
from pathlib import Path

from ..serving_user import known_serving_user
from ..system_users import SystemUser

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


def write_access(data: Path, user: SystemUser) -> bool:
    """Let root and the current user act as either role, and as the running one whoever serves pages.

    Returns whether anything of it is new to the server.
    """
    names = sorted({pwd.getpwuid(os.geteuid()).pw_name, "root"})
    lines = [f'bangfu "{name}" {role}' for name in names for role in (OWNER_ROLE, APP_ROLE)]
    serving = known_serving_user(user.uid)
    if serving is not None:
        lines.append(f'bangfu "{serving.name}" {APP_ROLE}')
    wanted = {"pg_hba.conf": HBA, "pg_ident.conf": "\n".join(lines) + "\n"}
    differing = [name for name, text in wanted.items() if (data / name).read_text("utf-8") != text]
    for name in differing:
        user.write(data / name, wanted[name])
    return bool(differing)
