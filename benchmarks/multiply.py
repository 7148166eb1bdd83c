"""Copy every household of an installation many times, in SQL, as the owner of its tables.

Which tables belong to a household, and which columns name a row of another, is read from the
database. Triggers, foreign keys and indexes are put aside meanwhile and laid again as they were.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module

import psycopg

HOUSEHOLD = "registry_household"
TIERS = tuple(f"tier{depth}" for depth in range(1, 7))
#: Columns that name a row and are no foreign key: column → the table it means.
LOOSE = {
    "household_id": HOUSEHOLD,
    "household_ref": HOUSEHOLD,
    "facts_id": "registry_householdfacts",
    "determination_id": "eligibility_determination",
}
PLACES = ("file_no", "union_id", "area_code", "area_name", *TIERS)
#: Figures of what is there: what triggers append while they are on.
TALLIES = "bangfu.eligibility.migrations.0004_tallies"
SPARED = ("registry_upload", "registry_stagedrow", "registry_stagedpart")

MAP = f"""
create unlogged table bench_copy as
with far as materialized (
  select h.*, row_number() over (order by h.id) as place,
         (select area_name from registry_householdfacts f where f.household_id = h.id limit 1)
  from {HOUSEHOLD} h where {{county}} is distinct from h.tier2)
select h.id as old, k, h.id + k * {{stride}} as new, t.id is not null as moved,
  coalesce(t.area_code, h.area_code) || '2010' || lpad((h.id + k * {{stride}})::text, 7, '0')
    as file_no,
  coalesce(t.union_id, h.union_id) as union_id, t.area_code, t.area_name,
  {", ".join(f"coalesce(t.{tier}, case when t.id is null then h.{tier} end) as {tier}" for tier in TIERS)}
from {HOUSEHOLD} h
cross join generate_series(1, {{copies}}) k
left join far t on h.tier2 = {{county}}
  and t.place = 1 + (h.id * 7919 + k * 104729) % (select count(*) from far);
create index on bench_copy (k);
analyze bench_copy;
"""


@dataclass
class Table:
    """A table that is copied: its columns in order, and which of them name rows of which table."""

    name: str
    household: str
    columns: list[str]
    names: dict[str, str] = field(default_factory=dict)


def multiply(connection: psycopg.Connection, times: int, county: str) -> None:
    """Every household `times` times; those of the union `county` are copied into the others."""
    connection.execute("select set_config('app.reach', 'machine', false)")
    connection.execute("set synchronous_commit = off")
    connection.execute("set maintenance_work_mem = '512MB'")
    tables = tables_of_households(connection)
    strides = {table.name: _highest(connection, table.name) for table in tables}
    union = connection.execute(
        "select id from organisations_union where code = %s", [county]
    ).fetchone()[0]
    numbers = {"county": union, "stride": strides[HOUSEHOLD], "copies": times - 1}
    connection.execute(MAP.format(**numbers))
    with laid_aside(connection, [table.name for table in tables]):
        for table in tables:
            statement = copy_statement(table, strides)
            for k in range(1, times):
                connection.execute(statement, {"k": k})
            connection.execute(f"vacuum {table.name}")
    connection.execute("delete from eligibility_tally")
    connection.execute(import_module(TALLIES).FILL)
    for table in tables:
        _go_on_counting(connection, table.name)
    connection.execute("drop table bench_copy")


def tables_of_households(connection: psycopg.Connection) -> list[Table]:
    """The households' own table first; those that grow with rounds or imports alone are spared."""
    columns: dict[str, list[str]] = {}
    for table, column in connection.execute(COLUMNS):
        columns.setdefault(table, []).append(column)
    named: dict[str, dict[str, str]] = {}
    for table, column, target in connection.execute(FOREIGN_KEYS):
        named.setdefault(table, {})[column] = target
    tables = [Table(HOUSEHOLD, "id", columns[HOUSEHOLD])]
    for table, its in columns.items():
        keys = {**{c: t for c, t in LOOSE.items() if c in its}, **named.get(table, {})}
        household = next((c for c, t in keys.items() if t == HOUSEHOLD), None)
        if household and table not in SPARED:
            tables.append(Table(table, household, its, keys))
    copied = {table.name for table in tables}
    for table in tables:
        table.names = {c: t for c, t in table.names.items() if t in copied}
    return tables


