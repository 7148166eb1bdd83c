"""Accounts whose check digit does not fit are confirmed once by their original before money goes there."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from money_checks import reasons

from bangfu.accounts.models import User
from bangfu.audit.models import Entry
from bangfu.casework.commands.set_case_parameter import set_case_parameter
from bangfu.casework.enums import ParameterName
from bangfu.registry.commands.confirm_accounts import confirm_accounts
from bangfu.registry.enums import LookedAt
from bangfu.registry.errors import AccountChanged
from bangfu.registry.models import AccountConfirmation, Household, HouseholdFacts
from bangfu.rounds.commands.decide_return import decide_return
from bangfu.rounds.enums import ReturnOutcome
from bangfu.rounds.errors import AccountUnconfirmed
from bangfu.rounds.models import Award, Payment, Round
from bangfu.scope.actors import Actor, acting, operator
from bangfu.scope.enums import Role
from bangfu.scope.errors import NotPermitted
from bangfu.vault.commands.complete_numbers import complete_numbers
from bangfu.vault.enums import SecretKind
from bangfu.vault.models import Secret
from makers import payees, people, rounds
from makers.unions import appoint

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static_as_is")]
TODAY = payees.TODAY


@pytest.fixture
def world() -> payees.World:
    return payees.make_world()


def filer(world: payees.World) -> Actor:
    return appoint("filer", Role.FILER, world.unions["gaozhou"])


def unfit(serial: int) -> str:
    """A number of nineteen digits that ends in another than its check digit."""
    fit = people.card(serial)
    return fit[:-1] + str((int(fit[-1]) + 1) % 10)


def family(world: payees.World, n: int, number: str):
    filed = payees.household(world, n, with_card=False)
    payees.facts(filed, number, payees.OPENED)
    payees.approve(world, filed)
    return filed


def account_of(filed) -> int:
    with acting(operator()):
        return HouseholdFacts.objects.filter(household=filed).latest("id").card_secret_id


def confirm(accounts, by, looked_at=LookedAt.PASSBOOK) -> int:
    return confirm_accounts(accounts=accounts, looked_at=looked_at, on=TODAY, by=by)


def test_an_unfit_account_is_paid_once_somebody_saw_its_original(world):
    doubtful, sound = family(world, 1, unfit(1)), family(world, 2, people.card(2))
    round_ = rounds.planned(world)
    assert reasons(world, round_) == {"00001": ["账号未核对原件"]}
    by, account = filer(world), account_of(doubtful)
    assert confirm([account], by) == 1
    assert confirm([account, account_of(sound)], by) == 1  # what is confirmed stays as it is
    assert reasons(world, round_) == {}
    entry = Entry.objects.filter(action="registry.confirm_account").first()
    assert entry.detail == {"day": str(TODAY), "looked_at": "passbook"}
    payees.facts(doubtful, unfit(11), TODAY)
    assert reasons(world, round_)["00001"] == ["账号未核对原件"]
    with pytest.raises(AccountChanged):
        confirm([account], by)


def test_what_is_paid_again_goes_to_no_account_that_nobody_saw(world):
    filed, _stays = family(world, 1, people.card(1)), family(world, 2, people.card(2))
    round_ = rounds.rostered(world)
    payees.facts(filed, unfit(1), TODAY)
    rounds.send(world, rounds.release(world, round_))
    with pytest.raises(AccountUnconfirmed, match="没有核对原件"):
        pay_again(world, round_, filed)
    confirm([account_of(filed)], filer(world))
    pay_again(world, round_, filed)
    rounds.release(world, round_)
    with acting(operator()):
        assert Payment.objects.get(household=filed).card_secret_id == account_of(filed)


def pay_again(world: payees.World, round_: Round, filed: Household) -> None:
    with acting(operator()):
        award = Award.objects.get(round=round_, household=filed)
    decide_return(
        round_id=round_.pk, award_id=award.pk, outcome=ReturnOutcome.AGAIN, reason="换了存折",
        version=None, on=TODAY, by=world["approver"],
    )  # fmt: skip


def test_it_is_asked_of_every_account_where_a_parameter_says_so(world):
    sound = family(world, 1, people.card(1))
    round_ = rounds.planned(world)
    set_case_parameter(
        place="440900",
        name=ParameterName.EVERY_ACCOUNT,
        value=1,
        valid_from=date(2010, 10, 1),
        source="样例",
        by=operator(),
    )
    assert reasons(world, round_) == {"00001": ["账号未核对原件"]}
    by = filer(world)
    assert offers_to_confirm(page_of(by, "/files/440981-2010-00001/"))
    confirm([account_of(sound)], by, LookedAt.CARD)
    assert reasons(world, round_) == {}


def test_the_file_offers_it_where_it_is_wanted_alone(world):
    family(world, 1, unfit(1))
    family(world, 2, people.card(2))
    by = filer(world)
    assert offers_to_confirm(page_of(by, "/files/440981-2010-00001/"))
    assert not offers_to_confirm(page_of(by, "/files/440981-2010-00002/"))


def offers_to_confirm(shown: str) -> bool:
    """The button, and the words that say why; never one without the other."""
    button = "已核对原件" in shown
    assert ("首次发放前须核对原件" in shown) is button
    return button


def page_of(by: Actor, address: str) -> str:
    client = Client()
    client.force_login(User.objects.get(pk=by.user_id), "django.contrib.auth.backends.ModelBackend")
    return client.get(address).content.decode()


def test_who_may_not_see_the_file_or_has_no_such_duty_confirms_nothing(world):
    account = account_of(family(world, 1, unfit(1)))
    with pytest.raises(AccountChanged):
        confirm([account], appoint("other", Role.FILER, world.unions["huazhou"]))
    with pytest.raises(NotPermitted):
        confirm([account], world["planner"])
    mixed = [account, account_of(payees.household(world, 2, union="huazhou"))]
    with pytest.raises(AccountChanged):
        confirm(mixed, filer(world))
    with acting(operator()):
        assert not AccountConfirmation.objects.exists()


def test_a_confirmation_is_kept_as_it_was_written(world):
    by = filer(world)
    confirm([account_of(family(world, 1, unfit(1)))], by)
    for change in (
        lambda: AccountConfirmation.objects.update(by_name="他人"),
        lambda: AccountConfirmation.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), acting(operator()), transaction.atomic():
            change()


def test_accounts_of_earlier_versions_are_looked_at_after_migrating(world):
    """What nobody has looked at yet is not sound either."""
    account = account_of(family(world, 1, unfit(1)))
    family(world, 2, people.card(2))
    with acting(operator()):
        Secret.objects.filter(kind=SecretKind.CARD).update(check_fits=None)
    round_ = rounds.planned(world)
    assert reasons(world, round_) == {
        "00001": ["账号未核对原件"],
        "00002": ["账号未核对原件"],
    }
    complete_numbers(by=operator())
    assert reasons(world, round_) == {"00001": ["账号未核对原件"]}
    with acting(operator()):
        assert Secret.objects.get(pk=account).check_fits is False


def test_a_list_of_them_is_confirmed_at_once_on_the_page(world):
    accounts = [account_of(family(world, n, unfit(n))) for n in (1, 2)]
    by, client = filer(world), Client()
    client.force_login(User.objects.get(pk=by.user_id), "django.contrib.auth.backends.ModelBackend")
    shown = client.get("/files/accounts/").content.decode()
    assert all(f'value="{each}"' in shown for each in accounts)
    empty = client.post("/files/accounts/", {"looked_at": "card"})
    assert (empty.status_code, "请先勾选" in empty.content.decode()) == (422, True)
    sent = client.post("/files/accounts/", {"accounts": accounts, "looked_at": "card"})
    assert sent.status_code == 303
    assert "没有等待核对的账号" in client.get("/files/accounts/").content.decode()
    file = client.get("/files/440981-2010-00001/").content.decode()
    assert "核对过银行卡原件" in file
