"""Each checker finds what an intruder with the owner's rights has done: fault by fault."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from django.db import DatabaseError, connection, transaction
from owners_edits import after

from bangfu.operations.checking.log import check_log
from bangfu.operations.checking.scope import check_scope
from bangfu.operations.embedded import APP_ROLE
from bangfu.rounds.queries import check_money as payouts
from bangfu.scope.actors import acting, operator
from harness import connect_to
from makers import payees, rounds

#: Of both families it is the one that was approved, and lies in the vault.
SHARED_CARD = (
    "rounds_payment rounds_award vault_secret",
    "update rounds_payment set card_index = 'x'; update rounds_award set card_index = 'x';"
    " update vault_secret set blind_index = 'x' where kind = 'card'",
)
UNFORCED, POLICY, LOOSER = "没有强制行级安全", "没有管辖策略", "另有放宽的策略"
STAMP, MARKED, PATH = "没有管辖标记触发器", "2 行的管辖标记与", "没有固定查找路径"
SCOPE = [
    (UNFORCED, "rounds_award", "alter table rounds_award no force row level security"),
    (UNFORCED, "rounds_award", "alter table rounds_award disable row level security"),
    (POLICY, "rounds_award", "drop policy scope on rounds_award"),
    (POLICY, "rounds_award", "alter policy scope on rounds_award rename to other"),
    (LOOSER, "rounds_award", "create policy other on rounds_award using (true)"),
    (STAMP, "rounds_award", "drop trigger a_stamp on rounds_award"),
    (MARKED, "rounds_award", "update rounds_award set tier2 = 99"),
    (MARKED, "rounds_award", "update rounds_award set system = 'edu'"),
    (MARKED, "rounds_payment", "update rounds_payment set tier2 = 99"),
    (PATH, "funds_fund", "alter function funds_fund_guard() reset search_path"),
    (POLICY, "funds_account", "drop policy scope on funds_account"),
    (UNFORCED, "funds_transfer", "alter table funds_transfer no force row level security"),
    (LOOSER, "rounds_bankanswer", "create policy other on rounds_bankanswer using (true)"),
]
ALTERED, DISORDERED = "与写入时不一致", "的时间早于前面的记录"
LOOSE = "防改写的触发器不全"
#: A line put in afterwards, with a digest that fits it.
LATER = """
insert into audit_entry (era, xid, at, user_id, actor, role, union_id, action, subject_kind, subject,
    detail, digest)
  select era, xid, at - interval '2 days', user_id, actor, role, union_id, action, subject_kind, subject,
    detail, digest from audit_entry order by id limit 1;
update audit_entry set digest = sha256(convert_to(jsonb_build_array(id, era, xid, extract(epoch from at),
    user_id, actor, role, union_id, action, subject_kind, subject, detail)::text, 'UTF8'))
  where id = (select max(id) from audit_entry)
"""
LOG = [
    (ALTERED, "audit_entry", "update audit_entry set actor = 'x'"),
    (ALTERED, "audit_entry", "update audit_entry set at = at - interval '1 second'"),
    (
        ALTERED,
        "audit_entry",
        "update audit_entry set detail = '{}' where action = 'rounds.release'",
    ),
    (DISORDERED, "audit_entry", LATER),
    ("audit_entry：" + LOOSE, "audit_entry", "drop trigger b_append_only on audit_entry"),
    ("rounds_award：" + LOOSE, "rounds_award", "drop trigger b_no_truncate on rounds_award"),
]


CHECKS: list[tuple[Callable[[], list[str]], list[tuple[str, str, str]]]] = [
    (check_scope, SCOPE),
    (check_log, LOG),
]


def test_every_fault_is_found_and_named(fresh_database):
    """Money has its own: `test_money_checked`."""
    world = payees.make_world()
    payees.families(world, 2)
    round_ = rounds.released(world)
    rounds.send(world, round_)
    with acting(operator()):
        assert [check() for check, _faults in CHECKS] == [[], []]
    connect_to(fresh_database, owner=True)
    with acting(operator()):
        for check, faults in CHECKS:
            before = set(check())  # of the owner itself the checks say that it is no safe role
            for words, table, statement in faults:
                new_lines = set(after(check, table, statement)) - before
                assert any(words in line for line in new_lines), (words, statement, new_lines)
        of_round = partial(payouts.check_round, round_.pk)  # what hinders reconciling
        assert after(of_round, *SHARED_CARD) == of_round()


def test_a_payment_is_told_whose_award_its_round_cannot_place(fresh_database):
    """The round itself asks, as before it is reconciled: not only the whole register."""
    world = payees.make_world()
    payees.families(world, 1)
    round_ = rounds.released(world)
    connect_to(fresh_database, owner=True)
    with acting(operator()):
        lost = after(
            lambda: payouts.check_round(round_.pk),
            "rounds_payment",
            "update rounds_payment set award_id = award_id + 1000",
        )
    assert any("在花名册里找不到对应的一户" in line for line in lost)


def test_what_payments_stand_on_stays_for_the_owner_too(fresh_database):
    """No foreign key of a payment leads to award or decision: the guards hold for every role."""
    world = payees.make_world()
    payees.families(world, 1)
    rounds.released(world)
    connect_to(fresh_database, owner=True)
    for statement in (
        "delete from rounds_award",
        "update rounds_award set id = id + 1000",
        "truncate rounds_award cascade",
        "truncate rounds_returndecision cascade",
        "update rounds_payment set award_id = award_id + 1000",
        "insert into rounds_payment (household_id, round_id, award_id, reference, amount_fen, bank, state,"
        " card_secret_id, card_index, released_by_id, bank_reason, system) select household_id, round_id,"
        " award_id + 1000, 'x', amount_fen, bank, 'released', card_secret_id, card_index,"
        " released_by_id, '', '' from rounds_payment",
    ):
        refused = pytest.raises(
            DatabaseError, match=r"append only|what is written stays|not a payment"
        )
        with refused, acting(operator()), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_right_to_rewrite_the_log_is_found(fresh_database):
    with acting(operator()):
        assert check_log() == []
    connect_to(fresh_database, owner=True)
    with connection.cursor() as cursor:
        cursor.execute(f"grant update on audit_entry to {APP_ROLE}")
    connect_to(fresh_database)
    with acting(operator()):
        assert check_log() == ["audit_entry：运行角色有改写的权限"]