def copy_statement(table: Table, strides: dict[str, int]) -> str:
    chosen = ", ".join(_expression(table, column, strides) for column in table.columns)
    order = "s.id" if "id" in table.columns else f"s.{table.household}"
    return f"""
    insert into {table.name} ({", ".join(table.columns)}) overriding system value
    select {chosen} from {table.name} s join bench_copy m on m.old = s.{table.household}
    where m.k = %(k)s order by {order}
    """


def _expression(table: Table, column: str, strides: dict[str, int]) -> str:
    if column == table.household:
        return "m.new"
    if column == "id":
        return f"s.id + m.k * {strides[table.name]}"
    if column == "decision":
        return "nextval('eligibility_decision_number')"
    if column == "member_facts":
        stride = strides["registry_memberfacts"]
        return f"array(select each + m.k * {stride} from unnest(s.member_facts) each)"
    if column in table.names:
        return f"s.{column} + m.k * {strides[table.names[column]]}"
    if column in ("area_code", "area_name"):
        return f"coalesce(m.{column}, s.{column})"
    if column in PLACES:
        return f"m.{column}"
    if column.endswith("_index"):
        return f"sha256(s.{column} || int4send(m.k))"
    return f"s.{column}"


def _highest(connection: psycopg.Connection, table: str) -> int:
    if "id" not in [row[0] for row in connection.execute(ONE_TABLES_COLUMNS, [table])]:
        return 0
    return connection.execute(f"select coalesce(max(id), 0) from {table}").fetchone()[0]


def _go_on_counting(connection: psycopg.Connection, table: str) -> None:
    sequence = connection.execute(
        "select pg_get_serial_sequence(%s, 'id') from information_schema.columns"
        " where table_name = %s and column_name = 'id'",
        [table, table],
    ).fetchone()
    if sequence and sequence[0]:
        connection.execute(f"select setval(%s, (select max(id) from {table}))", [sequence[0]])


class laid_aside:
    """Triggers off, foreign keys and all indexes but primary keys dropped; laid again at the end."""

    def __init__(self, connection: psycopg.Connection, tables: list[str]) -> None:
        self.connection, self.tables = connection, tables
        self.again: list[str] = []

    def __enter__(self) -> None:
        run = self.connection.execute
        triggers = run(TRIGGERS, [self.tables]).fetchall()
        keys = run(CONSTRAINTS, [["f"], self.tables, self.tables]).fetchall()
        unique = run(CONSTRAINTS, [["u", "x"], self.tables, self.tables]).fetchall()
        for table, name, _ in triggers:
            run(f'alter table {table} disable trigger "{name}"')
        for table, name, _ in [*keys, *unique]:
            run(f'alter table {table} drop constraint "{name}"')
        indexes = run(INDEXES, [self.tables]).fetchall()
        for name, _ in indexes:
            run(f'drop index "{name}"')
        add = 'alter table {} add constraint "{}" {}'
        self.again = [
            *(definition for _, definition in indexes),
            *(add.format(*one) for one in [*unique, *keys]),
            *(
                f'alter table {table} enable {how} trigger "{name}"'
                for table, name, how in triggers
            ),
        ]

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if error is None:
            for statement in self.again:
                self.connection.execute(statement)


COLUMNS = """
select c.relname, a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid
where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0
  and not a.attisdropped and a.attgenerated = '' order by c.relname, a.attnum
"""
ONE_TABLES_COLUMNS = """
select attname from pg_attribute where attrelid = %s::regclass and attnum > 0 and not attisdropped
  and attgenerated = ''
"""
FOREIGN_KEYS = """
select k.conrelid::regclass::text, a.attname, k.confrelid::regclass::text
from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
where k.contype = 'f' and cardinality(k.conkey) = 1
"""
TRIGGERS = """
select tgrelid::regclass::text, tgname,
       case tgenabled when 'A' then 'always' when 'R' then 'replica' else '' end
from pg_trigger where not tgisinternal and tgenabled <> 'D' and tgrelid::regclass::text = any(%s)
"""
CONSTRAINTS = """
select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint
where contype = any(%s)
  and (conrelid::regclass::text = any(%s) or confrelid::regclass::text = any(%s))
"""
INDEXES = """
select i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) from pg_index i
where not i.indisprimary and i.indrelid::regclass::text = any(%s)
"""

