"""Both walls of scope, on the real running role."""

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError, ProgrammingError

from bangfu.audit.models import Entry
from bangfu.audit.recording import record
from bangfu.operations.migrate import refuse_unsafe_role
from bangfu.organisations.models import Union
from bangfu.registry.models import Household
from bangfu.scope.actors import Actor, acting, operator
from bangfu.scope.by_hand import rows_of, sight, sight_values
from bangfu.scope.enums import Role
from bangfu.scope.reach import NOTHING, Scope
from makers.households import make_household
from makers.unions import make_union

pytestmark = pytest.mark.django_db


def household(file_no: str, where: Union, system: str = "") -> Household:
    return make_household(where, file_no, system=system)


def officer(of: Union, **more: object) -> Actor:
    return Actor(1, "甲", Role.REVIEWER, of.id, Scope(of.id, of.depth, **more))  # type: ignore[arg-type]


def files() -> set[str]:
    return set(Household.objects.values_list("file_no", flat=True))


@pytest.fixture
def tree() -> dict[str, Union]:
    city = make_union("C")
    east, west = make_union("E", parent=city), make_union("W", parent=city)
    industry = make_union("I", parent=city, system="教育")
    with acting(operator()):
        household("in-east", east)
        household("in-west", west, "教育")
    return {"city": city, "east": east, "west": west, "industry": industry}


def test_with_no_scope_nothing_is_visible(tree):
    assert files() == set()


def test_a_county_sees_its_own_and_a_city_both(tree):
    with acting(officer(tree["east"])):
        assert files() == {"in-east"}
    with acting(officer(tree["city"])):
        assert files() == {"in-east", "in-west"}
    assert files() == set()


def test_sql_by_hand_keeps_what_the_query_filter_keeps(tree):
    """Read by the machine, so that the first wall stands alone."""
    city, depth = tree["city"].id, tree["city"].depth
    followed = officer(tree["industry"], system="教育", system_union_id=city, system_depth=depth)
    nobody = Actor(1, "甲", Role.REVIEWER, None, NOTHING)
    here = [officer(tree[name]) for name in ("city", "east", "west", "industry")]
    kept = {}
    with acting(operator()):
        for holder in (*here, followed, nobody, operator()):
            asked = f"select h.id from registry_household h where {sight(holder, 'h')}"
            by_hand = {id_ for (id_,) in rows_of(asked, sight_values(holder))}
            assert by_hand == {one.pk for one in Household.objects.visible_to(holder)}
            kept[holder] = len(by_hand)
    assert list(kept.values()) == [2, 1, 1, 0, 1, 0, 2]


def test_the_query_filter_alone_says_the_same(tree):
    with acting(operator()):
        seen = Household.objects.visible_to(officer(tree["east"]))
        assert {one.file_no for one in seen} == {"in-east"}


def test_an_industry_union_follows_its_system_across_the_parents_territory(tree):
    industry, city = tree["industry"], tree["city"]
    actor = officer(industry, system="教育", system_union_id=city.id, system_depth=1)
    with acting(actor):
        assert files() == {"in-west"}


def test_an_industry_union_sees_no_other_territory_through_either_wall(tree):
    province = make_union("P")
    there = make_union("D", parent=make_union("C2", parent=province))
    with acting(operator()):
        household("elsewhere", there, "教育")
    actor = officer(
        tree["industry"], system="教育", system_union_id=tree["city"].id, system_depth=1
    )
    with acting(operator()):  # the first wall alone
        assert {one.file_no for one in Household.objects.visible_to(actor)} == {"in-west"}
    with acting(actor):
        assert files() == {"in-west"}


def test_no_row_is_moved_out_of_the_actors_reach(tree):
    """The policy holds what is written as well as what is read."""
    with (
        pytest.raises(ProgrammingError),
        acting(officer(tree["east"])),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("update registry_household set tier1 = null, tier2 = null, tier3 = null")


def test_a_household_cannot_be_put_where_the_actor_has_no_say(tree):
    with pytest.raises(ProgrammingError), acting(officer(tree["east"])):
        household("smuggled", tree["west"])


def test_rows_follow_when_a_union_moves(tree):
    east = tree["east"]
    with acting(operator()):
        east.parent, east.tier2, east.tier3, east.depth = tree["west"], tree["west"].id, east.id, 3
        east.save()
        assert Household.objects.get(file_no="in-east").tier3 == east.id
    with acting(officer(tree["west"])):
        assert files() == {"in-east", "in-west"}


def test_a_union_hangs_nowhere_but_below_its_parent(tree):
    east, west = tree["east"].id, tree["west"].id
    for wrong in (f"tier1 = {west}", f"tier3 = {west}", "tier1 = null, tier2 = null", "depth = 3"):
        with (
            pytest.raises(IntegrityError) as refused,
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"update organisations_union set {wrong} where id = {east}")
        constraint = refused.value.__cause__.diag.constraint_name
        assert constraint == "union_line_follows_parent"


def test_the_log_cannot_be_rewritten(tree):
    record(operator(), "test.act", "household", 1)
    entry = Entry.objects.get()
    assert len(entry.digest) == 32
    assert entry.era >= 1
    for statement in ("update audit_entry set actor = 'x'", "delete from audit_entry"):
        assert refused(statement)


def refused(statement: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except ProgrammingError:
        return True
    return False


def test_the_running_role_is_safe(tree):
    refuse_unsafe_role()
