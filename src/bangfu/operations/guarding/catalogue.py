"""What PostgreSQL's catalogue says of the database: (kind, name) and a text for each thing."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from django.db import connection, transaction

Catalogue = dict[tuple[str, str], str]
QUERY = Path(__file__).with_name("catalogue.sql").read_text("utf-8")
#: What guards are made of.
LAID = ("function", "policy", "table", "trigger")
#: Deparsed with no search path, every name comes with its schema.
NO_PATH = "select set_config('search_path', '', true)"
#: `x in ('a', 'b')` of a varchar, as PostgreSQL puts it into words the first time. Read back from a
#: dump it is put into other words, of one meaning; a restored database must not look loosened.
CHOICE = r"'(?:[^']|'')*'::character varying"
CHOICES = re.compile(rf"\(ARRAY\[({CHOICE}(?:, {CHOICE})*)\]\)::text\[\]")


def read_catalogue(running_role: str, kinds: Collection[str] | None = None) -> Catalogue:
    """Everything, or some kinds. Any role may read it; inside a transaction it leaves no trace."""
    chosen = QUERY if kinds is None else f"select * from ({QUERY}) c where kind = any(%(kinds)s)"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select current_setting('search_path')")
        path = cursor.fetchone()[0]
        cursor.execute(NO_PATH)
        cursor.execute(chosen, {"running": running_role, "kinds": list(kinds or ())})
        catalogue = {(kind, name): _as_restored(text) for kind, name, text in cursor.fetchall()}
        cursor.execute("select set_config('search_path', %s, true)", [path])
    return catalogue


def _as_restored(text: str) -> str:
    return CHOICES.sub(lambda held: f"ARRAY[{re.sub(CHOICE, _as_text, held.group(1))}]", text)


def _as_text(choice: re.Match[str]) -> str:
    return f"({choice.group()})::text"
