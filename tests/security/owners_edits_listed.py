"""What whoever owns the database may do to it by plain SQL, and which checker must say so in which words.

Each is done alone, past the triggers of the tables it names, and taken back.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Edit:
    """`tables`: whose triggers are off while it is done."""

    done: str
    part: str
    words: str
    tables: str
    sql: str


MONEY, LOG, FIGURES, SCOPE, GUARDS = "money", "log", "figures", "scope", "guards"
#: Parts of `check records`.
RECORDS, FILES, SEALS, DECIDED = "records", "files", "seals", "determinations"
#: The digest of a line of the log, as the database makes it: whoever changes a line can make it anew.
REDIGESTED = """
update audit_entry set digest = sha256(convert_to(jsonb_build_array(id, era, xid, extract(epoch from at),
  user_id, actor, role, union_id, action, subject_kind, subject, detail)::text, 'UTF8'))
"""
NEWEST_PAID = "(select max(id) from rounds_payment where state = 'paid')"
OTHER_CARD = "(select s.{0} from vault_secret s where s.kind = 'card' and s.id not in (select card_secret_id from rounds_payment) order by s.id limit 1)"
#: An approved case, and one that is still under way.
APPROVED = "(select min(id) from casework_case where state = 'approved')"
POSTED = "(select min(id) from casework_case where state = 'posted')"
FAKED = """
insert into funds_transfer (fund_id, debit_id, credit_id, amount, idem, reason, reference, day, by_name)
  select r.fund_id, d.id, c.id, p.amount_fen, 'pay:' || p.reference, 'pay', p.reference, r.day, 'x'
  from rounds_payment p join rounds_round r on r.id = p.round_id
  join funds_account d on d.fund_id = r.fund_id and d.kind = 'clearing'
  join funds_account c on c.fund_id = r.fund_id and c.kind = 'paid'
  where p.id = (select max(id) from rounds_payment);
