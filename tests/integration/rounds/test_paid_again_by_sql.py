"""What is paid again goes to an account of the file that somebody confirmed: refused by plain SQL, as the running role."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from bangfu.casework.commands.set_case_parameter import set_case_parameter
from bangfu.casework.enums import ParameterName
from bangfu.registry.commands.confirm_accounts import confirm_accounts
from bangfu.registry.enums import LookedAt
from bangfu.registry.models import Household
from bangfu.rounds.models import Award
from bangfu.scope.actors import acting, operator
from bangfu.scope.enums import Role
from bangfu.vault.models import Secret
from makers import payees, people, rounds
from makers.unions import appoint

TODAY = payees.TODAY
AGAIN = """
insert into rounds_returndecision (household_id, round_id, award_id, payment_id, outcome, reason, bank,
  card_secret_id, card_index, decided_by_id, decided_by_name, decided_on, system)
select p.household_id, p.round_id, p.award_id, p.id, 'again', 'x', '', s.id, s.blind_index, %(by)s, 'x',
  %(on)s, ''
from rounds_payment p cross join vault_secret s
where p.state = 'returned' and p.award_id = %(award)s and s.id = %(account)s
"""
PAY = """
insert into rounds_payment (household_id, round_id, award_id, decision_id, reference, amount_fen, bank,
  card_secret_id, card_index, state, released_by_id, bank_reason, system)
select a.household_id, a.round_id, a.id, d.id, 'BF' || audit_era_code() || 'again', a.amount_fen, '', s.id, s.blind_index, 'released',
  %(by)s, '', ''
from rounds_award a join rounds_returndecision d on d.award_id = a.id cross join vault_secret s
where a.id = %(award)s and s.id = %(account)s
"""
CLOSE = (
    "update rounds_payment set state = 'closed' where award_id = %(award)s and state = 'returned'"
)
SENT = "update rounds_round set state = 'released' where id = (select round_id from rounds_award where id = %(award)s)"


@pytest.fixture
def world(db) -> payees.World:
    return payees.make_world()


def unfit(serial: int) -> str:
    """A number of nineteen digits that ends in another than its check digit."""
    fit = people.card(serial)
    return fit[:-1] + str((int(fit[-1]) + 1) % 10)


def returned(world: payees.World, *files: Household) -> dict[int, int]:
    """By household, its award, whose payment the bank sent back."""
    round_ = rounds.released(world)
    rounds.answered(world, round_, return_every=1)
    with acting(operator()):
        awards = Award.objects.filter(round=round_, household__in=files)
        return dict(awards.values_list("household_id", "pk"))


def account(filed: Household, number: str) -> int:
    """The file's account from today on."""
    return payees.facts(filed, number, TODAY).card_secret_id


def refused(statement: str, **values: object) -> str:
    """'' when the database takes it (and undoes it), else the constraint by which it does not."""
    try:
        with acting(operator()), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            assert cursor.rowcount == 1, "it wrote nothing"
            cursor.execute("set constraints all immediate")
            transaction.set_rollback(True)
    except DatabaseError as error:
        return error.__cause__.diag.constraint_name or type(error.__cause__).__name__
    return ""


def decided(world: payees.World, award: int, to: int) -> str:
    return refused(AGAIN, award=award, account=to, by=world["approver"].user_id, on=TODAY)


def test_not_to_an_account_that_nobody_confirmed(world):
    (filed,) = payees.families(world, 1)
    award = returned(world, filed)[filed.pk]
    doubtful = account(filed, unfit(7))
    assert decided(world, award, doubtful) == "decision_account_confirmed"
    by = appoint("filer", Role.FILER, world.unions["gaozhou"])
    confirm_accounts(accounts=[doubtful], looked_at=LookedAt.PASSBOOK, on=TODAY, by=by)
    assert decided(world, award, doubtful) == ""


def test_not_to_one_that_nobody_has_looked_at(world):
    """Of before check digits were kept: what is not known is not sound."""
    (filed,) = payees.families(world, 1)
    award = returned(world, filed)[filed.pk]
    sound = account(filed, people.card(7))
    assert decided(world, award, sound) == ""
    with acting(operator()):
        Secret.objects.filter(pk=sound).update(check_fits=None)
    assert decided(world, award, sound) == "decision_account_confirmed"


def test_not_to_a_sound_one_either_where_every_account_is_to_be_confirmed(world):
    (filed,) = payees.families(world, 1)
    award = returned(world, filed)[filed.pk]
    sound = account(filed, people.card(7))
    set_case_parameter(
        place="440900", name=ParameterName.EVERY_ACCOUNT, value=1, valid_from=date(2010, 10, 1),
        source="样例", by=operator(),
    )  # fmt: skip
    assert decided(world, award, sound) == "decision_account_confirmed"


def test_not_to_the_account_of_another_file(world):
    filed, other = payees.families(world, 2)
    award = returned(world, filed)[filed.pk]
    foreign = account(other, people.card(7))
    assert decided(world, award, foreign) == "decision_account_confirmed"


def test_nor_to_another_account_than_the_decision_names(world):
    """A payment that stands on a good decision, and goes elsewhere."""
    (filed,) = payees.families(world, 1)
    award = returned(world, filed)[filed.pk]
    named, doubtful = account(filed, people.card(7)), account(filed, unfit(8))
    asked = {"award": award, "by": world["approver"].user_id, "on": TODAY, "account": named}
    with acting(operator()), connection.cursor() as cursor:
        for statement in (AGAIN, CLOSE, SENT):
            cursor.execute(statement, asked)
    asked["by"] = world["releaser"].user_id
    assert refused(PAY, **asked) == ""
    assert refused(PAY, **{**asked, "account": doubtful}) == "payment_as_approved"
