"""A bank's own words are asked for once, by union and bank, and remembered; an answer fits its file."""

from __future__ import annotations

from typing import Any

import pytest
from asking_pages import as_officer, page, post, upload
from django.urls import reverse
from money_checks import holds

from bangfu.audit.eras import era_code
from bangfu.audit.models import Entry
from bangfu.documents.delimited import build_delimited
from bangfu.rounds.answer_errors import (
    AnswerRefused,
    AnswerUnclear,
    HeadTwice,
    NothingExplained,
    WordKnown,
)
from bangfu.rounds.commands.change_bank_word import change_bank_word
from bangfu.rounds.commands.decide_return import decide_return
from bangfu.rounds.commands.explain_bank_words import explain_bank_words
from bangfu.rounds.commands.forget_answer import forget_answer
from bangfu.rounds.commands.keep_answer import keep_answer
from bangfu.rounds.enums import ReturnOutcome
from bangfu.rounds.models import Award, BankWord, Payment, Round, WaitingAnswer
from bangfu.rounds.queries.answer_file import answer_sheets
from bangfu.rounds.rules.bank_words import Own
from bangfu.rounds.rules.numbering import prefix_of
from bangfu.scope.actors import acting, operator
from bangfu.scope.enums import Role
from bangfu.scope.errors import NotPermitted
from makers import payees, rounds
from makers.unions import appoint

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static_as_is")]


@pytest.fixture
def world() -> payees.World:
    return payees.make_world()


@pytest.fixture
def sent(world) -> tuple[Round, list[str], str]:
    """A round of two that went to the bank, its references and the number of its file."""
    payees.families(world, 2)
    round_ = rounds.released(world)
    return round_, [row[1] for row in rounds.send(world, round_)[1:-1]], file_of(round_, 1)


def file_of(round_: Round, number: int) -> str:
    return f"{prefix_of(era_code(), round_.pk)}F{number:02d}"


def states() -> list[str]:
    with acting(operator()):
        return sorted(Payment.objects.values_list("state", flat=True))


def its_own(references: list[str], *words: str) -> bytes:
    """An answer in words of its own: neither the head of the result nor what it says is shipped."""
    lines = [
        [reference, word, "户名不符" if word == "打回" else "", "2000.00"]
        for reference, word in zip(references, words, strict=True)
    ]
    return build_delimited([["流水号", "清算情况", "备注", "金额"], *lines])


def words_page(response: Any) -> str:
    assert response.status_code == 302
    return str(response.url)


def test_what_is_not_known_is_asked_once_and_the_answer_then_taken(world, sent):
    round_, references, _ = sent
    file = its_own(references, "已清算", "打回")
    ask = words_page(upload(world, round_, "a.csv", file, bank="农行 高州"))
    assert states() == ["sent", "sent"]
    officer = as_officer(world, "releaser")
    assert "哪一列是“结果”？" in officer.get(ask).content.decode()
    assert officer.post(ask, {"column_result": "0"}).url == ask  # now its words
    shown = officer.get(ask).content.decode()
    assert "“已清算”是什么意思？" in shown
    assert "“打回”是什么意思？" in shown
    assert "等着说明用词或确认，还没有读入" in page(world, "planner", round_)
    assert ask in as_officer(world, "releaser").get(reverse("figures")).content.decode()
    assert officer.post(ask, {"word_0": "paid"}).status_code == 422  # one is missing
    seen = officer.post(ask, {"word_0": "paid", "word_1": "returned"}, follow=True)
    assert "读入成功 1 笔、2,000.00 元，退回 1 笔" in seen.content.decode()
    assert states() == ["sent", "sent"]
    done = officer.post(ask + "take/", {"version": round_version(round_)}, follow=True)
    assert "回单已读入：成功 1 笔、2,000.00 元，退回 1 笔、2,000.00 元。" in done.content.decode()
    assert states() == ["paid", "returned"]
    with acting(operator()):
        assert not WaitingAnswer.objects.exists()
        told = Entry.objects.filter(action="rounds.explain_words").values_list("subject", flat=True)
        assert list(told) == [round_.union.code] * 2
    assert officer.get(ask).status_code == 409
    holds()


def round_version(round_: Round) -> int:
    with acting(operator()):
        return Round.objects.get(pk=round_.pk).version


def explain(world: payees.World, *told: Own, bank: str = "", by: str = "planner") -> int:
    union_id = world.fund.union_id
    return explain_bank_words(union_id=union_id, bank=bank, told=told, by=world[by])


CLEARED = Own("result", "已清算", "paid")
SEEN_AS = Own("column", "清算情况", "result")


def take(world: payees.World, round_: Round, data: bytes, **more: Any) -> Any:
    return rounds.take_sheets(world, round_, answer_sheets(data, "a.csv"), **more)