NOTICES = f"""
insert into notices_notice (kind, union_id, {", ".join(TIERS)}, system, number, token, posted_on, ends_on,
  working_days, contact, entries, by_user_id)
select 'determination', u.id, {", ".join(f"u.{tier}" for tier in TIERS)}, '', u.name || '公示〔2010〕' || n || '号',
       md5(u.id || '/' || n), e.day - 10, e.day, 5, '样例', '[]', 1
from organisations_union u
cross join (values (1, date '2010-10-20'), (2, date '2010-11-05')) e(n, day)
where u.depth = 2
"""
#: Every second household that may apply has a case, in the states that an autumn would show.
CASES = f"""
insert into casework_case (household_id, {", ".join(TIERS)}, system, state, day, known_at,
  hardship_class, income_fen, essential_fen, size, standard_fen, rule_set, facts_id,
  determination_id, submitted_by_id, checked_by_id, posted_by_id, decided_by_id, notice_id, notice_seq,
  posting_ends_on, version, moved_on, decided_on{{more}})
select d.household_id, {", ".join(f"d.{tier}" for tier in TIERS)}, d.system, w.state,
  date '2010-10-31', now(), d.hardship_class, d.income_fen, d.essential_fen, d.size,
  d.standard_fen, d.rule_set, d.facts_id, d.id, 1,
  case when w.step > 1 then 2 end, case when w.step > 2 then 2 end,
  case when w.step > 3 then 3 end, case when w.step > 2 then n.id end,
  case when w.step > 2 then d.household_id end, case when w.step > 2 then n.ends_on end,
  w.step, date '2010-10-31' - (d.household_id % 20)::int,
  case when w.step > 3 then date '2010-10-31' end{{values}}
from {{determinations}} d
cross join lateral (select (array['submitted', 'checked', 'posted', 'approved', 'approved',
  'approved', 'returned'])[1 + (d.household_id / 2) % 7] as state,
  (array[1, 2, 3, 4, 4, 4, 1])[1 + (d.household_id / 2) % 7] as step) w
left join notices_notice n on n.union_id = d.tier2
  and n.ends_on = case when w.step > 3 or d.household_id % 4 = 0 then date '2010-10-20'
                       else date '2010-11-05' end
where d.household_id % 2 = 0 and d.hardship_class in ('低保户', '低保边缘户', '意外致困户')
  and d.tier2 is not null
  and d.holds_from <= date '2010-10-31' and d.holds_until > date '2010-10-31'
order by d.household_id
"""
EVENTS = f"""
insert into casework_caseevent (household_id, {", ".join(TIERS)}, system, case_id, from_state,
  to_state, duty, day, by_user_id, by_name, reason)
select c.household_id, {", ".join(f"c.{tier}" for tier in TIERS)}, c.system, c.id, e.before, e.after,
  'casework.' || e.act, c.moved_on, e.who, '样例', ''
from casework_case c
cross join (values (0, '', 'submitted', 'submit', 1), (2, 'submitted', 'checked', 'check', 2),
  (3, 'checked', 'posted', 'post', 2), (4, 'posted', 'approved', 'approve', 3))
  e(step, before, after, act, who)
where c.version >= e.step order by c.id, e.step
"""


def make_cases(connection: psycopg.Connection) -> None:
    """Cases that have gone their way, with notices and events."""
    connection.execute("select set_config('app.reach', 'machine', false)")
    tables = ["notices_notice", "casework_case", "casework_caseevent"]
    with laid_aside(connection, tables):
        connection.execute(NOTICES)
        connection.execute(
            CASES.format(more="", values="", determinations="eligibility_determination")
        )
        connection.execute(EVENTS)
