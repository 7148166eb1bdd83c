"""Two walls, each taken away in turn: the other one holds alone. With both gone all is seen, so
these tests would notice.
"""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.db.models import Count, Sum
from django.db.utils import DatabaseError, ProgrammingError

from bangfu.casework.models import Case
from bangfu.operations.embedded import DATABASE
from bangfu.organisations.models import Union
from bangfu.registry.models import Household, Person
from bangfu.rounds.models import Payment
from bangfu.scope.actors import Actor, acting, operator
from bangfu.scope.context import scoped
from bangfu.scope.reach import NOTHING
from bangfu.scope.row_security import COLUMNS, scoped_models
from harness import connect_to

from .asking import signed_in
from .doing import actor
from .sight import ANYBODY, OFFICERS
from .sweeping import sweep

MODELS = scoped_models()
IDS = [model._meta.label for model in MODELS]


def seen(rows) -> tuple[int, int]:
    """How many and which: the number of rows and the sum of their ids, or of what they belong to."""
    own = rows.model._meta.pk.name != "pk"  # else a key of several columns
    sums = rows.aggregate(count=Count("*"), which=Sum("pk" if own else "household_id"))
    return sums["count"], sums["which"] or 0


def on_this_database_as_owner(statements: list[str]) -> None:
    name = connection.settings_dict["NAME"]
    assert name != DATABASE
    connect_to(name, owner=True)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    connect_to(name)


@pytest.fixture
def without_row_security(shop):
    """The filters alone are left."""
    tables = [model._meta.db_table for model in MODELS]
    on_this_database_as_owner(
        [f"alter table {table} no force row level security" for table in tables]
        + [f"alter table {table} disable row level security" for table in tables]
    )
    yield shop
    on_this_database_as_owner(
        [f"alter table {table} enable row level security" for table in tables]
        + [f"alter table {table} force row level security" for table in tables]
    )


@pytest.mark.parametrize("model", MODELS, ids=IDS)
def test_each_wall_shows_an_officer_the_same_rows(model, shop):
    """Raw queries behind row-level security, and filtered ones where the database hides nothing."""
    differing = []
    for username in OFFICERS:
        by = actor(username)
        with acting(by):
            by_database = seen(model.objects.all())
        with acting(operator()):
            by_filter = seen(model.objects.visible_to(by))
        if by_database != by_filter:
            differing.append((username, by_database, by_filter))
    assert differing == []


def test_the_families_hang_in_every_table_that_a_case_and_a_payment_leave_rows_in(shop):
    """Else the comparison above would compare nothing with nothing."""
    with acting(operator()):
        empty = {model._meta.label for model in MODELS if not model.objects.exists()}
    assert empty <= {"intake.Upload", "rounds.LeftOut"}


@pytest.mark.parametrize("model", MODELS, ids=IDS)
def test_without_a_scope_nothing_is_visible(model, shop):
    assert seen(model.objects.all()) == (0, 0)
    with scoped(NOTHING):
        assert seen(model.objects.all()) == (0, 0)


def test_a_raw_query_of_another_county_finds_no_family(shop):
    with acting(actor("hz-reviewer")):
        for model in MODELS:
            columns = {field.attname for field in model._meta.concrete_fields}
            for column in columns & {"household_id", "household_ref"}:
                assert not model.objects.filter(**{column: shop.households["gaozhou"]}).exists()
        assert not Household.objects.filter(pk=shop.households["gaozhou"]).exists()


def test_what_is_not_seen_cannot_be_changed(shop):
    with transaction.atomic(), acting(actor("hz-reviewer")):
        assert Household.objects.filter(pk=shop.households["gaozhou"]).update(head_name="x") == 0
        assert Person.objects.exclude(household_id=None).filter(name="燚甲樵").update(name="x") == 0
        assert Case.objects.filter(pk=shop.cases["gaozhou"]).update(version=9) == 0
        assert Payment.objects.update(bank_reason="x") == 0
        transaction.set_rollback(True)


def test_nothing_can_be_put_into_or_moved_to_another_county(shop):
    gaozhou = Union.objects.get(code="44098100000")
    ours = shop.households["huazhou"]
    with pytest.raises(DatabaseError), acting(actor("hz-reviewer")):
        Household.objects.create(
            file_no="X1", union=gaozhou, area_code="440981", head_name="x", opened_on="2010-01-01"
        )
    with pytest.raises(DatabaseError), acting(actor("hz-reviewer")):
        Household.objects.filter(pk=ours).update(union=gaozhou)
    with pytest.raises(DatabaseError), acting(actor("hz-reviewer")):
        Person.objects.create(household_id=shop.households["gaozhou"], name="x")


def test_columns_of_jurisdiction_written_by_hand_move_no_row(shop):
    """Whatever the caller writes, a row lies where its household does, or is refused."""
    by: Actor = actor("hz-reviewer")
    household = shop.households["huazhou"]
    with transaction.atomic(), acting(by):
        person = Person.objects.create(household_id=household, name="x")  # stamped
        person.refresh_from_db()
        assert person.tier2 == by.union_id
        transaction.set_rollback(True)
    brought = {name: getattr(person, name) for name in COLUMNS}
    for name in ("tier2", "tier3", "system"):
        wrong = {**brought, name: "x" if name == "system" else 999}
        with pytest.raises(ProgrammingError), transaction.atomic(), acting(by):
            Person.objects.create(household_id=household, name="x", **wrong)


def test_filters_hold_alone_on_every_route(without_row_security):
    shop = without_row_security
    wrong = {
        officer: faults
        for officer in (ANYBODY, "gz-fund", "hz-reviewer", "edu-reviewer", "admin")
        if (faults := sweep(signed_in(officer), officer, shop))
    }
    assert wrong == {}


def test_with_both_walls_gone_the_family_is_seen(without_row_security):
    with acting(actor("hz-reviewer")):
        assert Household.objects.filter(pk=without_row_security.households["gaozhou"]).exists()
