"""`bangfu check texts` finds a number in every column that can hold one, and shows none."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection, transaction

from bangfu.operations.checking.texts import COLUMNS, OF_THEIR_OWN, check_texts
from bangfu.scope.actors import acting, operator
from harness import connect_to
from makers.people import card, identity

NUMBERS = {"identity": identity(7), "card": card(7)}
#: Of JSON the one number stands in a list, the other as a key.
JSON = {"identity": '{{"x": ["{}"]}}', "card": '{{"{}": 1}}'}
AS = {
    kind: {"json": json, "jsonb": json, "_text": "{{{}}}", "_varchar": "{{{}}}"}
    for kind, json in JSON.items()
}
TEXTS = """
select c.table_name, c.column_name
from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
where table_schema = 'public' and t.table_type = 'BASE TABLE' and c.udt_name in
  ('text', 'varchar', 'bpchar', 'citext', 'json', 'jsonb', '_text', '_varchar')
"""
#: Words of a list, names of things: columns that their own constraints keep short or to a list.
MOST_REFUSED = 60


@pytest.fixture
def owned(shop) -> Iterator[None]:
    name = connection.settings_dict["NAME"]
    connect_to(name, owner=True)
    try:
        yield
    finally:
        connect_to(name)


def planted(cursor, which: str) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """A number in one row of each column, by who owns the tables; those that hold it, those that cannot."""
    cursor.execute(COLUMNS)
    held, refused = set(), set()
    for table, _key, columns, kinds in cursor.fetchall():
        cursor.execute(f'select ctid::text from "{table}" limit 1')
        if not (row := cursor.fetchone()):
            continue
        cursor.execute(f'alter table "{table}" disable trigger user')
        for column, kind in zip(columns, kinds, strict=True):
            try:
                with transaction.atomic():
                    value = AS[which].get(kind, "{}").format(NUMBERS[which])
                    cursor.execute(
                        f'update "{table}" set "{column}" = %s where ctid = %s::tid returning ctid::text',
                        [value, row[0]],
                    )
                    row = cursor.fetchone()
            except DatabaseError:
                refused.add((table, column))
            else:
                held.add((table, column))
    return held, refused


@pytest.mark.parametrize("kind", NUMBERS)
def test_each_column_that_holds_one_is_told_with_what_to_do(kind, owned):
    with transaction.atomic(), acting(operator()), connection.cursor() as cursor:
        held, refused = planted(cursor, kind)
        told = check_texts()
        transaction.set_rollback(True)
    assert len(held) > 150
    assert len(refused) < MOST_REFUSED, sorted(refused)
    found = {tuple(line.split(" ")[0].split(".")) for line in told}
    assert held - found == set(OF_THEIR_OWN) & held
    assert not any(number in line for line in told for number in NUMBERS.values())
    assert all("请" in line and "编号" in line for line in told)


def test_no_column_of_texts_is_passed_over(owned):
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        looked = {(table, column) for table, _key, columns, _kinds in cursor for column in columns}
        cursor.execute(TEXTS)
        assert looked == set(cursor.fetchall())
    assert set(OF_THEIR_OWN) <= looked


def test_nothing_is_found_where_none_is(owned):
    with transaction.atomic(), acting(operator()):
        assert check_texts() == []
