"""The import of a city's register against raw COPY of the same rows into the same tables.

    python benchmarks/import_register.py [--turns 3]

Makes an installation of its own in a data folder of its own, and removes it. The import (reading,
judging, staging, merging) of 11,132 households and 34,592 persons; then the rows that it wrote, by
COPY as the tables' owner into a twin database with the same indexes, stamping triggers and foreign
keys, and once more without the triggers. Merging and copying are done in turn, each time into tables
as they were before, and the ratio is the median of the turns' own. Processor time of Python and of
its database backend, for a busy machine's clock says nothing.
"""
# ruff: noqa: PLC0415 (the modules need Django, which `system` sets up)

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

from processor import processor_seconds, spent_on

DAY = date(2010, 10, 31)
EMPTY, STAGED, TWIN = "bangfu_empty", "bangfu_staged", "bangfu_twin"
TABLES = (
    "registry_household", "vault_secret", "registry_person", "registry_membership",
    "registry_householdfacts", "registry_memberfacts",
)  # fmt: skip
BATCH = "intake_importbatch"
Rows = dict[str, bytes]


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--turns", type=int, default=3)
    turns = parser.parse_args().turns
    place = Path(tempfile.mkdtemp(prefix="bangfu-bench-"))
    place.chmod(0o755)
    os.environ["BANGFU_DATA"] = str(place / "data")
    os.environ.pop("DATABASE_URL", None)
    from bangfu.operations.cli.system import system
    from bangfu.operations.datafolder import data_folder
    from bangfu.operations.embedded import EmbeddedServer

    try:
        with system():
            run(EmbeddedServer(data_folder()), turns)
    finally:
        EmbeddedServer(data_folder()).destroy()
        shutil.rmtree(place, ignore_errors=True)
    return 0


def run(server: object, turns: int) -> None:
    from bangfu.operations.embedded import DATABASE

    prepare()
    anew(server, EMPTY, DATABASE)
    batch_id, reading = read_all()
    anew(server, STAGED, DATABASE)
    print("import of maoming-2010.xlsx, 11,132 households, 34,592 persons")
    print(f"  reading, judging, staging     {reading:7.2f} s")
    print("  merging, COPY, COPY without triggers; merging / COPY:")
    ratios, bare_ratios = [], []
    for _ in range(turns):
        merging, raw, bare = one_turn(server, batch_id)
        ratios.append(merging / raw)
        bare_ratios.append(merging / bare)
        print(f"  {merging:7.2f} {raw:7.2f} {bare:7.2f} s {ratios[-1]:10.2f}", flush=True)
    print(f"  merge / raw COPY                  {median(ratios):7.2f}   (wanted: 2 or less)")
    print(f"  merge / raw COPY without triggers {median(bare_ratios):7.2f}")


def one_turn(server: object, batch_id: int) -> tuple[float, float, float]:
    from bangfu.intake.commands.merge_register import merge_register
    from bangfu.operations.embedded import DATABASE
    from bangfu.scope.actors import operator

    anew(server, DATABASE, STAGED)
    merging = spent_on(lambda: merge_register(batch_id=batch_id, by=operator()))
    rows = written()
    copied = []
    for stamped in (True, False):
        anew(server, TWIN, EMPTY)
        copied.append(copy_into(server.urls(TWIN)[0], rows, stamped=stamped))  # type: ignore[attr-defined]
    return merging, copied[0], copied[1]


def anew(server: object, name: str, template: str) -> None:
    """Nobody may be connected while a database is copied."""
    from django.db import connections

    connections.close_all()
    server.drop_database(name)  # type: ignore[attr-defined]
    server.create_database(name, template=template)  # type: ignore[attr-defined]


def prepare() -> None:
    """The unions alone."""
    import bangfu.demo
    from bangfu.organisations.commands.import_unions import import_unions
    from bangfu.scope.actors import operator

    unions = (Path(bangfu.demo.__file__).parent / "data" / "unions.csv").read_bytes()
    import_unions(data=unions, file_name="unions.csv", as_of=DAY, by=operator())


def read_all() -> tuple[int, float]:
    """The batch, staged, and what reading it took."""
    import bangfu.demo
    from bangfu.intake.commands.read_batch import read_batch
    from bangfu.intake.commands.stage_register import stage_register
    from bangfu.scope.actors import operator

    data = (Path(bangfu.demo.__file__).parent / "data" / "maoming-2010.xlsx").read_bytes()
    by = operator()
    batch = stage_register(
        files=[("maoming-2010.xlsx", data)], as_of=DAY, on=DAY, by=by, background=False
    )
    return batch.pk, spent_on(lambda: read_batch(batch_id=batch.pk, by=by))


WRITTEN = """
select attname from pg_attribute
where attrelid = %s::regclass and attnum > 0 and not attisdropped and attgenerated = ''
order by attnum
"""


def written() -> Rows:
    """Every row of the import's tables, as COPY gives it."""
    from django.db import connection

    from bangfu.scope.actors import acting, operator

    with acting(operator()), connection.cursor() as cursor:
        content = {}
        for table in (BATCH, *TABLES):
            with cursor.copy(
                f"copy (select {columns_of(cursor, table)} from {table} order by id)"
                " to stdout (format binary)"
            ) as copy:
                content[table] = b"".join(bytes(part) for part in copy)
    return content


def copy_into(url: str, rows: Rows, *, stamped: bool) -> float:
    """As the owner; COPY is refused under row-level security, so the twin goes without."""
    import psycopg

    with psycopg.connect(url) as connection:
        # What triggers write goes into tables whose row-level security stays.
        connection.execute("select set_config('app.reach', 'machine', false)")
        for table in rows:
            connection.execute(f"alter table {table} no force row level security")
            if not stamped:
                connection.execute(f"alter table {table} disable trigger user")
        copy_table(connection, BATCH, rows[BATCH])
        connection.commit()
        backend = connection.info.backend_pid
        before = processor_seconds(backend)
        copy_all(connection, rows)
        return processor_seconds(backend) - before


def copy_all(connection: object, rows: Rows) -> None:
    for table in TABLES:
        copy_table(connection, table, rows[table])
    connection.commit()  # type: ignore[attr-defined]


def copy_table(connection: object, table: str, data: bytes) -> None:
    with connection.cursor() as cursor:  # type: ignore[attr-defined]
        columns = columns_of(cursor, table)
        with cursor.copy(f"copy {table} ({columns}) from stdin (format binary)") as copy:
            copy.write(data)


def columns_of(cursor: Any, table: str) -> str:
    """In their order, without those that the database makes of others: COPY takes none."""
    cursor.execute(WRITTEN, [table])
    return ", ".join(name for (name,) in cursor.fetchall())


if __name__ == "__main__":
    raise SystemExit(main())
