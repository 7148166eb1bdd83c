"""Faults that an intruder with the owner's rights puts into the money's tables, and the words in which a
check must tell each: (words, tables whose triggers are off meanwhile, statement).
"""

from __future__ import annotations

BALANCE, ACCOUNTS = "账户余额为 .* 元，按流水应为", "各账户合计 .* 元，共 .* 类账户"
OVERDRAWN, OUTSIDE = "账户透支", "转出了本专项资金"
UNDOING, REVERSED = "冲销或追回与原来的流水不符", "红字冲正与提出、办理的记录不符"
DIFFERS, WITHOUT_AWARD = "^发放 .* 与资金流水不一致", "在花名册里找不到对应的一户"
WITHOUT_PAYMENT, CLAIMS = "没有对应的发放记录", "的追回与资金流水不一致"
WITHOUT_CLAIM, TWICE = "没有对应的追回决定", "第 1 号有 2 笔有效发放"
SAME_PERSON, SAME_HOUSEHOLD = "有同一人列入 2 次", "户列入 2 次"
SAME_CARD, COUNTED = "的卡号相同", "计入上限的金额与归还、追回不一致"
SEASONS, OVER_DECISION = "超过每户每季次数或不在这一季", "花名册合计 .* 元，超过决定的"
RESERVED, FILES = "预留 .* 元，按各批次应为", "的笔数或总额与发放记录不一致"
ONE_PERSON = "的拟定、决定、放款有同一人经手"
CARDS, AWARDS = "不是批准的账户", "的账户或金额与决定不一致"

