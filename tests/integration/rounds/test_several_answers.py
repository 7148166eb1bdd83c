"""`bangfu pay ROUND --answer FILE --answer FILE`: all of them or none, what two tell alike once."""

from __future__ import annotations

import csv
import io
from contextlib import nullcontext
from pathlib import Path

import pytest
from money_checks import holds

from bangfu.acts.attempts import NOT_IN_SIGHT, NOT_PERMITTED, REFUSED, often
from bangfu.audit.models import Entry
from bangfu.operations.cli import DONE, FAILED, main, pay
from bangfu.rounds.models import BankAnswer, Payment
from bangfu.rounds.papers import payment_file
from bangfu.rounds.simulated_bank import Behaviour
from bangfu.scope.actors import acting, operator
from makers import payees, rounds
from makers.rounds import answer_file

pytestmark = pytest.mark.usefixtures("fresh_database")


@pytest.fixture(autouse=True)
def _this_system(monkeypatch):
    """The command's own start-up would look for another server; the rest is the real thing."""
    monkeypatch.setattr(pay, "standing_system", nullcontext)


@pytest.fixture
def sent():
    """Number of a round of three, and the rows of an answer that sends the second back."""
    world = payees.make_world()
    payees.families(world, 3)
    round_ = rounds.released(world)
    table = rounds.send(world, round_)
    content = answer_file(payment_file(table, "csv"), Behaviour(return_every=2)).decode("utf-8-sig")
    return round_.pk, list(csv.reader(io.StringIO(content)))


def written(path: Path, rows: list[list[str]], *numbers: int) -> str:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([rows[0], *(rows[number] for number in numbers)])
    return str(path)


def states() -> list[str]:
    with acting(operator()):
        return list(Payment.objects.order_by("reference").values_list("state", flat=True))


def test_several_files_are_taken_in_and_overlapping_lines_count_once(sent, tmp_path, capsys):
    number, rows = sent
    one = written(tmp_path / "a.csv", rows, 1, 2)
    two = written(tmp_path / "b.csv", rows, 2, 3)
    order = ["pay", "--answer", one, str(number), "--answer", two, "--answer", one]
    assert main([*order, "--by", "releaser"]) == DONE
    said = capsys.readouterr()
    lines = [line for line in (said.out + said.err).splitlines() if "回单" in line]
    assert lines == [
        f"{one} 回单：成功 1 笔，退回 1 笔。",
        f"{two} 回单：成功 1 笔，退回 0 笔。",
        f"{one} 回单：成功 1 笔，退回 1 笔。（这份回单先前已读入，没有改动）",
    ]
    assert states() == ["paid", "returned", "paid"]
    with acting(operator()):
        told = BankAnswer.objects.order_by("pk").values_list("paid_count", "returned_count")
        assert list(told) == [(1, 1), (1, 0)]
    holds()


def test_of_files_that_contradict_each_other_none_is_taken_in(sent, tmp_path, capsys):
    number, rows = sent
    one = written(tmp_path / "a.csv", rows, 1, 2)
    other = [rows[0], [*rows[2]]]
    other[1][rows[0].index("结果")] = "成功"
    two = written(tmp_path / "b.csv", other, 1)
    order = ["pay", str(number), "--answer", one, "--answer", two, "--by", "releaser"]
    assert main(order) == FAILED
    assert f"{two} 第 2 行" in capsys.readouterr().err
    assert states() == ["sent"] * 3


def test_one_file_is_told_as_before(sent, tmp_path, capsys):
    number, rows = sent
    only = written(tmp_path / "a.csv", rows, 1)
    assert main(["pay", str(number), "--answer", only, "--by", "releaser"]) == DONE
    said = capsys.readouterr()
    assert (said.out + said.err).splitlines()[-2:] == [
        "回单：成功 1 笔，退回 0 笔。",
        "还有 2 笔没有回单。",
    ]


def test_what_an_officer_tries_in_vain_is_in_the_log(sent, tmp_path):
    """Of another's duty, of a round that is not in sight, and of a file that does not fit: a line each."""
    number, rows = sent
    only = written(tmp_path / "a.csv", rows, 1)
    often.forget()
    assert main(["pay", str(number), "--answer", only, "--by", "approver"]) == FAILED
    assert main(["pay", "99", "--export", str(tmp_path / "out.csv"), "--by", "releaser"]) == FAILED
    strange = written(tmp_path / "b.csv", [rows[0], ["x"] * len(rows[0])], 1)
    assert main(["pay", str(number), "--answer", strange, "--by", "releaser"]) == FAILED
    with acting(operator()):
        told = Entry.objects.filter(subject_kind="duty").order_by("id")
        assert [(each.action, each.actor, each.subject) for each in told] == [
            (NOT_PERMITTED, "approver", "rounds.take_answer"),
            (NOT_IN_SIGHT, "releaser", "rounds.send"),
            (REFUSED, "releaser", "rounds.take_answer"),
        ]
    assert states() == ["sent"] * 3


def test_a_file_that_is_not_there_takes_in_nothing(sent, tmp_path):
    number, rows = sent
    one = written(tmp_path / "a.csv", rows, 1, 2)
    missing = str(tmp_path / "none.csv")
    with pytest.raises(SystemExit) as stopped:
        main(["pay", str(number), "--answer", one, "--answer", missing, "--by", "releaser"])
    assert stopped.value.code == FAILED
    assert states() == ["sent"] * 3
