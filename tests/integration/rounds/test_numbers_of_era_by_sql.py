"""What goes to a bank bears the present era's code, as the running role finds out by plain SQL."""

from __future__ import annotations

import psycopg
import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from bangfu.scope.actors import acting, operator
from harness import SERVER
from makers import payees, rounds

FILE = """
insert into rounds_paymentfile (union_id, round_id, number, count, total_fen, digest, by_name, system)
select union_id, id, %s, 1, 100, 'x', 'x', '' from rounds_round
"""
ANOTHER_ERA = "insert into audit_era (reason) values ('从备份恢复')"


@pytest.fixture(autouse=True)
def _round(fresh_database):
    world = payees.make_world()
    payees.families(world, 1)
    rounds.released(world)


def refusal(number: str) -> str:
    """'' when the database takes such a file (and undoes it), else the constraint that it names."""
    try:
        with acting(operator()), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(FILE, [number])
            assert cursor.rowcount == 1
            transaction.set_rollback(True)
    except IntegrityError as error:
        return str(error.__cause__.diag.constraint_name)
    return ""


def code() -> str:
    with acting(operator()), connection.cursor() as cursor:
        cursor.execute("select audit_era_code()")
        return str(cursor.fetchone()[0])


def begin_another_era() -> None:
    """As a restore does, which alone may."""
    with psycopg.connect(SERVER.urls(settings.DATABASES["default"]["NAME"])[0]) as owner:
        owner.execute(ANOTHER_ERA)


def test_a_file_bears_the_code_of_this_era_and_of_no_other():
    now = code()
    assert refusal(f"BF{now}000001-1") == ""
    other = "".join("A" if letter != "A" else "B" for letter in now)
    for number in (f"BF{other}000001-1", f"{now}000001-1", f"bf{now}000001-1", "BF000001-1", ""):
        assert refusal(number) == "file_of_era", number


def test_after_a_restore_the_code_of_before_is_refused():
    before = code()
    begin_another_era()
    assert code() != before
    assert refusal(f"BF{before}000001-1") == "file_of_era"
    assert refusal(f"BF{code()}000001-1") == ""
