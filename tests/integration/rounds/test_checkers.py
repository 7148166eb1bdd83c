"""Each checker finds what an intruder with the owner's rights has done: fault by fault."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from bangfu.documents.spreadsheets.cells import sheet_of_texts
from bangfu.funds.queries import check_money as ledger
from bangfu.operations.checking.log import check_log
from bangfu.operations.checking.scope import check_scope
from bangfu.operations.database import django_database
from bangfu.operations.datafolder import data_folder
from bangfu.operations.embedded import APP_ROLE, EmbeddedServer
from bangfu.rounds.commands.take_bank_answer import take_bank_answer
from bangfu.rounds.queries import check_money as payouts
from bangfu.rounds.simulated_bank import Behaviour, answer_rows
from bangfu.scope.actors import acting, operator
from bangfu.vault.keys import forget
from makers import payees, rounds

SHARED_CARD = (
    "rounds_payment",
    "update rounds_payment set card_index = (select min(card_index) from rounds_payment)",
)
MONEY = [
    ("funds_account", "update funds_account set balance = balance + 1 where kind = 'paid'"),
    ("funds_account", "delete from funds_account where kind = 'returned'"),
    ("funds_transfer", "update funds_transfer set amount = amount + 1 where reason = 'receive'"),
    ("funds_transfer", "delete from funds_transfer where reason = 'clear'"),
    ("funds_transfer", "update funds_transfer set reference = 'x', idem = 'x' || id"),
    ("rounds_payment", "update rounds_payment set state = 'paid' where state = 'sent'"),
    ("rounds_payment", "update rounds_payment set amount_fen = amount_fen + 1"),
    ("rounds_payment", "update rounds_payment set released_by_id = (select planned_by_id"
     " from rounds_round limit 1)"),
    ("rounds_payment", "delete from rounds_payment where id % 2 = 0"),
    ("rounds_payment", "update rounds_payment set award_id = award_id + 1000"),
    ("rounds_payment", "update rounds_payment set household_id = household_id + 1000"),
    ("rounds_payment", "alter table rounds_payment disable row level security;"
     " update rounds_payment set round_id = round_id + 1000;"
     " alter table rounds_payment enable row level security"),
    ("rounds_award", "update rounds_award set amount_fen = amount_fen * 100"),
    SHARED_CARD,
    ("rounds_needclaim", "update rounds_needclaim set amount_fen = amount_fen - 1"),
    ("rounds_needclaim", "update rounds_needclaim set holds = false"),
    ("rounds_needclaim", "update rounds_needclaim set nth = 2"),
    ("rounds_needclaim", "update rounds_needclaim set period = '1999-07'"),
    ("rounds_paymentfile", "update rounds_paymentfile set count = count + 1"),
    ("rounds_round", "update rounds_round set decided_total_fen = 1"),
]  # fmt: skip


SCOPE = [
    ("rounds_award", "alter table rounds_award no force row level security"),
    ("rounds_award", "alter table rounds_award disable row level security"),
    ("rounds_award", "drop policy scope on rounds_award"),
    ("rounds_award", "create policy other on rounds_award using (true)"),
    ("rounds_award", "drop trigger a_stamp on rounds_award"),
    ("rounds_award", "update rounds_award set tier2 = 99"),
    ("rounds_payment", "update rounds_payment set tier2 = 99"),
    ("funds_fund", "alter function funds_fund_guard() reset search_path"),
    ("funds_account", "drop policy scope on funds_account"),
    ("funds_transfer", "alter table funds_transfer no force row level security"),
    ("rounds_bankanswer", "create policy other on rounds_bankanswer using (true)"),
]
LOG = [
    ("audit_entry", "update audit_entry set actor = 'x'"),
    ("audit_entry", "update audit_entry set detail = '{}' where action = 'rounds.release'"),
    ("audit_entry", "drop trigger b_append_only on audit_entry"),
    ("rounds_award", "drop trigger b_no_truncate on rounds_award"),
]


def connect_to(name: str, *, owner: bool = False) -> None:
    """Look at a database of the test server as its owner, or as the running role again."""
    connection.close()
    declared = django_database(EmbeddedServer(data_folder()).urls(name)[0 if owner else 1])
    settings.DATABASES["default"].update(declared)
    connection.settings_dict.update(declared)
    forget()


def check_money() -> list[str]:
    return ledger.check_money() + payouts.check_money()


CHECKS: list[tuple[Callable[[], list[str]], list[tuple[str, str]]]] = [
    (check_money, MONEY),
    (check_scope, SCOPE),
    (check_log, LOG),
]


def test_every_fault_is_found(fresh_database):
    world = payees.make_world()
    payees.families(world, 2)
    round_ = rounds.released(world)
    rounds.send(world, round_)
    with acting(operator()):
        assert [check() for check, _faults in CHECKS] == [[], [], []]
    connect_to(fresh_database, owner=True)
    with acting(operator()):
        for check, faults in CHECKS:
            before = set(check())  # of the owner itself the checks say that it is no safe role
            for table, statement in faults:
                assert set(after(check, table, statement)) - before, statement
        of_round = partial(payouts.check_round, round_.pk)  # what hinders reconciling
        assert after(of_round, *SHARED_CARD) == of_round()


CAME_BACK = [
    ("funds_transfer", "delete from funds_transfer where reason = 'recovered'"),
    ("funds_transfer", "update funds_transfer set about_id = null where reason = 'claim_back'"),
    ("funds_transfer", "update funds_transfer set about_id = (select id from funds_transfer"
     " where reason = 'clear' limit 1) where reason = 'claim_back'"),
    ("funds_transfer", "update funds_transfer set amount = amount + 1 where reason = 'recovered'"),
    ("funds_account", "delete from funds_account where kind = 'lost'"),
    ("rounds_payment", "update rounds_payment set state = 'paid' where state = 'returned'"),
]  # fmt: skip


def test_every_fault_of_a_late_return_is_found(fresh_database):
    world = payees.make_world()
    payees.families(world, 2)
    round_ = rounds.released(world)
    sent = rounds.send(world, round_)
    rounds.answer(world, round_, answer_rows(sent))
    later = payees.TODAY + timedelta(days=3)
    take_bank_answer(
        round_id=round_.pk, version=None,
        sheets=[sheet_of_texts(answer_rows(sent, Behaviour(return_every=2)))],
        on=later, by=world["planner"],
    )  # fmt: skip
    connect_to(fresh_database, owner=True)
    with acting(operator()):
        assert check_money() == []
        for table, statement in CAME_BACK:
            assert after(check_money, table, statement), statement


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
        refused = pytest.raises(DatabaseError, match=r"append only|forward only|not a payment")
        with refused, acting(operator()), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def after(check: Callable[[], list[str]], table: str, statement: str) -> list[str]:
    """What a check finds after a fault, which is then undone."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"alter table {table} disable trigger user")
            cursor.execute(statement)
            cursor.execute("set constraints all immediate")
            cursor.execute(f"alter table {table} enable trigger user")
        faults = check()
        transaction.set_rollback(True)
    return faults


def test_a_right_to_rewrite_the_log_is_found(fresh_database):
    with acting(operator()):
        assert check_log() == []
    connect_to(fresh_database, owner=True)
    with connection.cursor() as cursor:
        cursor.execute(f"grant update on audit_entry to {APP_ROLE}")
    connect_to(fresh_database)
    with acting(operator()):
        assert len(check_log()) == 1
