"""A bank's answers and the simulated bank on the pages of a round."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest
from asking_pages import as_officer, bring, post, upload
from django.urls import reverse
from django.utils import timezone
from money_checks import holds

from bangfu.audit.models import Entry
from bangfu.casework.commands.set_case_parameter import set_case_parameter
from bangfu.casework.enums import ParameterName
from bangfu.documents.workbooks import SheetSpec, build_workbook
from bangfu.organisations.queries import today
from bangfu.rounds.commands.forget_answers import forget_answers
from bangfu.rounds.models import BankAnswer, Payment, Round, WaitingAnswer
from bangfu.rounds.papers import payment_file
from bangfu.rounds.simulated_bank import Behaviour, answer_rows
from bangfu.scope.actors import acting, background, operator
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


def test_the_log_says_which_answer_was_read_in_and_how_long_it_was(world, sent):
    round_, rows = sent
    upload(world, round_, "一.xlsx", answer_workbook(rows))
    with acting(operator()):
        number = BankAnswer.objects.get().pk
    client = as_officer(world, "auditor")
    log = client.get(reverse("log_list"), {"action": "rounds.take_answer"}).content.decode()
    assert f"行数 3，回单编号 {number}，成功 2，成功金额 4,000.00 元，退回 1" in log
    shown = client.get(reverse("round_page", args=[round_.pk])).content.decode()
    assert re.search(rf'\?answer={number}#list">\s*回单 {number}</a>', shown)


def test_a_reason_stands_apart_in_the_log(world):
    planned = rounds.decided(world)
    sent = {"version": planned.version, "reason": "今年改由县里发放"}
    assert post(world, "approver", "round_cancel", planned.pk, **sent).status_code == 302
    client = as_officer(world, "auditor")
    log = client.get(reverse("log_list"), {"action": "rounds.cancel"}).content.decode()
    [told] = re.findall(r'<td class="muted line">\s*(.*?)\s*</td>', log, re.DOTALL)
    assert re.fullmatch(r"(.+ .+；)?理由：今年改由县里发放", told)


def answer_workbook(rows: list[list[str]]) -> bytes:
    return build_workbook([SheetSpec("回单", rows[0], rows[1:])])


def test_the_simulated_bank_is_for_demos():
    real = payees.make_world(demo=False)
    payees.families(real, 1)
    round_ = rounds.released(real)
    rounds.send(real, round_)
    assert post(real, "releaser", "round_simulate", round_.pk).status_code == 403


def test_the_simulated_bank_has_a_name_of_its_own_in_the_log(world):
    payees.families(world, 1)
    round_ = rounds.released(world)
    rounds.send(world, round_)
    assert post(world, "releaser", "round_simulate", round_.pk, return_every="0").status_code == 302
    actions = list(Entry.objects.filter(subject_kind="round").values_list("action", flat=True))
    assert "rounds.simulate_bank" in actions
    assert "rounds.send_again" not in actions
    log = as_officer(world, "auditor").get(reverse("log_list")).content.decode()
    assert "模拟银行答复" in log
    assert "文件 BF" in log


@pytest.fixture
def sent(world) -> tuple[Round, list[list[str]]]:
    """A round of three that went to the bank, and the answer's rows: the second came back."""
    payees.families(world, 3)
    round_ = rounds.released(world)
    return round_, answer_rows(rounds.send(world, round_), Behaviour(return_every=2))


def states() -> list[str]:
    with acting(operator()):
        return list(Payment.objects.order_by("reference").values_list("state", flat=True))


def part(rows: list[list[str]], *numbers: int) -> bytes:
    return answer_workbook([rows[0], *(rows[number] for number in numbers)])


