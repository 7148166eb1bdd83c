"""What is on file of the households of an import, on its reporting day, as known now."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection


@dataclass(frozen=True, slots=True)
class FiledHousehold:
    """A household as listed, and its version in force on the day (`facts_id` None: none is).

    `is_latest`: no version holds from a later day, so what lists show follows this one.
    """

    id: int
    file_no: str
    union_id: int
    area_code: str
    system: str
    head_name: str = field(repr=False)
    opened_on: date
    worker_membership_id: int
    person_id: int
    id_secret_id: int | None
    id_index: bytes | None = field(repr=False)
    facts_id: int | None
    digest: bytes | None
    missing: tuple[int, ...]
    card_secret_id: int | None
    card_index: bytes | None = field(repr=False)
    is_latest: bool
    worker_since: date


@dataclass(frozen=True, slots=True)
class FiledMember:
    """A member on the day; `since`: of the household from then on; `is_latest` as above."""

    membership_id: int
    household_id: int
    person_id: int
    relation: str
    since: date
    name: str = field(repr=False)
    birth_date: date | None = field(repr=False)
    id_secret_id: int | None
    id_index: bytes | None = field(repr=False)
    facts_id: int | None
    digest: bytes | None
    ordinal: int
    absent: bool
    is_latest: bool


# Lists of numbers are compared with `any`, never joined: right after a large import the planner takes
# the tables for empty, and joining would compare every number with every row.
HOUSEHOLDS = """
select h.id, h.file_no, h.union_id, h.area_code, h.system, h.head_name, h.opened_on,
  m.id, p.id, s.id, s.blind_index,
  f.id, f.content_digest, coalesce(f.missing_members, '{}'), f.card_secret_id, c.blind_index,
  not exists (select from registry_householdfacts l
              where l.household_id = h.id and l.held_from > %(day)s),
  m.held_from
from registry_household h
join registry_membership m on m.household_id = h.id and m.relation = '本人'
  and (m.held_until is null or m.held_until >= %(day)s)
  and not exists (select from registry_membership b
                  where b.household_id = h.id and b.relation = '本人'
                    and b.held_until >= %(day)s and b.held_from < m.held_from)
join registry_person p on p.id = m.person_id
left join lateral registry_facts_in_force(h.id, %(day)s) f on true
left join lateral vault_secret_known(coalesce(f.id_secret_id, p.id_secret_id)) s on true
left join lateral vault_secret_known(f.card_secret_id) c on true
where h.file_no = any(%(file_nos)s)
order by h.file_no
"""
MEMBERS = """
select m.id, m.household_id, p.id, m.relation, m.held_from, p.name, p.birth_date, p.id_secret_id, s.blind_index,
  f.id, f.content_digest, coalesce(f.ordinal, 0), coalesce(f.absent, false),
  not exists (select from registry_memberfacts l
              where l.household_id = m.household_id and l.membership_id = m.id
                and l.held_from > %(day)s)
from registry_membership m
join registry_person p on p.id = m.person_id
left join lateral vault_secret_known(p.id_secret_id) s on true
left join lateral registry_member_facts_in_force(m.household_id, m.id, %(day)s) f on true
where m.household_id = any(%(ids)s) and m.relation <> '本人'
  and (m.held_until is null or m.held_until >= %(day)s)
order by m.household_id, m.id
"""


def filed_households(file_nos: Iterable[str], day: date) -> dict[str, FiledHousehold]:
    """By file number, as far as the running transaction sees them."""
    asked = {"file_nos": sorted(set(file_nos)), "day": day}
    households = [FiledHousehold(*row) for row in _rows(HOUSEHOLDS, asked)]
    return {household.file_no: household for household in households}


def filed_members(household_ids: Collection[int], day: date) -> dict[int, list[FiledMember]]:
    """By household, in the order they were first filed."""
    by_household: dict[int, list[FiledMember]] = {}
    for row in _rows(MEMBERS, {"ids": list(household_ids), "day": day}):
        member = FiledMember(*row)
        by_household.setdefault(member.household_id, []).append(member)
    return by_household


def _rows(statement: str, asked: dict[str, Any]) -> list[list[Any]]:
    """Rows in the order of the dataclass's fields."""
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return [[_plain(value) for value in row] for row in cursor.fetchall()]


def _plain(value: Any) -> Any:
    if isinstance(value, memoryview):
        return bytes(value)
    return tuple(value) if isinstance(value, list) else value
