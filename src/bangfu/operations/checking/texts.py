"""Find texts that hold somebody's identity or card number: from before they were refused, or put there by hand.

Every text, list of texts and JSON value of every table, as the catalogue has them; what is sealed is no text.
Read row by row, and only rows in which enough digits stand near each other. Told are table, row and column,
never the number.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from django.db import connection
from psycopg import sql

from bangfu.kernel.digits_in_text import every_sign
from bangfu.kernel.numbers_in_text import holds_number
from bangfu.kernel.phrases import mark, phrase

COLUMNS = """
select c.relname, coalesce((select a.attname from pg_index i join pg_attribute a
         on a.attrelid = c.oid and a.attnum = i.indkey[0]
         where i.indrelid = c.oid and i.indisprimary and i.indnatts = 1), ''),
       array_agg(a.attname::text order by a.attnum), array_agg(t.typname::text order by a.attnum)
from pg_class c join pg_attribute a on a.attrelid = c.oid join pg_type t on t.oid = a.atttypid
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
  and a.attnum > 0 and not a.attisdropped
  and t.typname in ('text', 'varchar', 'bpchar', 'citext', 'json', 'jsonb', '_text', '_varchar')
  and has_column_privilege(c.oid, a.attnum, 'select')
group by c.oid, c.relname order by c.relname
"""
#: Columns whose own numbers may look like a card's, and why they are none of anybody's.
OF_THEIR_OWN = {("django_session", "session_data"): "signed, base64"}
AT_ONCE = 2_000
TOLD = 20  # rows of one column; the rest are counted
WHAT_TO_DO = {
    "registry": mark("请建档的工会在表中改掉后重新导入，以后各版不再带号码；早先的版本照旧留存"),
    "notices": mark("请发布的工会到期撤下，以后不再张贴这一份"),
    "audit": mark("日志不能改；请看是哪个程序写的，告诉系统管理员"),
    "": mark("请经办人在页面上改正；不能改的，记下位置，不要导出"),
}


@dataclass
class _Held:
    """Of one column: the first rows, and how many in all."""

    rows: list[str] = field(default_factory=list)
    count: int = 0


def check_texts() -> list[str]:
    """Needs the whole register in scope."""
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        tables = cursor.fetchall()
    return [line for table in tables for line in _told(table[0], _of_table(*table))]


def _of_table(
    table: str, key: str, columns: Sequence[str], kinds: Sequence[str]
) -> dict[str, _Held]:
    looked = [name for name in columns if (table, name) not in OF_THEIR_OWN]
    holding: dict[str, _Held] = {}
    for number, *values in _rows(table, key, looked):
        for name, value in zip(looked, values, strict=True):
            if value and _holds(value, kinds[columns.index(name)]):
                each = holding.setdefault(name, _Held())
                each.count += 1
                if len(each.rows) < TOLD:
                    each.rows.append(str(number))
    return holding


@cache
def _near() -> str:
    """As the search itself begins: five digits near each other, or in most texts nothing to look for."""
    digit = f"[{every_sign()}]"
    return f"{digit}(.{{0,6}}{digit}){{4}}"


def _rows(table: str, key: str, columns: Sequence[str]) -> Iterator[tuple[object, ...]]:
    """By a cursor of the server's, so that a table of any size takes the same memory."""
    if not columns:
        return
    texts = [sql.SQL("{}::text").format(sql.Identifier(name)) for name in columns]
    query = sql.SQL("select {}, {} from {} where concat_ws(' ', {}) ~ %s").format(
        sql.SQL("{}::text").format(sql.Identifier(key or "ctid")),
        sql.SQL(", ").join(texts),
        sql.Identifier(table),
        sql.SQL(", ").join(texts),
    )
    with connection.chunked_cursor() as cursor:
        cursor.execute(query, [_near()])
        while rows := cursor.fetchmany(AT_ONCE):
            yield from rows


def _holds(value: str, kind: str) -> bool:
    """Of JSON each text and number by itself: ids that stand beside each other are nobody's."""
    if kind in ("json", "jsonb"):
        return any(holds_number(text) for text in _texts(json.loads(value)))
    return holds_number(value)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield key
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, str | int) and not isinstance(value, bool):
        yield str(value)


def _told(table: str, holding: dict[str, _Held]) -> Iterator[str]:
    what = phrase(WHAT_TO_DO.get(table.partition("_")[0], WHAT_TO_DO[""]))
    for column, each in holding.items():
        yield phrase(
            "{table}.{column} 有 {count} 行文字里像是有证件号或银行卡号，编号 {rows}{more}。{what}。",
            table=table,
            column=column,
            count=f"{each.count:,}",
            rows="、".join(each.rows),
            more=phrase("等") if each.count > len(each.rows) else "",
            what=what,
        )