def test_what_was_said_holds_for_that_union_and_bank_alone(world, sent):
    round_, references, _ = sent
    explain(world, CLEARED, SEEN_AS, bank="农行")
    file = its_own(references, "已清算", "已清算")
    with pytest.raises(AnswerUnclear, match="结果"):
        take(world, round_, file, bank="工行")
    explain(world, SEEN_AS, bank="工行")
    with pytest.raises(AnswerUnclear, match="已清算"):
        take(world, round_, file, bank="工行")
    assert take(world, round_, file, bank="农行").paid == 2


def test_it_can_be_changed_and_taken_back_and_every_telling_stays(world, sent):
    round_, references, _ = sent
    explain(world, CLEARED, SEEN_AS)
    with acting(operator()):
        word = BankWord.objects.get(word="已清算").pk
    listed = as_officer(world, "planner").get(reverse("bank_words")).content.decode()
    assert "已清算" in listed
    assert post(world, "planner", "bank_word_change", word, meaning="").status_code == 302
    with pytest.raises(AnswerUnclear, match="已清算"):
        take(world, round_, its_own(references, "已清算", "已清算"))
    assert post(world, "planner", "bank_word_change", word, meaning="returned").status_code == 302
    with acting(operator()):
        told = BankWord.objects.filter(word="已清算").order_by("pk")
        assert [(one.meaning, one.by_name) for one in told] == [
            (meaning, world["planner"].name) for meaning in ("paid", "", "returned")
        ]


def test_only_who_reads_answers_may_say_and_shipped_words_stay_what_they_are(world):
    with pytest.raises(NotPermitted):
        explain(world, CLEARED, by="approver")
    with pytest.raises(WordKnown):
        explain(world, Own("result", "失 败", "paid"))
    with pytest.raises(HeadTwice):
        explain(world, SEEN_AS, Own("column", "清算情况：", "amount"))
    with pytest.raises(ValueError, match="no such meaning"):
        explain(world, Own("result", "已清算", "gone"))
    with pytest.raises(NothingExplained):
        explain(world)
    explain(world, CLEARED)
    with acting(world["planner"]), pytest.raises(ValueError, match="no such meaning"):
        change_bank_word(word_id=BankWord.objects.get().pk, meaning="gone", by=world["planner"])


def test_what_waits_can_be_put_away(world, sent):
    round_, references, _ = sent
    ask = words_page(upload(world, round_, "a.csv", its_own(references, "已清算", "打回")))
    upload(world, round_, "b.csv", its_own(references, "已清算", "打回"))
    with acting(operator()):
        assert WaitingAnswer.objects.get().file_name == "b.csv"  # in place of the first
        last = WaitingAnswer.objects.get().pk
    colleague = appoint("colleague", Role.FUND_OFFICER, world.unions["city"])
    files = [("c.csv", its_own(references, "已清算", "打回"))]
    kept = keep_answer(round_id=round_.pk, bank="", files=files, on=payees.TODAY, by=colleague)
    with acting(operator()):
        names = WaitingAnswer.objects.values_list("file_name", flat=True)
        assert sorted(names) == ["b.csv", "c.csv"]  # each officer's stays
    forget_answer(round_id=round_.pk, waiting_id=kept.pk, by=colleague)
    assert as_officer(world, "planner").get(ask).status_code == 409
    assert post(world, "planner", "round_answer_forget", round_.pk, last).status_code == 302
    assert "还没有读入" not in page(world, "planner", round_)


def plain(references: list[str], word: str = "成功", title: str = "") -> bytes:
    lines = [[reference, word, "账户已销", "2000.00"] for reference in references]
    return build_delimited([[title], ["流水号", "结果", "原因", "金额"], *lines])


def test_an_answer_to_the_first_file_comes_while_the_second_waits(world, sent):
    """The first file's one comes back, is paid again by a second file; the other is answered last."""
    round_, (one, other), first = sent
    assert take(world, round_, plain([one], "退回", f"批次：{first}")).waiting == 1
    with acting(operator()):
        award = Award.objects.get(payments__reference=one)
    decide_return(
        round_id=round_.pk, award_id=award.pk, outcome=ReturnOutcome.AGAIN, reason="卡已更正",
        version=None, on=payees.TODAY, by=world["approver"],
    )  # fmt: skip
    rounds.release(world, round_)
    (again,) = [row[1] for row in rounds.send(world, round_)[1:-1]]
    second = file_of(round_, 2)
    with pytest.raises(AnswerRefused, match=f"这笔在发放文件 {first} 里，回单写的是 {second}"):
        take(world, round_, plain([other], title=second))
    taken = take(world, round_, plain([other], title=first))
    assert (taken.paid, taken.waiting) == (1, 1)
    assert take(
        world, round_, plain([one], "退回", f"{first} 补发")
    ).new  # overlapping: counted once
    assert take(world, round_, plain([again], title=second)).waiting == 0
    assert states() == ["closed", "paid", "paid"]
    holds()
