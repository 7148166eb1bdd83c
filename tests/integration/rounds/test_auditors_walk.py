"""An auditor goes from one payment to all that stands behind it and back, by links alone."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from asking_pages import as_officer
from django.urls import reverse

from bangfu.audit.models import Entry
from bangfu.funds.models import Transfer
from bangfu.reporting.ledger_export import EXPORTED, ledger_part
from bangfu.reporting.log import LogFilters, entries_for
from bangfu.rounds.commands.recover_payment import recover_payment
from bangfu.rounds.models import Award, BankAnswer, Payment, PaymentFile, Round
from bangfu.rounds.simulated_bank import Behaviour, answer_rows
from bangfu.scope.actors import acting, operator
from makers import payees, rounds

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static_as_is")]
MAIN = re.compile(r'<main id="main".*</main>', re.S)


@pytest.fixture
def world() -> payees.World:
    return payees.make_world()


@pytest.fixture
def paid(world) -> Round:
    payees.families(world, 3)
    round_ = rounds.released(world)
    rounds.answered(world, round_)
    return rounds.again(world, round_)


def links(client, address: str) -> set[str]:
    """Where the page itself leads, without the menu."""
    page = MAIN.search(client.get(address).content.decode())
    assert page, address
    return {href.replace("&amp;", "&") for href in re.findall(r'href="([^"]+)"', page[0])}


def paths(hrefs: set[str]) -> set[str]:
    return {urlsplit(href).path for href in hrefs}


def test_from_a_payment_to_all_behind_it_and_back(world, paid):
    client = as_officer(world, "auditor")
    with acting(operator()):
        award = Award.objects.select_related("household").order_by("sequence")[0]
        file = PaymentFile.objects.get()
        moved = Transfer.objects.filter(reference__contains="-000001-1").values_list(
            "pk", flat=True
        )
        movements = {reverse("fund_movement", args=[world.fund.pk, each]) for each in moved}
    here = reverse("round_award", args=[paid.pk, award.pk])
    round_page = reverse("round_page", args=[paid.pk])
    behind = {
        reverse("file_page", args=[award.household.file_no]),
        reverse("case_page", args=[award.case_id]),
        round_page,
        *movements,
    }
    leads = links(client, here)
    assert len(movements) == 2
    assert behind <= paths(leads)
    assert any(href.startswith(f"{round_page}#file-{file.number}") for href in leads)
    assert any(href.startswith(f"{round_page}#answer-") for href in leads)
    for address in behind:
        assert here in paths(links(client, address)), address
    assert movements <= paths(links(client, reverse("fund_page", args=[world.fund.pk])))
    sent = next(href for href in links(client, round_page) if f"?file={file.number}" in href)
    assert here in paths(links(client, sent))
    answered = next(href for href in links(client, round_page) if "?answer=" in href)
    assert here in paths(links(client, answered))


def test_a_bank_files_own_lines(world):
    """What was held back at first is in the second file alone."""
    payees.families(world, 3)
    round_ = rounds.released(world)
    rounds.send(world, round_)
    with acting(operator()):
        first = PaymentFile.objects.get()
    client = as_officer(world, "auditor")
    page = client.get(reverse("round_page", args=[round_.pk]), {"file": first.number})
    assert f"只列发放文件 {first.number} 里的 3 笔" in page.content.decode()
    unknown = client.get(reverse("round_page", args=[round_.pk]), {"file": "BF-none"})
    assert "没有这份发放文件" in unknown.content.decode()


def test_an_answers_own_lines(world):
    """Two answers to one file: each opens into what it decided, and nothing else."""
    payees.families(world, 3)
    round_ = rounds.released(world)
    rows = rounds.send(world, round_)
    with acting(operator()):
        payments = list(Payment.objects.filter(round=round_).order_by("pk"))
    early, *late = (payment.reference for payment in payments)
    rounds.answer(world, round_, answer_rows(rows, Behaviour(lose=frozenset(late))))
    later = Behaviour(lose=frozenset({early}), return_every=3)
    rounds.answer(world, round_, answer_rows(rows, later))
    with acting(operator()):
        first, second = BankAnswer.objects.order_by("at")
    client = as_officer(world, "auditor")
    address = reverse("round_page", args=[round_.pk])
    awards = [reverse("round_award", args=[round_.pk, each.award_id]) for each in payments]
    for answer, own in ((first, awards[:1]), (second, awards[1:])):
        page = client.get(address, {"answer": answer.pk}).content.decode()
        table = page[page.index('id="list"') :]
        assert [each for each in awards if each in table] == own
    assert "成功 1 笔，退回 1 笔" in page
    unknown = client.get(address, {"answer": "0"})
    assert "没有这份银行回单" in unknown.content.decode()


def test_the_list_of_funds_adds_up(world, paid):
    """What is claimed back stands there too: the parts are the whole of what came in."""
    with acting(operator()):
        award = Award.objects.order_by("sequence")[0]
    recover_payment(
        round_id=paid.pk, award_id=award.pk, amount_fen=10_00, reason="多发", version=paid.version,
        on=payees.TODAY, by=world["approver"],
    )  # fmt: skip
    page = as_officer(world, "auditor").get(reverse("fund_list")).content.decode()
    cells = re.findall(r'<td class="amt[^>]*>\s*([\d,.]+)', page)
    received, *parts = (int(text.replace(",", "").replace(".", "")) for text in cells)
    assert len(parts) == 7
    assert 10_00 in parts
    assert sum(parts) == received


def test_the_ledger_names_the_file_in_its_last_column(world, paid):
    with acting(world["auditor"]):
        lines, _after = ledger_part(world["auditor"], world.fund.pk)
        numbers = set(Award.objects.values_list("household__file_no", flat=True))
    assert (EXPORTED[0], EXPORTED[13], EXPORTED[-1]) == ("流水号", "理由或说明", "档案编号")
    assert {len(line) for line in lines} == {len(EXPORTED)}
    assert {line[-1] for line in lines if line[12]} == numbers
    assert {line[-1] for line in lines if not line[12]} == {""}


def test_what_was_done_with_all_lines_is_found_by_each_family(world, paid):
    """Locked and released at once, for whoever is on the roster; for no other file."""
    auditor = world["auditor"]
    with acting(auditor):
        award = Award.objects.select_related("household")[0]
        of_family = entries_for(
            auditor, LogFilters(subject=award.household.file_no), below=None, limit=50
        )
        other = entries_for(auditor, LogFilters(subject="none"), below=None, limit=50)
    done = {entry.action for entry in of_family.entries if entry.subject == str(paid.pk)}
    assert {"rounds.lock_roster", "rounds.release", "rounds.send"} <= done
    assert other.entries == []


def test_times_are_told_to_the_second_and_exactly(world, paid):
    page = as_officer(world, "auditor").get(reverse("log_list")).content.decode()
    entry = Entry.objects.order_by("-id")[1]
    assert re.search(
        r'title="\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6} \+0800">[\d-]+ \d\d:\d\d:\d\d<', page
    )
    assert f"{entry.at:%M:%S}" in page


def test_the_machines_operator_is_no_account(world):
    """What the command line entered: by whom in words; the account stands beside it in the log alone."""
    entry = Entry.objects.filter(role="operator").latest("id")
    assert operator().name == "本机操作员"
    assert entry.actor == operator().account
    page = as_officer(world, "auditor").get(reverse("log_list"), {"kind": "act"}).content.decode()
    assert f"系统账号 {entry.actor}" in page
