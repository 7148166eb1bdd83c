"""What the catalogue itself says: both walls stand on every table, for everyone."""

import pytest
from django.apps import apps
from django.db import connection

from bangfu.audit.append_only import append_only_models
from bangfu.operations.migrate import WITHDRAWN
from bangfu.scope.models import ScopedModel, SeenWith
from bangfu.scope.row_security import following_models, owned_models, scoped_models

pytestmark = pytest.mark.django_db


def catalogue(statement: str) -> set[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return set(cursor.fetchall())


def guarded_models():
    return [*scoped_models(), *following_models(), *owned_models()]


def test_every_table_that_hangs_on_a_scoped_one_is_guarded():
    """It says something of its household, round or fund, whatever it says."""
    bare = {
        model._meta.label
        for model in apps.get_models()
        if not issubclass(model, ScopedModel | SeenWith)
        and any(
            field.is_relation and issubclass(field.related_model, ScopedModel)
            for field in model._meta.concrete_fields
        )
    }
    assert bare == set()


def test_every_scoped_table_is_guarded_even_against_its_owner():
    guarded = catalogue("select relname from pg_class where relrowsecurity and relforcerowsecurity")
    assert {(model._meta.db_table,) for model in guarded_models()} <= guarded


def test_every_guarded_table_has_the_one_policy_for_reading_and_writing():
    policies = catalogue(
        "select tablename, policyname, cmd, qual is not null, with_check = qual from pg_policies"
    )
    # What is also seen with its round is written by those alone who see the round: `test_payers_sight`.
    wanted = {
        (m._meta.db_table, "scope", "ALL", True, getattr(m, "also_seen_with", None) is None)
        for m in guarded_models()
    }
    assert wanted == policies


def test_the_running_role_cannot_rewrite_what_only_grows():
    may = catalogue(
        """select table_name, privilege_type from information_schema.role_table_grants
           where grantee = current_user and privilege_type in ('UPDATE', 'DELETE', 'TRUNCATE')"""
    )
    rewritable = {table for table, _privilege in may}
    frozen = {model._meta.db_table for model in append_only_models()} | {"funds_account"}
    assert rewritable & frozen == set()


def test_the_running_role_has_no_right_that_it_never_uses():
    for table, rights in WITHDRAWN.items():
        held = catalogue(
            f"""select right_ from unnest(string_to_array('{rights}', ', ')) right_
                where has_table_privilege(current_user, '{table}', right_)"""
        )
        assert held == set(), table


def test_the_running_role_owns_nothing():
    owned = catalogue(
        """select relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
           where n.nspname = 'public' and pg_get_userbyid(c.relowner) = current_user"""
    )
    assert owned == set()


def test_foreign_keys_point_down_the_house():
    order = [
        "audit", "accounts", "vault", "organisations", "standards", "registry", "programmes",
        "funds", "eligibility", "intake", "notices", "casework", "rounds",
    ]  # fmt: skip
    upward = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in order
        for field in model._meta.concrete_fields
        if field.is_relation
        and field.related_model._meta.app_label in order
        and order.index(field.related_model._meta.app_label) > order.index(model._meta.app_label)
    ]
    assert upward == []