def test_several_files_are_told_apart_and_what_two_of_them_tell_counts_once(world, sent):
    round_, rows = sent
    files = [
        ("一.xlsx", part(rows, 1, 2)),
        ("二.xlsx", part(rows, 2, 3)),
        ("三.xlsx", part(rows, 1, 2)),
    ]
    waits = bring(world, round_, *files).url
    shown = as_officer(world, "releaser").get(waits)
    assert states() == ["sent"] * 3
    waiting = as_officer(world, "releaser").get(reverse("round_page", args=[round_.pk]))
    assert "一起选的另外 2 份也在内" in waiting.content.decode()
    desk = as_officer(world, "releaser").get(reverse("figures")).content.decode()
    assert "回单 一.xlsx 等 3 份还没有读入" in desk
    lines = [line.split() for line in table_lines(shown.content.decode())]
    assert lines == [
        ["一.xlsx", "1", "2,000.00", "1", "2,000.00", "0", "0"],
        ["二.xlsx", "1", "2,000.00", "0", "0.00", "1", "0"],
        ["三.xlsx", "先前已经读入，不再计", "—"],
        ["合计", "2", "4,000.00", "1", "2,000.00", "1", "0"],
    ]
    assert "读入成功 2 笔、4,000.00 元，退回 1 笔" in shown.content.decode()
    address = f"{waits}take/"
    officer = as_officer(world, "releaser")
    assert officer.post(address, {"version": version_of(round_) - 1}).status_code == 409
    done = officer.post(address, {"version": version_of(round_)}, follow=True).content.decode()
    assert "回单已读入：成功 2 笔、4,000.00 元，退回 1 笔、2,000.00 元。" in done
    assert states() == ["paid", "returned", "paid"]
    assert officer.post(address, {"version": version_of(round_)}).status_code == 409
    with acting(operator()):
        told = BankAnswer.objects.order_by("pk").values_list("paid_count", "returned_count")
        assert list(told) == [(1, 1), (1, 0)]
    again = bring(world, round_, *files[:2])
    assert again.url == reverse("round_page", args=[round_.pk])  # nothing to confirm
    holds()


def test_what_the_bank_has_not_decided_counts_once_and_not_where_another_file_tells_it(world, sent):
    round_, rows = sent
    undecided = [[*row] for row in rows]
    for row in undecided[1:]:
        row[rows[0].index("结果")] = "处理中"
    files = [("一.xlsx", part(undecided, 1, 2)), ("二.xlsx", part([*undecided[:3], rows[3]], 2, 3))]
    shown = as_officer(world, "releaser").get(bring(world, round_, *files).url).content.decode()
    assert [line.split()[-1] for line in table_lines(shown)] == ["2", "1", "2"]
    files.append(("三.xlsx", part(rows, 1)))
    shown = as_officer(world, "releaser").get(bring(world, round_, *files).url).content.decode()
    assert [line.split()[-1] for line in table_lines(shown)] == ["2", "1", "0", "1"]


def table_lines(page: str) -> list[str]:
    body = re.search(r"<tbody>(.*?)</tbody>", page, re.DOTALL)
    assert body
    rows = re.findall(r"<tr.*?</tr>", body[1], re.DOTALL)
    return [re.sub(r"<[^>]*>", " ", row) for row in rows]


def version_of(round_: Round) -> int:
    with acting(operator()):
        return Round.objects.get(pk=round_.pk).version


def test_of_files_that_contradict_each_other_none_is_taken(world, sent):
    round_, rows = sent
    other = [rows[0], [*rows[2]]]
    other[1][other[0].index("结果")] = "成功"
    refused = bring(
        world, round_, ("一.xlsx", part(rows, 1, 2)), ("二.xlsx", answer_workbook(other))
    )
    assert refused.status_code == 422
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", refused.content.decode()))
    assert "二.xlsx 第 2 行" in text
    assert "先前的回单是“退回”，这次是“成功”" in text
    assert states() == ["sent"] * 3
    with acting(operator()):
        assert not WaitingAnswer.objects.exists()


def test_an_answer_that_nobody_takes_in_goes_after_its_term_and_the_log_tells(world, sent):
    round_, rows = sent
    bring(world, round_, ("一.xlsx", part(rows, 1)), ("二.xlsx", part(rows, 2)))
    assert forget_answers(by=background()) == 0
    with acting(operator()):
        left = WaitingAnswer.objects.latest("kept_until").kept_until - timezone.now()
        assert timedelta(days=29) < left <= timedelta(days=30)
        WaitingAnswer.objects.update(kept_until=timezone.now())
    assert forget_answers(by=background()) == 2
    with acting(operator()):
        assert not WaitingAnswer.objects.exists()
    told = Entry.objects.get(action="rounds.forget_answers")
    assert (told.subject_kind, told.subject, told.detail) == (
        "round",
        str(round_.pk),
        {"count": 2},
    )
    assert states() == ["sent"] * 3


@pytest.mark.parametrize(("place", "days"), [("440900", 5), ("330100", 30)])
def test_how_long_an_answer_waits_is_a_parameter_of_the_place_and_the_day(world, sent, place, days):
    round_, rows = sent
    term = {"name": ParameterName.ANSWERS_KEPT, "source": "测工发〔2010〕1号", "by": operator()}
    set_case_parameter(place=place, value=5, valid_from=today(), **term)
    set_case_parameter(place=place, value=90, valid_from=today() + timedelta(days=1), **term)
    bring(world, round_, ("一.xlsx", part(rows, 1)))
    with acting(operator()):
        kept = WaitingAnswer.objects.get()
    assert abs(kept.kept_until - kept.at - timedelta(days=days)) < timedelta(minutes=5)
