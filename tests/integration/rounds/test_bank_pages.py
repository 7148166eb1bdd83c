"""A bank's answers and the simulated bank on the pages of a round."""

from __future__ import annotations

import csv
import io

import pytest
from asking_pages import as_officer, post, upload
from django.urls import reverse

from bangfu.audit.models import Entry
from bangfu.documents.workbooks import SheetSpec, build_workbook
from bangfu.rounds.models import Payment
from bangfu.rounds.papers import payment_file
from bangfu.scope.actors import acting, operator
from makers import payees, rounds
from makers.rounds import answer_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static_as_is")]


@pytest.fixture
def world() -> payees.World:
    return payees.make_world()


def test_answers_come_as_csv_or_xlsx_and_bad_ones_change_nothing(world):
    payees.families(world, 3)
    round_ = rounds.released(world)
    table = rounds.send(world, round_)
    good = answer_file(payment_file(table, "csv"))
    assert upload(world, round_, "a.csv", b"\xff\x00nonsense").status_code == 422
    assert upload(world, round_, "a.exe", good).status_code == 422
    assert upload(world, round_, "a.xlsx", good).status_code == 422
    assert upload(world, round_, "a.csv", b"x" * (5 * 2**20 + 1)).status_code == 413
    rows = list(csv.reader(io.StringIO(good.decode("utf-8-sig"))))
    rows[1][3] = "1.00"
    bad = upload(world, round_, "a.xlsx", answer_workbook(rows))
    assert bad.status_code == 422
    assert "金额应为 2000.00" in bad.content.decode()
    with acting(operator()):
        assert set(Payment.objects.values_list("state", flat=True)) == {"sent"}
    rows[1][3] = "2000.00"
    assert upload(world, round_, "a.xlsx", answer_workbook(rows)).status_code == 302
    assert upload(world, round_, "a.csv", good).status_code == 302
    with acting(operator()):
        assert set(Payment.objects.values_list("state", flat=True)) == {"paid"}


def answer_workbook(rows: list[list[str]]) -> bytes:
    return build_workbook([SheetSpec("回单", rows[0], rows[1:])])


def test_the_simulated_bank_is_for_demos():
    real = payees.make_world(demo=False)
    payees.families(real, 1)
    round_ = rounds.released(real)
    rounds.send(real, round_)
    assert post(real, "planner", "round_simulate", round_.pk).status_code == 403


def test_the_simulated_bank_has_a_name_of_its_own_in_the_log(world):
    payees.families(world, 1)
    round_ = rounds.released(world)
    rounds.send(world, round_)
    assert post(world, "planner", "round_simulate", round_.pk, return_every="0").status_code == 302
    actions = list(Entry.objects.filter(subject_kind="round").values_list("action", flat=True))
    assert "rounds.simulate_bank" in actions
    assert "rounds.send_again" not in actions
    log = as_officer(world, "auditor").get(reverse("log_list")).content.decode()
    assert "模拟银行答复" in log
    assert "文件 BF" in log