ANOTHER_PAYMENT = """
drop index payment_one_live;
insert into rounds_payment (household_id, round_id, award_id, reference, amount_fen, card_secret_id,
    card_index, bank, state, released_by_id, file_id, bank_reason, system,
    tier1, tier2, tier3, tier4, tier5, tier6)
  select household_id, round_id, award_id, 'x', amount_fen, card_secret_id, card_index, bank, state,
    released_by_id, file_id, '', system, tier1, tier2, tier3, tier4, tier5, tier6
  from rounds_payment order by id limit 1
"""
#: An account of the other fund.
ELSEWHERE = "(select a.id from funds_account a where a.kind = 'reserved' and a.fund_id <> t.fund_id limit 1)"
#: One round of two families, sent to the bank; a fund beside it that nobody used.
SENT = [
    (BALANCE, "funds_account", "update funds_account set balance = balance + 1 where kind = 'paid'"),
    (BALANCE, "funds_transfer", "update funds_transfer set amount = amount + 1 where reason = 'receive'"),
    (ACCOUNTS, "funds_account", "delete from funds_account where kind = 'returned'"),
    (ACCOUNTS, "funds_account", "update funds_account set balance = balance + 1 where kind = 'paid'"),
    (OVERDRAWN, "funds_account", "alter table funds_account drop constraint account_not_overdrawn;"
     " update funds_account set balance = -1 where kind = 'paid'"),
    (OUTSIDE, "funds_transfer", f"update funds_transfer t set debit_id = {ELSEWHERE}"
     " where reason = 'clear'"),
    (OUTSIDE, "funds_transfer", f"update funds_transfer t set credit_id = {ELSEWHERE}"
     " where reason = 'clear'"),
    (OUTSIDE, "funds_transfer", "alter table funds_transfer drop constraint transfer_positive;"
     " update funds_transfer set amount = 0 where reason = 'clear'"),
    (OUTSIDE, "funds_transfer", "alter table funds_transfer drop constraint transfer_two_accounts;"
     " update funds_transfer set credit_id = debit_id where reason = 'clear'"),
    (DIFFERS, "funds_transfer", "delete from funds_transfer where reason = 'clear'"),
    (DIFFERS, "funds_transfer", "update funds_transfer set amount = amount + 1 where reason = 'clear'"),
    (DIFFERS, "funds_transfer", "update funds_transfer t set fund_id = (select id from funds_fund f"
     " where f.id <> t.fund_id) where reason = 'clear'"),
    (DIFFERS, "rounds_payment", "update rounds_payment set state = 'paid' where state = 'sent'"),
    (DIFFERS, "rounds_payment", "update rounds_payment set state = 'returned' where state = 'sent'"),
    (DIFFERS, "rounds_payment", "update rounds_payment set amount_fen = amount_fen + 1"),
    (DIFFERS, "rounds_payment", "update rounds_payment set household_id = household_id + 1000"),
    (DIFFERS, "rounds_award", "update rounds_award set amount_fen = amount_fen - 1"),
    (WITHOUT_PAYMENT, "funds_transfer", "update funds_transfer set reference = 'x', idem = 'x' || id"),
    (WITHOUT_PAYMENT, "rounds_payment", "delete from rounds_payment where id % 2 = 0"),
    (WITHOUT_AWARD, "rounds_payment", "update rounds_payment set award_id = award_id + 1000"),
    (WITHOUT_AWARD, "rounds_payment", "alter table rounds_payment disable row level security;"
     " update rounds_payment set round_id = round_id + 1000;"
     " alter table rounds_payment enable row level security"),
    (CARDS, "rounds_payment", "update rounds_payment set bank = 'x'"),
    (CARDS, "rounds_payment", "update rounds_payment set card_index = 'x'"),
    (CARDS, "vault_secret", "update vault_secret set blind_index = 'x' where kind = 'card'"),
    (AWARDS, "vault_secret", "update vault_secret set blind_index = 'x' where kind = 'card'"),
    (AWARDS, "rounds_award rounds_payment", "update rounds_award set amount_fen = amount_fen + 1;"
     " update rounds_payment set amount_fen = amount_fen + 1"),
    (TWICE, "rounds_payment", ANOTHER_PAYMENT),
    (SAME_PERSON, "rounds_award", "alter table rounds_award drop constraint award_payee_once;"
     " update rounds_award set payee_index = (select min(payee_index) from rounds_award)"),
    (SAME_HOUSEHOLD, "rounds_award", "alter table rounds_award drop constraint award_household_once;"
     " update rounds_award set household_id = (select min(household_id) from rounds_award)"),
    (SAME_CARD, "rounds_payment",
     "update rounds_payment set card_index = (select min(card_index) from rounds_payment)"),
    (COUNTED, "rounds_needclaim", "update rounds_needclaim set amount_fen = amount_fen - 1"),
    (COUNTED, "rounds_needclaim", "update rounds_needclaim set holds = false"),
    (SEASONS, "rounds_needclaim", "update rounds_needclaim set nth = 2"),
    (SEASONS, "rounds_needclaim", "update rounds_needclaim set period = '1999-07'"),
    (OVER_DECISION, "rounds_award", "update rounds_award set amount_fen = amount_fen * 100"),
    (OVER_DECISION, "rounds_round", "update rounds_round set decided_total_fen = 399999"),
    (OVER_DECISION, "rounds_round", "update rounds_round set decided_total_fen = null"),
    (RESERVED, "rounds_round", "update rounds_round set decided_total_fen = decided_total_fen - 1"),
    (RESERVED, "funds_account", "update funds_account set balance = balance + 1 where kind = 'reserved'"),
    (FILES, "rounds_paymentfile", "update rounds_paymentfile set count = count + 1"),
    (FILES, "rounds_paymentfile", "update rounds_paymentfile set total_fen = total_fen + 1"),
    (ONE_PERSON, "rounds_payment",
     "update rounds_payment set released_by_id = (select min(planned_by_id) from rounds_round)"),
    (ONE_PERSON, "rounds_payment",
     "update rounds_payment set released_by_id = (select min(decided_by_id) from rounds_round)"),
    *((ONE_PERSON, "rounds_round", "alter table rounds_round drop constraint round_decided_by_another,"
       f" drop constraint round_released_by_another; update rounds_round set {one}_by_id = {other}_by_id")
      for one, other in (("planned", "decided"), ("released", "planned"), ("released", "decided"))),
]  # fmt: skip
#: Answered; of two families one came back at once, the other after it had arrived; part of the
#: receipt was reversed.
BACK = [
    (DIFFERS, "funds_transfer", "update funds_transfer set amount = amount + 1 where reason = 'pay'"),
    (DIFFERS, "funds_transfer", "update funds_transfer set amount = amount + 1 where reason = 'return'"),
    (DIFFERS, "funds_transfer", "delete from funds_transfer where reason = 'return'"),
    (DIFFERS, "funds_transfer", "update funds_transfer set amount = amount + 1 where reason = 'recovered'"),
    (DIFFERS, "funds_transfer", "delete from funds_transfer where reason = 'recovered'"),
    (DIFFERS, "funds_transfer", "update funds_transfer set amount = amount - 1 where reason = 'claim_back'"),
    (DIFFERS, "rounds_payment", "update rounds_payment set state = 'paid' where state = 'returned'"),
    (UNDOING, "funds_transfer", "update funds_transfer set about_id = null where reason = 'claim_back'"),
    (UNDOING, "funds_transfer", "update funds_transfer set about_id = (select id from funds_transfer"
     " where reason = 'clear' limit 1) where reason = 'claim_back'"),
    (UNDOING, "funds_transfer", "update funds_transfer set amount = amount + 1 where reason = 'recovered'"),
    (ACCOUNTS, "funds_account", "delete from funds_account where kind = 'lost'"),
    (REVERSED, "funds_transfer", "delete from funds_transfer where reason = 'reverse'"),
    (REVERSED, "funds_transfer", "update funds_transfer set amount = amount + 1 where reason = 'reverse'"),
    (REVERSED, "funds_transfer", "update funds_transfer set by_user_id = 1 where reason = 'reverse'"),
    (REVERSED, "funds_reversal", "update funds_reversal set amount_fen = amount_fen + 1"),
    (REVERSED, "funds_reversal funds_reversalanswer funds_transfer",
     "update funds_reversal set proposed_by_id = 1; update funds_reversalanswer set answered_by_id = 1;"
     " update funds_transfer set by_user_id = 1 where reason = 'reverse'"),
    (REVERSED, "funds_reversalanswer funds_transfer",
     "update funds_reversalanswer set answered_by_id = 1;"
     " update funds_transfer set by_user_id = 1 where reason in ('reverse', 'receive')"),
]  # fmt: skip
#: A payment is claimed back by decision.
CLAIMED = [
    (CLAIMS, "funds_transfer", "update funds_transfer set amount = amount + 1 where reason = 'claim_back'"),
    (CLAIMS, "funds_transfer", "delete from funds_transfer where reason = 'claim_back'"),
    (CLAIMS, "rounds_recovery", "update rounds_recovery set amount_fen = amount_fen - 1"),
    (CLAIMS, "rounds_recovery", "update rounds_recovery set decided_by_id = (select min(planned_by_id)"
     " from rounds_round)"),
    (CLAIMS, "rounds_recovery", "update rounds_recovery set decided_by_id = (select min(released_by_id)"
     " from rounds_round)"),
    (WITHOUT_CLAIM, "rounds_recovery", "delete from rounds_recovery"),
]  # fmt: skip
