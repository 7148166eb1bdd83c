"""`bangfu pay` and `bangfu check` as scripts call them, in the running process's database."""

from __future__ import annotations

import stat
from contextlib import nullcontext

import pytest
from django.db import connection

from bangfu.audit.models import Entry
from bangfu.kernel.errors import BangfuError
from bangfu.operations.checking.log import check_log
from bangfu.operations.checking.scope import check_scope
from bangfu.operations.cli import check, pay
from bangfu.operations.cli.parsing import Options
from bangfu.rounds.models import Payment
from bangfu.rounds.papers import payment_file
from bangfu.scope.actors import acting, operator
from makers import payees, people, rounds
from makers.rounds import answer_file

pytestmark = pytest.mark.usefixtures("fresh_database")


@pytest.fixture(autouse=True)
def _this_system(monkeypatch):
    """The commands' own start-up would look for another server; the rest is the real thing."""
    monkeypatch.setattr(pay, "standing_system", nullcontext)
    monkeypatch.setattr(check, "standing_system", nullcontext)


def run_pay(round_, by="releaser", export=None, answer=None) -> int:
    answers = [answer] if answer else None
    return pay.run(Options(round=str(round_), by=by, export=export, answer=answers, bank=""))


def test_a_file_goes_out_private_and_its_answer_comes_in(tmp_path, capsys):
    world = payees.make_world()
    payees.families(world, 3)
    round_ = rounds.released(world)
    out = tmp_path / "pay.csv"
    assert run_pay(round_.pk, export=out) == 0
    first = out.read_bytes()
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert run_pay(round_.pk, export=out) == 0
    assert out.read_bytes() == first
    assert not list(tmp_path.glob(".*"))
    answers = tmp_path / "answer.csv"
    answers.write_bytes(answer_file(first))
    assert run_pay(round_.pk, answer=answers) == 0
    assert run_pay(round_.pk, answer=answers) == 0
    with acting(operator()):
        assert set(Payment.objects.values_list("state", flat=True)) == {"paid"}
    parts = [part for part in check.PARTS if part != "records"]  # these families came by no command
    assert [check.run(Options(part=part)) for part in parts] == [0] * len(parts)
    said = capsys.readouterr()
    shown = said.out + said.err
    assert "没有发现问题" in shown
    assert not any(people.card(n) in shown for n in (1, 2, 3))


def test_what_may_not_be_is_refused(tmp_path):
    world = payees.make_world()
    payees.families(world, 1)
    round_ = rounds.rostered(world)
    out = tmp_path / "pay.csv"
    for by, number in (
        ("releaser", round_.pk),  # not released yet
        ("approver", round_.pk),  # not that role
        ("huazhou", round_.pk),  # elsewhere
        ("nobody", round_.pk),
        ("releaser", "x"),
        ("releaser", 10**30),
    ):
        with pytest.raises(BangfuError):
            run_pay(number, by=by, export=out)
    assert not out.exists()
    with pytest.raises(BangfuError):
        run_pay(round_.pk, export=tmp_path / "pay.pdf")


def test_no_card_lies_anywhere_but_in_the_file():
    """A canary: every text in the database, but the sealed numbers, is searched."""
    world = payees.make_world()
    payees.families(world, 2)
    round_ = rounds.released(world)
    rows = rounds.send(world, round_)
    assert rows[1][4] == people.card(1)
    with acting(operator()), connection.cursor() as cursor:
        cursor.execute(
            "select table_name from information_schema.tables"
            " where table_schema = 'public' and table_type = 'BASE TABLE'"
            " and has_table_privilege(table_name, 'select')"
        )
        tables = [row[0] for row in cursor.fetchall()]
        for table in tables:
            for number in (people.card(1), people.card(2), people.identity(1)):
                cursor.execute(
                    f"select count(*) from {table} t where t::text like %s", [f"%{number}%"]
                )
                assert cursor.fetchone() == (0,), table
    assert payment_file(rows, "csv").count(people.card(1).encode()) == 1


def test_the_checks_find_nothing_in_a_good_database():
    world = payees.make_world()
    payees.families(world, 1)
    rounds.released(world)
    with acting(operator()):
        assert check_scope() == []
        assert check_log() == []
        assert Entry.objects.exists()
