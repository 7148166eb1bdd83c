"""高州's round and what came of it, in the attacked world: each step by the officer of the demo whose it is."""

from __future__ import annotations

from bangfu.funds.commands.propose_reversal import propose_reversal
from bangfu.funds.models import Fund, Transfer
from bangfu.organisations.queries import today
from bangfu.rounds.commands.decide_return import decide_return
from bangfu.rounds.commands.end_claim import book_recovered
from bangfu.rounds.commands.explain_bank_words import explain_bank_words
from bangfu.rounds.commands.export_payment_file import export_payment_file
from bangfu.rounds.commands.keep_answer import keep_answer
from bangfu.rounds.commands.recover_payment import recover_payment
from bangfu.rounds.commands.release_round import release_round
from bangfu.rounds.commands.simulate_bank import simulate_bank
from bangfu.rounds.enums import ReturnOutcome
from bangfu.rounds.models import Award, BankWord, Round
from bangfu.rounds.rules.bank_words import Own
from bangfu.scope.actors import acting, operator

from .doing import actor, do
from .sent_rounds import come_twice, planned, sent
from .shop import Shop


def money(shop: Shop) -> None:
    """高州's round comes back from the bank, is paid again, and claimed back in part; the city's is only planned."""
    with acting(operator()):
        shop.funds = {
            "gaozhou": Fund.objects.get(area_code="440981").pk,
            "city": Fund.objects.get(area_code="440900").pk,
        }
    shop.rounds["city"] = planned("city-fund", shop.funds["city"], "440900").pk
    shop.claim_ends["gaozhou"] = come_twice(sent(shop.funds["gaozhou"]).pk)
    round_ = sent(shop.funds["gaozhou"])
    shop.rounds["gaozhou"] = round_.pk
    _explained(shop)
    do(actor("city-releaser"), simulate_bank, round_id=round_.pk, return_every=1, on=today())
    _paid_again(shop, round_)
    _reversal(shop)


def _paid_again(shop: Shop, round_: Round) -> None:
    """Ten yuan of it are claimed back, one of them came in."""
    step = {"round_id": round_.pk, "version": None, "on": today()}
    with acting(operator()):
        award = Award.objects.get(round=round_).pk
    again = {"award_id": award, "outcome": ReturnOutcome.AGAIN, "reason": "核实无误"}
    do(actor("city-approver"), decide_return, **step, **again)
    do(actor("city-releaser"), release_round, **step)
    do(actor("city-releaser"), export_payment_file, round_id=round_.pk, on=today())
    do(actor("city-releaser"), simulate_bank, round_id=round_.pk, return_every=0, on=today())
    wrong = {"award_id": award, "amount_fen": 1_000, "reason": "多发十元"}
    claim = do(actor("city-approver"), recover_payment, **step, **wrong)
    came = {"recovery_id": claim.pk, "amount_fen": 100, "reference": "进账 1", "day": today()}
    do(actor("gz-fund"), book_recovered, **step, **came)
    shop.recoveries["gaozhou"] = claim.pk


def _explained(shop: Shop) -> None:
    """高州 told what a word of its bank means; an answer with another one waits."""
    by = actor("gz-fund")
    with acting(by):
        union_id = Round.objects.get(pk=shop.rounds["gaozhou"]).union_id
    told = [Own("result", "已清算", "paid")]
    do(by, explain_bank_words, union_id=union_id, bank="农行", told=told)
    data = "流水号,结果,原因,金额\nBF000001-000001-1,疑似,,1.00\n".encode()
    file = {"round_id": shop.rounds["gaozhou"], "bank": "农行", "files": [("a.csv", data)]}
    shop.waiting["gaozhou"] = do(by, keep_answer, on=today(), **file).pk
    with acting(by):
        shop.words["gaozhou"] = BankWord.objects.get().pk


def _reversal(shop: Shop) -> None:
    """One fen of 高州's receipt is proposed to be reversed; nobody has answered."""
    by = actor("gz-fund")
    with acting(by):
        receipt = Transfer.objects.get(fund_id=shop.funds["gaozhou"], reason="receive")
    about = {"fund_id": receipt.fund_id, "receipt_id": receipt.pk}
    asked = do(by, propose_reversal, **about, amount_fen=1, reason="多记一分", on=today())
    shop.receipts["gaozhou"], shop.reversals["gaozhou"] = receipt.pk, asked.pk
