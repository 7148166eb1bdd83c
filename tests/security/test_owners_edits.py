"""`check` finds each of an owner's edits, by the checker whose matter it is; and nothing in a world that nobody touched."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.db import connection, transaction

from bangfu.eligibility.queries.check_determinations import check_determinations, list_the_settled
from bangfu.eligibility.queries.check_tallies import check_tallies
from bangfu.funds.queries import check_money as ledger
from bangfu.operations.checking.guards import check_guards
from bangfu.operations.checking.log import check_log
from bangfu.operations.checking.records import check_records, check_seals, check_told
from bangfu.operations.checking.scope import check_scope
from bangfu.operations.embedded import APP_ROLE
from bangfu.organisations.queries import today
from bangfu.rounds.queries import check_money as payouts
from bangfu.rounds.queries.check_files import check_files
from bangfu.scope.actors import acting, operator
from harness import connect_to, copy_of

from .attacked import ATTACKED
from .owners_edits_listed import EDITS, Edit


def determinations() -> list[str]:
    list_the_settled(today())
    return check_determinations(today())


CHECKS: dict[str, Callable[[], list[str]]] = {
    "money": lambda: [*ledger.check_money(), *payouts.check_money()],
    "scope": check_scope,
    "figures": lambda: check_tallies(today()),
    "log": check_log,
    "records": check_told,
    "files": check_files,
    "seals": check_seals,
    "determinations": determinations,
    "guards": lambda: check_guards(APP_ROLE),
}


def everything() -> list[str]:
    """As `bangfu check` asks."""
    list_the_settled(today())
    parts = ("money", "scope", "figures", "log", "guards")
    return [*check_records(), *(line for part in parts for line in CHECKS[part]())]


def test_nothing_is_found_where_nobody_edited(attacked_template, django_db_blocker):
    for name in copy_of(ATTACKED, django_db_blocker):
        with django_db_blocker.unblock():
            connect_to(name)
            with acting(operator()):
                assert everything() == []


@pytest.fixture(scope="module")
def as_owner(attacked_template, django_db_blocker) -> Iterator[None]:
    """`connection` is the owner's, to a copy of the world that is only ever taken back."""
    copies = copy_of(ATTACKED, django_db_blocker)
    name = next(copies)
    with django_db_blocker.unblock():
        connect_to(name, owner=True)
        yield
    next(copies, None)


def found_after(edit: Edit) -> list[str]:
    with acting(operator()):
        with connection.cursor() as cursor:
            for table in edit.tables.split():
                cursor.execute(f"alter table {table} disable trigger user")
            cursor.execute(edit.sql)
            cursor.execute("set constraints all immediate")
            for table in edit.tables.split():
                cursor.execute(f"alter table {table} enable trigger user")
        found = CHECKS[edit.part]()
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.done)
def test_an_owners_edit_is_found(as_owner, edit: Edit):
    told = found_after(edit)
    assert any(edit.words in line for line in told), told[:5]
