"""The version in force: queries and published SQL say the same, on every day, as known at any time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from django.db import connection

from bangfu.registry.enums import Source
from bangfu.registry.models import Household, HouseholdFacts, MemberFacts, Membership, Person
from bangfu.scope.actors import acting, operator
from bangfu.scope.enums import Role
from bangfu.scope.search_path import loose_functions

FIRST = date(2010, 1, 1)
DAYS = [FIRST + timedelta(days=n) for n in range(12)]
TIMES = [datetime(2010, 3, n, tzinfo=UTC) for n in range(1, 9)]
FACTS = """
select h.id, f.id from registry_household h
left join lateral registry_facts_in_force(h.id, %(day)s, coalesce(%(known)s::timestamptz, 'infinity')) f on true
"""
MEMBERS = """
select f.membership_id, f.id from registry_household h
cross join lateral registry_members_in_force(h.id, %(day)s, coalesce(%(known)s::timestamptz, 'infinity')) f
"""
REGISTER = """
select f.household_id, f.id
from registry_register_in_force(%(day)s, coalesce(%(known)s::timestamptz, 'infinity'), null) f
"""
#: What a range of files is decided on, and how much of it there is to read.
OF_A_RANGE = """
explain (costs off)
select h.file_no, f.id, f.own_income_fen, m.ordinal, s.held_from, n.household_id
from registry_next_file(1) n, registry_facts_over(1, 20000, {few}) f
cross join lateral registry_file_of(f.household_id) h
join registry_member_facts_over(1, 20000, {few}) m on m.household_id = h.id
join registry_memberships_over(1, 20000, {few}) s on s.id = m.membership_id
"""
OF_THE_REGISTER = """
explain (costs off) select f.own_income_fen, h.head_name
from registry_register_in_force('2010-10-31', 'infinity', {few}) f
cross join lateral registry_file_of(f.household_id) h
"""
#: The register as it stands, of some files: how a page of fifty or a roster asks.
OF_SOME = """
explain (costs off) select h.id, f.name, m.name from registry_household h
left join lateral registry_facts_in_force(h.id, '2010-10-31') f on true
left join lateral registry_members_in_force(h.id, '2010-10-31') m on true
where h.file_no between 'A' and 'B'
"""


def test_queries_and_sql_say_what_the_histories_say(world):
    random = Random(4)
    with acting(operator()):
        histories = [history(world, random) for _ in range(6)]
        for day in (FIRST - timedelta(days=1), *DAYS):
            for known in (None, *TIMES):
                assert_alike(histories, day, known)


def assert_alike(histories: Iterable[History], day: date, known: datetime | None) -> None:
    facts = {one.household.pk: newest(one.facts, day, known) for one in histories}
    asked = HouseholdFacts.objects.in_force(day, known).values_list("household_id", "id")
    assert dict(asked) == {household: one for household, one in facts.items() if one}
    assert dict(rows(FACTS, day, known)) == facts
    assert sorted(rows(REGISTER, day, known)) == sorted(
        (one, held) for one, held in facts.items() if held
    )
    members = {
        membership.pk: newest(versions, day, known)
        for one in histories
        for membership, versions in one.members
        if membership.held_from <= day and day <= (membership.held_until or day)
    }
    members = {membership: one for membership, one in members.items() if one}
    asked = MemberFacts.objects.in_force(day, known).values_list("membership_id", "id")
    assert dict(asked) == members
    assert dict(rows(MEMBERS, day, known)) == members


def test_what_counts_over_time_is_what_is_in_force_on_some_day(world):
    random = Random(5)
    with acting(operator()):
        histories = [history(world, random) for _ in range(6)]
        for few in ("null", f"array[{histories[0].household.pk}]::bigint[]"):
            told = [one for one in histories if few == "null" or str(one.household.pk) in few]
            facts = {held.pk for one in told for held in counting(one.facts)}
            members = {
                held.pk
                for one in told
                for _, versions in one.members
                for held in counting(versions)
            }
            assert over("registry_facts_over", few) == facts
            assert over("registry_member_facts_over", few) == members
            assert over("registry_memberships_over", few) == {
                membership.pk for one in told for membership, _ in one.members
            }


def counting(versions: list) -> list:
    """In force on the day that it holds from, as known now."""
    return [one for one in versions if newest(versions, one.held_from, None) == one.pk]


def over(function: str, few: str) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(f"select id from {function}(0, 1000000, {few})")
        return {id_ for (id_,) in cursor.fetchall()}


def test_the_next_file_is_the_first_at_or_behind_a_number(world):
    files = sorted(world.file().pk for _ in range(2))
    asked = "select household_id from registry_next_file(%s)"
    with acting(operator()), connection.cursor() as cursor:
        for at_least, wanted in ((0, files[:1]), (files[0] + 1, files[1:]), (files[1] + 1, [])):
            cursor.execute(asked, [at_least])
            assert [household for (household,) in cursor.fetchall()] == wanted


@pytest.mark.parametrize("asked", [OF_A_RANGE, OF_THE_REGISTER])
@pytest.mark.parametrize("few", ["null", "array[1, 2]::bigint[]"])
def test_published_sql_about_many_files_is_part_of_the_query_that_asks(world, asked, few):
    world.file(members=(100,))
    with acting(operator()), connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
        cursor.execute(asked.format(few=few))
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Function Scan" not in plan
    assert ("household_id = ANY" in plan) == (few != "null")


def newest(versions: list, day: date, known: datetime | None) -> int | None:
    """As ADR 4 says it, in plain Python."""
    held = [one for one in versions if one.held_from <= day]
    held = [one for one in held if known is None or one.recorded_at <= known]
    return max(held, key=lambda one: (one.held_from, one.pk)).pk if held else None


def rows(statement: str, day: date, known: datetime | None) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"day": day, "known": known})
        return cursor.fetchall()


class History:
    def __init__(self, household: Household) -> None:
        self.household = household
        self.facts: list[HouseholdFacts] = []
        self.members: list[tuple[Membership, list[MemberFacts]]] = []


def history(world, random: Random) -> History:
    """Up to five versions each, several from one day, the earlier day at times recorded later."""
    lived = History(
        Household.objects.create(
            file_no=f"F{next(world.numbers)}", union=world.east, area_code="449901",
            head_name="样例甲", opened_on=FIRST,
        )
    )  # fmt: skip
    for _ in range(random.randint(0, 5)):
        lived.facts.append(HouseholdFacts.objects.create(**drawn(lived, random), union=world.east))
    for _ in range(random.randint(0, 2)):
        membership = joined(lived.household, random)
        versions = [
            MemberFacts.objects.create(**drawn(lived, random), membership=membership, ordinal=1)
            for _ in range(random.randint(0, 5))
        ]
        lived.members.append((membership, versions))
    return lived


def drawn(made: History, random: Random) -> dict[str, object]:
    return {
        "household": made.household,
        "held_from": random.choice(DAYS),
        "recorded_at": random.choice(TIMES),
        "recorded_by": "test",
        "source": Source.PAGE,
        "content_digest": b"",
    }


def joined(household: Household, random: Random) -> Membership:
    since, until = sorted(random.sample(DAYS, 2))
    return Membership.objects.create(
        household=household,
        person=Person.objects.create(household=household, name="样例乙"),
        relation="配偶",
        held_from=since,
        held_until=random.choice((until, None)),
    )


def test_published_sql_is_part_of_the_query_that_asks_and_uses_its_indexes(world):
    for _ in range(3):
        world.file(members=(100,))
    with acting(operator()), connection.cursor() as cursor:
        # For so few rows other ways would be as good; which one is taken, its statistics decide.
        for way in ("seqscan", "bitmapscan", "sort"):
            cursor.execute(f"set local enable_{way} = off")
        cursor.execute(OF_SOME)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Function Scan" not in plan
    assert {"household_facts_held", "member_facts_held"} <= set(plan.split())


def test_published_sql_shows_nothing_outside_the_jurisdiction_of_the_one_who_asks(world):
    file = world.file(members=(100,))
    asked = "select count(*) from registry_facts_in_force(%s, '2010-10-31')"
    members = "select count(*) from registry_members_in_force(%s, '2010-10-31')"
    for where, seen in ((world.east, 1), (world.west, 0)):
        with acting(world.officer(Role.FILER, where)), connection.cursor() as cursor:
            for statement in (asked, members):
                cursor.execute(statement, [file.pk])
                assert cursor.fetchone() == (seen,)


@pytest.mark.parametrize("table", ["registry_householdfacts", "registry_memberfacts"])
def test_a_temporary_table_of_the_same_name_misleads_nobody(world, table):
    file = world.file(members=(100,))
    function = {"registry_householdfacts": "facts", "registry_memberfacts": "members"}[table]
    with acting(operator()), connection.cursor() as cursor:
        cursor.execute(f"create temp table {table} on commit drop as select * from {table} limit 0")
        cursor.execute(
            f"select count(*) from registry_{function}_in_force(%s, '2010-10-31')", [file.pk]
        )
        assert cursor.fetchone() == (1,)
        cursor.execute(f"drop table pg_temp.{table}")
    assert loose_functions() == []