"""

EDITS = (
    Edit("a payment goes to another card", MONEY, "不是批准的账户", "rounds_payment",
         f"update rounds_payment set card_secret_id = {OTHER_CARD.format('id')},"
         f" card_index = {OTHER_CARD.format('blind_index')} where id = {NEWEST_PAID}"),
    Edit("an account's bank is another", MONEY, "不是批准的账户", "rounds_payment",
         f"update rounds_payment set bank = '别的银行' where id = {NEWEST_PAID}"),
    Edit("award, decision and payment go to another card", FILES, "的内容与送银行时不一致",
         "rounds_payment rounds_award rounds_returndecision",
         f"update rounds_payment set card_index = {OTHER_CARD.format('blind_index')};"
         f" update rounds_award set card_index = {OTHER_CARD.format('blind_index')};"
         f" update rounds_returndecision set card_index = {OTHER_CARD.format('blind_index')}"
         " where card_index is not null"),
    Edit("an award's card is no more the vault's", MONEY, "的账户或金额与决定不一致", "rounds_award",
         f"update rounds_award set card_index = {OTHER_CARD.format('blind_index')}"),
    Edit("the payee's name is another", FILES, "的内容与送银行时不一致", "rounds_award",
         "update rounds_award set payee_name = '某人'"),
    Edit("a receipt is gone, balances follow", RECORDS, "的收款与日志不一致", "funds_transfer funds_account",
         "update funds_account a set balance = a.balance - t.amount * case a.kind when 'source' then -1 else 1 end"
         " from funds_transfer t where t.fund_id = a.fund_id and a.kind in ('source', 'available')"
         " and t.id = (select t.id from funds_transfer t where t.reason = 'receive' and not exists"
         " (select from funds_transfer u where u.about_id = t.id) and not exists (select from funds_reversal r"
         " where r.receipt_id = t.id) order by t.id desc limit 1);"
         " delete from funds_transfer where id = (select t.id from funds_transfer t where t.reason = 'receive'"
         " and not exists (select from funds_transfer u where u.about_id = t.id) and not exists"
         " (select from funds_reversal r where r.receipt_id = t.id) order by t.id desc limit 1)"),
    Edit("a receipt that nobody booked", RECORDS, "的收款与日志不一致", "",
         "insert into funds_transfer (fund_id, debit_id, credit_id, amount, idem, reason, reference, day, by_name)"
         " select d.fund_id, d.id, c.id, 100, 'x', 'receive', 'x', '2010-10-31', 'x' from funds_account d"
         " join funds_account c on c.fund_id = d.fund_id and c.kind = 'available' where d.kind = 'source' limit 1"),
    Edit("a receipt on another day", RECORDS, "的收款与日志不一致", "funds_transfer",
         "update funds_transfer set day = day - 1 where reason = 'receive'"),
    Edit("money moves without a payment", MONEY, "没有对应的发放记录", "",
         FAKED.replace("'pay:' || p.reference, 'pay', p.reference", "'x', 'clear', 'x'")
              .replace("'clearing'", "'reserved'").replace("'paid'", "'clearing'")),
    Edit("a balance is another", MONEY, "账户余额为", "funds_account",
         "update funds_account set balance = balance + 1 where kind = 'available'"),
    Edit("paid without an answer", RECORDS, "的银行回单与到账、退回不一致", "rounds_bankanswer",
         "delete from rounds_bankanswer where id = (select max(id) from rounds_bankanswer)"),
    Edit("an answer says another sum", RECORDS, "的银行回单与日志不一致", "rounds_bankanswer",
         "update rounds_bankanswer set paid_fen = paid_fen + 100 where paid_count > 0"),
    Edit("an answer says another count", RECORDS, "的银行回单与到账、退回不一致", "rounds_bankanswer",
         "update rounds_bankanswer set returned_count = returned_count + 1"),
    Edit("what came back counts as paid", MONEY, "与资金流水不一致", "rounds_payment",
         "update rounds_payment set state = 'paid' where award_id in (select award_id from rounds_returndecision"
         " where outcome = 'restore')"),
    Edit("an award is raised", MONEY, "的账户或金额与决定不一致", "rounds_award",
         "update rounds_award set amount_fen = amount_fen + 100"),
    Edit("an award is raised, with its plan and payment", RECORDS, "的户数或金额与日志不一致",
         "rounds_award rounds_round rounds_payment",
         "update rounds_award set amount_fen = 100100; update rounds_payment set amount_fen = 100100;"
         " update rounds_round set amounts = '{\"低保户\": 100100}'"),
    Edit("somebody joins a locked roster", RECORDS, "的户数或金额与日志不一致", "rounds_award",
         "insert into rounds_award (household_id, round_id, person_id, case_id, hardship_class, amount_fen,"
         " payee_name, payee_index, bank, card_secret_id, card_index, sequence, period, nth, due_on, system)"
         " select p.household_id, a.round_id, p.id, a.case_id, a.hardship_class, a.amount_fen, 'x', 'x', a.bank,"
         " s.id, s.blind_index, 99, a.period, a.nth, a.due_on, '' from rounds_award a, vault_secret s"
         " join registry_person p on p.household_id = s.household_ref where s.kind = 'card'"
         " and s.household_ref <> a.household_id order by a.id desc limit 1"),
    Edit("more was decided", RECORDS, "的户数或金额与日志不一致", "rounds_round",
         "update rounds_round set decided_total_fen = decided_total_fen + 1"),
    Edit("a place of a ceiling is free again", MONEY, "计入上限的金额与归还、追回不一致", "rounds_needclaim",
         "update rounds_needclaim set holds = false where holds"),
    Edit("a round was decided by another", RECORDS, "的经办人与办理经过不一致", "rounds_round",
         "update rounds_round set decided_by_id = 999 where decided_by_id is not null"),
    Edit("a round's event is by another", RECORDS, "的办理经过与日志不一致", "rounds_roundevent rounds_round",
         "update rounds_roundevent set by_user_id = 999 where duty = 'rounds.decide';"
         " update rounds_round set decided_by_id = 999 where decided_by_id is not null"),
    Edit("a round's event is gone", RECORDS, "的状态与办理经过不一致", "rounds_roundevent",
         "delete from rounds_roundevent where to_state = 'rostered'"),
    Edit("a settled round is open again", RECORDS, "的状态与办理经过不一致", "rounds_round",
         "update rounds_round set state = 'sent' where state = 'reconciled'"),
    Edit("a file had another total", MONEY, "的笔数或总额与发放记录不一致", "rounds_paymentfile",
         "update rounds_paymentfile set total_fen = total_fen + 1"),
    Edit("a claim is gone, and its ends", RECORDS, "的追回与日志不一致",
         "rounds_recovery rounds_claimend rounds_surplusdecision",
         "delete from rounds_surplusdecision; delete from rounds_claimend; delete from rounds_recovery"),
    Edit("a proposed reversal is gone", RECORDS, "的冲正与日志不一致", "funds_reversal",
         "delete from funds_reversal"),
    Edit("a proposed reversal is of more", RECORDS, "的冲正与日志不一致", "funds_reversal",
         "update funds_reversal set amount_fen = amount_fen + 1"),
    Edit("a fund may be used for more", RECORDS, "的限定与日志不一致", "funds_fund",
         "update funds_fund set area_code = '440000'"),
    Edit("a fund reaches other families", RECORDS, "的限定与日志不一致", "funds_fund",
         "update funds_fund set classes = '[\"意外致困户\"]'"),
    Edit("an approved class is another", RECORDS, "的申请与当时的认定结果不一致", "casework_case",
         f"update casework_case set hardship_class = '意外致困户' where id = {APPROVED}"),
    Edit("a case stands on other facts", RECORDS, "的申请与当时的认定结果不一致", "casework_case",
         f"update casework_case set facts_id = facts_id + 1 where id = {APPROVED}"),
    Edit("a case was decided by another", RECORDS, "的申请经办人与办理经过不一致", "casework_case",
         f"update casework_case set decided_by_id = 999 where id = {APPROVED}"),
    Edit("a case was decided on another day", RECORDS, "的申请经办人与办理经过不一致", "casework_case",
         f"update casework_case set decided_on = decided_on + 1 where id = {APPROVED}"),
    Edit("a case's event is gone", RECORDS, "的申请状态与办理经过不一致", "casework_caseevent",
         "delete from casework_caseevent where to_state = 'checked'"),
    Edit("a case's event is by another", RECORDS, "的办理经过与日志不一致", "casework_caseevent casework_case",
         "update casework_caseevent set by_user_id = 999 where to_state = 'approved' and from_state <> to_state;"
         f" update casework_case set decided_by_id = 999 where id = {APPROVED}"),
    Edit("a case is approved by hand", RECORDS, "的申请状态与办理经过不一致", "casework_case",
         "update casework_case set state = 'approved', decided_by_id = 999, decided_on = posting_ends_on + 1"
         f" where id = {POSTED}"),
    Edit("an adjusted class is gone", RECORDS, "的类别调整与办理经过不一致", "casework_classchange",
         "delete from casework_classchange"),
    Edit("an objection is gone", RECORDS, "的异议与日志不一致", "casework_objection",
         "delete from casework_objection"),
    Edit("an objection is answered by hand", RECORDS, "的异议与日志不一致", "casework_objection",
         "update casework_objection set outcome = 'rejected', answer = 'x', answered_on = received_on,"
         " answered_by_id = 999"),
    Edit("a notice was posted earlier", RECORDS, "与所公示的申请不一致", "notices_notice",
         "update notices_notice set posted_on = posted_on - 7"),
    Edit("a name is off a notice", RECORDS, "与所公示的申请不一致", "notices_notice",
         "update notices_notice set entries = '[]'"),
    Edit("a determination says another class", FIGURES, "项统计数与认定结果不一致", "eligibility_determination",
         "update eligibility_determination set hardship_class = '低保户' where id ="
         " (select min(id) from eligibility_determination where hardship_class = '不符合')"),
    Edit("a determination is rewritten, tallies and all", DECIDED, "的认定与档案、标准和规则不一致", "",
         "alter table eligibility_determination disable trigger b_kept;"
         " update eligibility_determination set hardship_class = '低保户', decision = nextval("
         "'eligibility_decision_number') where id = (select min(id) from eligibility_determination"
         " where hardship_class = '不符合'); alter table eligibility_determination enable always trigger b_kept"),
    Edit("an income is another in a determination", DECIDED, "的认定与档案、标准和规则不一致",
         "eligibility_determination", "update eligibility_determination set income_fen = income_fen - 1"
         " where id = (select min(id) from eligibility_determination where income_fen is not null)"),
    Edit("a fact is edited in place", DECIDED, "的认定与档案、标准和规则不一致", "registry_householdfacts",
         "update registry_householdfacts set own_income_fen = own_income_fen + 100 where id ="
         " (select max(facts_id) from eligibility_determination where income_fen > 0)"),
    Edit("a standard is another", DECIDED, "的认定与档案、标准和规则不一致", "standards_localstandard",
         "update standards_localstandard set amount_fen = amount_fen + 100"),
    Edit("a member is moved to another file", RECORDS, "的成员不属于这一户", "registry_membership",
         "update registry_membership m set household_id = (select max(id) from registry_household)"
         " where m.id = (select min(id) from registry_membership where relation <> '本人')"),
    Edit("a number is found as another's", SEALS, "与查找用的摘要不符", "vault_secret",
         "update vault_secret set blind_index = 'x' where id = (select max(id) from vault_secret)"),
    Edit("two sealed numbers are swapped", SEALS, "个密封号码打不开", "vault_secret",
         "update vault_secret s set sealed = o.sealed from vault_secret o where (s.id, o.id) in"
         " (select max(id), min(id) from vault_secret union select min(id), max(id) from vault_secret)"),
    Edit("somebody holds a role", RECORDS, "的任职与日志不一致", "organisations_appointment",
         "insert into organisations_appointment (user_id, union_id, role, since) select user_id, union_id,"
         " 'releaser', since from organisations_appointment where role = 'filer' limit 1"),
    Edit("an appointment was seconded by another", RECORDS, "的任职与日志不一致", "organisations_appointment",
         "update organisations_appointment set seconded_by_user_id = by_other.id from accounts_user by_other"
         " where by_other.username = 'gz-filer' and seconded_on is not null"),
    Edit("an appointment needs no second", RECORDS, "的任职与日志不一致", "organisations_appointment",
         "update organisations_appointment set needs_second = false, seconded_on = null,"
         " seconded_by_user_id = null, taken_on = null, office_proof = '' where needs_second"),
    Edit("an office was taken by nobody", RECORDS, "的任职与日志不一致", "organisations_appointment",
         "update organisations_appointment set taken_on = null, office_proof = '' where taken_on is not null"),
    Edit("somebody holds another role", RECORDS, "的任职与日志不一致", "organisations_appointment",
         "update organisations_appointment set role = 'approver' where role = 'filer'"),
    Edit("somebody is let in again", RECORDS, "能否登录与日志不一致", "accounts_user",
         "update accounts_user set is_active = false where id = (select max(id) from accounts_user)"),
    Edit("rules hold from another day", RECORDS, "的参数或规则与日志不一致", "eligibility_ruleadoption",
         "update eligibility_ruleadoption set valid_from = valid_from - 100"),
    Edit("lines of the log are gone: one of many", RECORDS, "的办理经过与日志不一致", "audit_entry",
         "delete from audit_entry where id = (select min(id) from audit_entry where action = 'casework.check')"),
    Edit("lines of the log are gone: the last ones", RECORDS, "的办理经过与日志不一致", "audit_entry",
         "delete from audit_entry where id >= (select max(id) from audit_entry where action = 'casework.adjust')"),
    Edit("a line of the log is another", LOG, "与写入时不一致", "audit_entry",
         "update audit_entry set actor = 'x' where action = 'rounds.release'"),
    Edit("a line of the log is another, with its digest", RECORDS, "的办理经过与日志不一致", "audit_entry",
         f"update audit_entry set user_id = 999 where action = 'rounds.decide'; {REDIGESTED}"),
    Edit("a row is marked as another county's", SCOPE, "行的管辖标记与", "casework_case",
         "update casework_case set tier2 = 99"),
    Edit("a trigger is off", GUARDS, "触发器 public.funds_transfer.post 与清单不同", "",
         "alter table funds_transfer disable trigger post"),
    Edit("a policy lets everything through", GUARDS, "public.registry_household.scope 与清单不同", "",
         "alter policy scope on registry_household using (true)"),
    Edit("a right is granted", GUARDS, "public.audit_entry 与清单不同", "",
         "grant update on audit_entry to public"),
    Edit("a function does nothing", GUARDS, "函数 public.rounds_payment_check() 与清单不同", "",
         "create or replace function rounds_payment_check() returns trigger language plpgsql"
         " set search_path = public, pg_temp as $$ begin return null; end $$"),
    Edit("a constraint is gone", GUARDS, "缺少约束 public.funds_account.account_not_overdrawn", "",
         "alter table funds_account drop constraint account_not_overdrawn"),
    Edit("an index is gone", GUARDS, "缺少索引 public.payment_one_live", "", "drop index payment_one_live"),
    Edit("a function looks elsewhere", GUARDS, "函数 public.funds_post() 与清单不同", "",
         "alter function funds_post() reset search_path"),
    Edit("a guard of columns is gone", GUARDS, "缺少触发器 public.casework_case.b_columns_stay", "",
         "drop trigger b_columns_stay on casework_case"),
    Edit("an adjusted class is another than was determined", RECORDS, "的类别调整与办理经过不一致",
         "casework_classchange", "update casework_classchange set to_class = '特困'"),
    Edit("an adjusted class had been another", RECORDS, "的类别调整与办理经过不一致", "casework_classchange",
         "update casework_classchange set from_class = '特困'"),
    Edit("an adjustment is proposed by nobody", RECORDS, "的类别调整与办理经过不一致", "casework_case",
         f"update casework_case set proposed_class = '特困' where id = {APPROVED}"),
    Edit("a case was submitted on another day", RECORDS, "的申请经办人与办理经过不一致", "casework_case",
         f"update casework_case set day = day - 1 where id = {POSTED}"),
    Edit("a case was submitted by other rules", RECORDS, "的申请与当时的认定结果不一致", "casework_case",
         f"update casework_case set rule_set = '2010' where id = {POSTED}"),
    Edit("a shared number was settled by somebody else", RECORDS, "的重复处理与日志不一致",
         "casework_overlapsettlement", "update casework_overlapsettlement set by_user_id = by_user_id + 1"),
    Edit("a shared number belongs to one of the two", RECORDS, "的重复处理与日志不一致",
         "casework_overlapsettlement", "update casework_overlapsettlement set belongs_to_id ="
         " case when belongs_to_id is null then household_id end"),
    Edit("a settlement is gone", RECORDS, "的重复处理与日志不一致", "casework_overlapsettlement",
         "delete from casework_overlapsettlement"),
    Edit("a pair is put away by nobody", RECORDS, "的报来记录，办结与日志不一致", "registry_metelsewhere",
         "update registry_metelsewhere set put_away_on = day, put_away_reason = 'x', put_away_by_user_id = 1"),
    Edit("a pair is found accepted by nobody", RECORDS, "的报来记录，办结与日志不一致", "registry_metelsewhere",
         "update registry_metelsewhere set accepted_on = day"),
    Edit("an account was confirmed by somebody else", RECORDS, "的账号核对与日志不一致",
         "registry_accountconfirmation",
         "update registry_accountconfirmation set by_user_id = by_user_id + 1"),
    Edit("a step is handed over for longer", RECORDS, "的代办与日志不一致", "organisations_handover",
         "update organisations_handover set until = until + 30"),
    Edit("approvals last ten years everywhere", RECORDS, "000000 的参数或规则与日志不一致",
         "casework_caseparameter", "update casework_caseparameter set value = 120"
         " where place = '000000' and name = 'review_months'"),
    Edit("nothing shared holds anybody up", RECORDS, "000000 的参数或规则与日志不一致",
         "casework_caseparameter",
         "delete from casework_caseparameter where name = 'blocks_shared_person'"),
    Edit("a return was decided by somebody else", RECORDS, "的退回或追回处理与日志不一致", "rounds_returndecision",
         "update rounds_returndecision set decided_by_id = decided_by_id + 1"),
    Edit("a claim was ended by somebody else", RECORDS, "的退回或追回处理与日志不一致", "rounds_claimend",
         "update rounds_claimend set by_user_id = by_user_id + 1 where outcome <> 'sent_back'"),
    Edit("a payment was released by somebody else", RECORDS, "的放款人与办理经过不一致", "rounds_payment",
         f"update rounds_payment set released_by_id = released_by_id + 1 where id = {NEWEST_PAID}"),
    Edit("a standard is another than was entered", RECORDS, "的标准与导入时的日志不一致", "standards_localstandard",
         "update standards_localstandard set amount_fen = amount_fen + 100"
         " where id = (select max(id) from standards_localstandard)"),
    Edit("a standard holds from another day", RECORDS, "的标准与导入时的日志不一致", "standards_localstandard",
         "update standards_localstandard set valid_from = valid_from + 1"
         " where id = (select max(id) from standards_localstandard)"),
    Edit("a standard is gone", RECORDS, "的标准与导入时的日志不一致", "standards_localstandard",
         "delete from standards_localstandard where id = (select max(id) from standards_localstandard)"),
)  # fmt: skip
