"""An own PostgreSQL server in the data folder, for offices without one.

Invariants: it never listens on the network; it never runs as root; only the system users who may
run Bangfu can sign in, each under the two plain roles; it lives as long as somebody uses it, and
what was acknowledged outlives every crash. The binaries come from a wheel, nothing else of it.
"""

from .databases import create_database, drop_database
from .errors import EmbeddedServerError
from .roles import APP_ROLE, DATABASE, OWNER_ROLE
from .server import EmbeddedServer

__all__ = [
    "APP_ROLE",
    "DATABASE",
    "OWNER_ROLE",
    "EmbeddedServer",
    "EmbeddedServerError",
    "create_database",
    "drop_database",
]
