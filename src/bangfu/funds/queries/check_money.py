"""Re-derive every balance from the transfers, in plain SQL, trusting nothing else. Read-only."""

from __future__ import annotations

from typing import Any

from django.db import connection

from bangfu.kernel.money import format_yuan
from bangfu.kernel.phrases import phrase

from ..enums import UNDOES, AccountKind

# Balance against credits less debits, account by account.
BALANCES = """
select a.fund_id, a.kind, a.balance, coalesce(moved.amount, 0)
from funds_account a
left join (select account, sum(amount)::bigint as amount from (
             select debit_id as account, -amount as amount from funds_transfer
             union all select credit_id, amount from funds_transfer) entries
           group by account) moved on moved.account = a.id
where a.balance <> coalesce(moved.amount, 0)
order by a.id
"""
# received = the sum of all others, and an account of each kind to each fund.
IDENTITY = """
select a.fund_id, (sum(-a.balance) filter (where a.kind = 'source'))::bigint,
       (sum(a.balance) filter (where a.kind <> 'source'))::bigint, count(distinct a.kind)
from funds_account a group by a.fund_id
having coalesce(sum(a.balance), 0) <> 0 or count(distinct a.kind) <> %(kinds)s
order by a.fund_id
"""
OVERDRAWN = (
    "select fund_id, kind, balance from funds_account where kind <> 'source' and balance < 0"
)
OUTSIDE = """
select t.id from funds_transfer t
join funds_account d on d.id = t.debit_id join funds_account c on c.id = t.credit_id
where d.fund_id <> t.fund_id or c.fund_id <> t.fund_id or t.amount <= 0 or d.id = c.id
order by t.id
"""
# What undoes another transfer names one of the kind that it may undo, in its own fund, within it.
UNDOING = """
select t.id from funds_transfer t left join funds_transfer u on u.id = t.about_id
left join unnest(%(undoing)s::text[], %(undone)s::text[]) as may(undoing, undone)
       on may.undoing = t.reason and may.undone = u.reason
where (t.about_id is not null or t.reason = any(%(undoing)s::text[]))
  and (may.undoing is null or u.fund_id <> t.fund_id)
union
select u.id from funds_transfer u join funds_transfer t on t.about_id = u.id
left join lateral (select sum(f.amount) as fen from funds_transfer f
                   where f.about_id = t.id and f.reason = 'claim_dropped') freed on true
group by u.id, u.amount having sum(t.amount - coalesce(freed.fen, 0)) > u.amount
order by 1
"""
# What is reversed was proposed by one person and answered by another, for that receipt and amount.
REVERSED = """
select coalesce(t.reference, r.reference) from
  (select * from funds_transfer where reason = 'reverse') t
full join
  (select p.*, a.answered_by_id, u.reference, u.by_user_id as booked_by_id from funds_reversal p
   join funds_reversalanswer a on a.reversal_id = p.id and a.outcome = 'done'
   join funds_transfer u on u.id = p.receipt_id) r
  on t.idem = 'reverse:' || r.id
where (t.about_id, t.amount, t.fund_id, t.by_user_id)
      is distinct from (r.receipt_id, r.amount_fen, r.fund_id, r.answered_by_id)
   or r.answered_by_id in (r.proposed_by_id, r.booked_by_id)
order by 1
"""


def check_money() -> list[str]:
    """Every disagreement in words, amounts in yuan; empty means that the books agree."""
    return [*_balances(), *_identity(), *_overdrawn(), *_outside(), *_undoing(), *_reversed()]


def _balances() -> list[str]:
    return [
        phrase(
            "资金 {fund} 的 {kind} 账户余额为 {held} 元，按流水应为 {due} 元",
            fund=fund,
            kind=kind,
            held=format_yuan(held),
            due=format_yuan(due),
        )
        for fund, kind, held, due in _rows(BALANCES)
    ]


def _identity() -> list[str]:
    return [
        phrase(
            "资金 {fund} 收到 {received} 元，各账户合计 {inside} 元，共 {kinds} 类账户",
            fund=fund,
            received=format_yuan(received or 0),
            inside=format_yuan(inside or 0),
            kinds=kinds,
        )
        for fund, received, inside, kinds in _rows(IDENTITY)
    ]


def _overdrawn() -> list[str]:
    return [
        phrase(
            "资金 {fund} 的 {kind} 账户透支：{balance} 元",
            fund=fund,
            kind=kind,
            balance=format_yuan(balance),
        )
        for fund, kind, balance in _rows(OVERDRAWN)
    ]


def _outside() -> list[str]:
    return [
        phrase("第 {number} 笔流水转出了本专项资金", number=number) for (number,) in _rows(OUTSIDE)
    ]


def _undoing() -> list[str]:
    return [
        phrase("第 {number} 笔流水的冲销或追回与原来的流水不符", number=number)
        for (number,) in _rows(UNDOING)
    ]


def _reversed() -> list[str]:
    return [
        phrase("收款 {reference} 的红字冲正与提出、办理的记录不符", reference=reference)
        for (reference,) in _rows(REVERSED)
    ]


def _rows(question: str) -> list[tuple[Any, ...]]:
    tables: dict[str, Any] = {
        "kinds": len(AccountKind),
        "undoing": [str(movement) for movement in UNDOES],
        "undone": [str(movement) for movement in UNDOES.values()],
    }
    with connection.cursor() as cursor:
        cursor.execute(question, tables)
        return list(cursor.fetchall())
