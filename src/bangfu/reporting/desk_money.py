"""What of money waits on an officer's desk: reversals, claims, bank answers, and rounds whose step is theirs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bangfu.funds.queries.reversals import reversals_waiting
from bangfu.kernel.money import format_yuan
from bangfu.kernel.phrases import phrase
from bangfu.rounds.queries.rounds import act_title, may_do, rounds_open, steps_waiting
from bangfu.rounds.queries.surpluses import surpluses_waiting
from bangfu.rounds.queries.waiting import answers_kept, claims_waiting
from bangfu.rounds.rules.states import Act
from bangfu.scope.actors import Actor


class MoneyOf(StrEnum):
    """What a line opens: a round, an award of one, a movement of a fund, a kept answer of a round."""

    ROUND = "round"
    AWARD = "award"
    MOVEMENT = "movement"
    ANSWER = "answer"


@dataclass(frozen=True)
class MoneyTodo:
    """`keys`: of what it opens, the round or fund first."""

    kind: str
    title: str
    note: str
    of: MoneyOf
    keys: tuple[int, ...]


def money_work(actor: Actor, on: date) -> list[MoneyTodo]:
    return [
        *_reversals(actor),
        *_claims(actor),
        *_surpluses(actor),
        *_kept_answers(actor),
        *_rounds(actor, on),
    ]


def _reversals(actor: Actor) -> Iterator[MoneyTodo]:
    for each in reversals_waiting(actor):
        title = phrase("红字冲正 {amount} 元", amount=format_yuan(each.amount_fen))
        told = {"fund": each.fund.name, "who": each.proposed_by_name, "day": each.proposed_on}
        note = phrase("“{fund}”，{who} {day} 提出", **told)
        keys = (each.fund_id, each.receipt_id)
        yield MoneyTodo(phrase("办理冲正"), title, note, MoneyOf.MOVEMENT, keys)


def _claims(actor: Actor) -> Iterator[MoneyTodo]:
    for each in claims_waiting(actor):
        title = phrase(
            "追回{name} {amount} 元",
            name=each.award.payee_name,
            amount=format_yuan(each.open_fen),
        )
        keys = (each.round.pk, each.award.pk)
        yield MoneyTodo(each.act.label, title, each.round.title, MoneyOf.AWARD, keys)


def _surpluses(actor: Actor) -> Iterator[MoneyTodo]:
    for each in surpluses_waiting(actor):
        title = phrase(
            "{name}的多退款 {amount} 元",
            name=each.award.payee_name,
            amount=format_yuan(each.end.amount_fen),
        )
        keys = (each.round.pk, each.award.pk)
        yield MoneyTodo(Act.SURPLUS.label, title, each.round.title, MoneyOf.AWARD, keys)


def _kept_answers(actor: Actor) -> Iterator[MoneyTodo]:
    for each in answers_kept(actor):
        title = phrase("回单 {name} 还没有读入", name=each.file_name)
        if each.others:
            count = each.others + 1
            title = phrase("回单 {name} 等 {count} 份还没有读入", name=each.file_name, count=count)
        keys = (each.round.pk, each.waiting_id)
        yield MoneyTodo(phrase("读入回单"), title, each.round.title, MoneyOf.ANSWER, keys)


def _rounds(actor: Actor, on: date) -> Iterator[MoneyTodo]:
    for round_ in rounds_open(actor):
        for step in steps_waiting(round_, on):
            if may_do(step, round_, actor):
                where = (MoneyOf.ROUND, (round_.pk,))
                yield MoneyTodo(act_title(step), round_.title, round_.union.name, *where)
