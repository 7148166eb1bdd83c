"""Back at an answer that waits no more: what became of it, and the way to where answers are read in."""

from __future__ import annotations

import re
from typing import Any

import pytest
from asking_pages import as_officer, bring
from django.test import Client
from django.urls import reverse

from bangfu.documents.delimited import build_delimited
from bangfu.rounds.commands.forget_answer import forget_answer
from bangfu.rounds.models import BankWord, Round, WaitingAnswer
from bangfu.rounds.queries.answer_file import answer_sheets
from bangfu.scope.actors import acting, operator
from makers import payees, rounds

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static_as_is")]
WAY_ON = "回到批次，读入回单"
CHOSEN = {"word_0": "paid", "word_1": "returned"}


@pytest.fixture
def world() -> payees.World:
    return payees.make_world()


@pytest.fixture
def sent(world) -> tuple[Round, list[str]]:
    payees.families(world, 2)
    round_ = rounds.released(world)
    return round_, [row[1] for row in rounds.send(world, round_)[1:-1]]


def answer(references: list[str], *, yuan: str) -> bytes:
    """In words that nobody knows yet."""
    lines = [[references[0], "已清算", "", yuan], [references[1], "打回", "户名不符", "2000.00"]]
    return build_delimited([["流水号", "结果", "备注", "金额"], *lines])


def send(client: Client, address: str, **typed: Any):
    """Like a browser: with the mark of who writes, and where the form stood."""
    shown = client.get(address).content.decode()
    field = re.search(r'name="writer" value="([^"]*)"', shown)
    assert field
    came = {"referer": f"http://testserver{address}"}
    return client.post(address, {"writer": field[1], **typed}, headers=came)


def again_at(shown) -> str:
    address = re.search(r'data-again="([^"]+)"', shown.content.decode())
    assert address
    return address[1].replace("&amp;", "&")


def leads_on(shown, round_: Round) -> str:
    """The page, which has a way on."""
    text = str(shown.content.decode())
    assert shown.status_code == 409
    address = reverse("round_page", args=[round_.pk])
    assert re.search(rf'href="{address}">\s*{WAY_ON}\s*</a>', text)
    return text


def test_coming_back_to_a_refused_answer_tells_what_was_wrong_with_it(world, sent):
    round_, references = sent
    client = as_officer(world, "releaser")
    waits = bring(world, round_, ("一.csv", answer(references, yuan="1.00"))).url
    refused = send(client, waits, **CHOSEN)
    assert refused.status_code == 422
    assert "共 1 处不符" in refused.content.decode()
    for _again in range(2):
        back = leads_on(client.get(again_at(refused)), round_)
        assert "一笔也没有入账，共 1 处不符" in back
        assert "金额应为 2000.00" in back
        assert "您说明过的用词都已记住" in back
    assert "已经处理过或已放弃" in leads_on(client.get(waits), round_)
    with acting(operator()):
        assert BankWord.objects.count() == 2
        assert not WaitingAnswer.objects.exists()


def test_what_is_chosen_for_an_answer_that_another_put_away_is_not_passed_over(world, sent):
    round_, references = sent
    client = as_officer(world, "releaser")
    waits = bring(world, round_, ("一.csv", answer(references, yuan="2000.00"))).url
    waiting_id = int(waits.rstrip("/").rpartition("/")[2])
    forget_answer(round_id=round_.pk, waiting_id=waiting_id, by=world["planner"])
    told = leads_on(client.post(waits, CHOSEN), round_)
    assert "刚才选的意思没有记住，重新上传后请再选一次" in told
    leads_on(client.post(f"{waits}take/", {"version": round_.version}), round_)
    leads_on(client.post(f"{waits}forget/"), round_)


def test_what_was_chosen_is_there_again_where_one_word_is_missing(world, sent):
    round_, references = sent
    client = as_officer(world, "releaser")
    waits = bring(world, round_, ("一.csv", answer(references, yuan="2000.00"))).url
    missing = send(client, waits, word_1="returned")
    assert missing.status_code == 422
    back = client.get(again_at(missing))
    assert back.status_code == 422
    chosen = re.findall(
        r'<input[^>]*name="(word_\d)"[^>]*value="(\w+)"[^>]*checked', back.content.decode()
    )
    assert chosen == [("word_1", "returned")]


def test_coming_back_to_an_answer_that_no_longer_fitted_tells_what_was_wrong(world, sent):
    """Another file told otherwise of a payment meanwhile: this one is put away as it is taken in."""
    round_, (first, second) = sent
    client = as_officer(world, "releaser")
    read_elsewhere = answer([first, second], yuan="2000.00")
    explained = bring(world, round_, ("一.csv", read_elsewhere)).url
    send(client, explained, **CHOSEN)
    waits = bring(world, round_, ("二.csv", answer([second, first], yuan="2000.00"))).url
    writer = re.search(r'name="writer" value="([^"]*)"', client.get(waits).content.decode())
    assert writer
    rounds.take_sheets(world, round_, answer_sheets(read_elsewhere, "一.csv"))
    typed = {"writer": writer[1], "version": rounds.again(world, round_).version}
    came = {"referer": f"http://testserver{waits}"}
    refused = client.post(f"{waits}take/", typed, headers=came)
    assert "一笔也没有入账" in refused.content.decode()
    assert "一笔也没有入账" in leads_on(client.get(again_at(refused)), round_)
