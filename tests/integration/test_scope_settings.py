"""Row-level security alone, as the running role: whatever the settings of a connection say."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import DataError, connection, transaction
from django.db.utils import ProgrammingError

from bangfu.intake.models import ImportBatch
from bangfu.organisations.models import Union
from bangfu.scope.actors import acting, operator
from makers.households import make_household
from makers.unions import make_union

pytestmark = pytest.mark.django_db

NAMES = ("reach", "union", "system", "system_union", "user")
Tree = dict[str, Union]
#: Tables that take their scope from a union, each with a column that says whose a row is.
TABLES = {"registry_household": "file_no", "intake_importbatch": "by_name"}


@pytest.fixture
def tree() -> Tree:
    """P, with cities C and D; E and W below C, works' unions down to the sixth tier below E; rows of W and D are of 教育."""
    province = make_union("P")
    city, other = make_union("C", parent=province), make_union("D", parent=province, system="教育")
    east, west = make_union("E", parent=city), make_union("W", parent=city, system="教育")
    tree = {"P": province, "C": city, "D": other, "E": east, "W": west}
    tree["E1"] = make_union("E1", parent=east)
    tree["E2"] = make_union("E2", parent=tree["E1"])
    tree["E3"] = make_union("E3", parent=tree["E2"])
    with acting(operator()):
        for code, union in tree.items():
            system = "教育" if code in ("W", "D") else ""
            make_household(union, code, system=system)
            ImportBatch.objects.create(
                union=union, by_name=code, system=system, reporting_day="2010-10-31", file_names=[]
            )
    return tree


@contextmanager
def settings_of(**values: str | None) -> Iterator[None]:
    """As a connection is left whose settings somebody forgot, or set oddly; None is never set."""
    with transaction.atomic(), connection.cursor() as cursor:
        for name in NAMES:
            if (value := values.get(name, "")) is not None:
                cursor.execute("select set_config(%s, %s, true)", [f"app.{name}", value])
        yield


def seen(table: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"select {TABLES[table]} from {table}")
        return {code for (code,) in cursor.fetchall()}


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, ""),
        ({"union": "P"}, "P C D E W E1 E2 E3"),
        ({"union": "C"}, "C E W E1 E2 E3"),
        ({"union": "E"}, "E E1 E2 E3"),
        ({"union": "E2"}, "E2 E3"),
        ({"union": "E3"}, "E3"),
        ({"system": "教育"}, ""),
        ({"system_union": "C"}, ""),
        ({"system": "教育", "system_union": "C"}, "W"),
        ({"system": "教育", "system_union": "P"}, "W D"),
        ({"system": "教育", "system_union": "E"}, ""),
        ({"union": "E", "system": "教育", "system_union": "C"}, "E E1 E2 E3 W"),
        ({"reach": "machine"}, "P C D E W E1 E2 E3"),
        ({"reach": "Machine"}, ""),
        ({"reach": "machine "}, ""),
        ({"reach": "true"}, ""),
        ({"union": "0"}, ""),
        ({"union": "-1"}, ""),
    ],
)
def test_what_is_seen(tree: Tree, table: str, asked: dict[str, str], expected: str):
    values = {
        name: str(tree[value].pk) if value in tree else value for name, value in asked.items()
    }
    with settings_of(**values):
        assert seen(table) == set(expected.split())


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("odd", [" ", "x", "1 or true", "9999999999", "{1}"])
def test_a_union_that_is_no_number_shows_nothing(tree: Tree, table: str, odd: str):
    with pytest.raises(DataError), settings_of(union=odd):
        seen(table)


@pytest.mark.parametrize("table", TABLES)
def test_rows_without_tiers_are_nobodys(tree: Tree, table: str):
    """Of a union that is there, and of a system; the machine alone sees them."""
    with settings_of(reach="machine"), connection.cursor() as cursor:
        tiers = ", ".join(f"tier{n} = null" for n in range(1, 7))
        cursor.execute(f"update {table} set {tiers}, system = '教育'")
        for values in ({"union": "P"}, {"system": "教育", "system_union": "P"}):
            named = {name: str(tree[of].pk) if of in tree else of for name, of in values.items()}
            for name in NAMES:
                cursor.execute(
                    "select set_config(%s, %s, true)", [f"app.{name}", named.get(name, "")]
                )
            assert seen(table) == set()
        transaction.set_rollback(True)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("to", ["W", "D", "C", "P"])
def test_no_row_is_written_outside(tree: Tree, table: str, to: str):
    """Neither changed, nor moved out, nor claimed in."""
    theirs, own = tree[to], tree["E"]
    code = TABLES[table]
    with settings_of(union=str(own.pk)), connection.cursor() as cursor:
        cursor.execute(f"update {table} set system = '工业' where {code} = %s", [to])
        assert cursor.rowcount == 0
        cursor.execute(f"update {table} set tier2 = %s where {code} = %s", [own.pk, to])
        assert cursor.rowcount == 0
    for wrong in (
        f"update {table} set union_id = {theirs.pk} where {code} = 'E'",
        f"update {table} set tier1 = null, tier2 = null, tier3 = null where {code} = 'E'",
        f"update {table} set tier3 = {theirs.pk} where {code} = 'E'",
    ):
        with (
            pytest.raises(ProgrammingError, match="row-level security"),
            settings_of(union=str(own.pk)),
            connection.cursor() as cursor,
        ):
            cursor.execute(wrong)


def test_a_system_alone_writes_no_other_systems_row(tree: Tree):
    """With its parent's territory for the system and nothing of its own."""
    asked = {"system": "教育", "system_union": str(tree["C"].pk)}
    with settings_of(**asked), connection.cursor() as cursor:
        cursor.execute("update registry_household set area_code = area_code")
        assert cursor.rowcount == 1
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        settings_of(**asked),
        connection.cursor() as cursor,
    ):
        cursor.execute("update registry_household set system = '工业'")
