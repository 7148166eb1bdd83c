"""A person or a card in two files holds up the cases of both, until it is settled."""

from __future__ import annotations

from django.db import connection

from bangfu.casework.commands.submit_cases import submit_cases
from bangfu.casework.enums import Act, SubmitVerdict
from bangfu.casework.queries import case_of, offers
from bangfu.casework.rules.states import Hindrance
from bangfu.eligibility.models import Mark
from bangfu.registry.models import Household
from bangfu.scope.actors import acting, operator
from bangfu.vault.enums import SecretKind
from bangfu.vault.models import Secret
from makers.cases import DAY, FACTS
from makers.households import make_facts, seal
from makers.people import card


def give_card(household: Household, serial: int = 1) -> None:
    """A version with this card; decided as before."""
    with acting(operator()):
        secret = seal(household, SecretKind.CARD, card(serial))
        make_facts(household, **FACTS, card_secret=secret)
        Mark.objects.filter(household_id=household.pk).delete()


def verdict(world, household: Household) -> SubmitVerdict:
    (outcome,) = submit_cases(household_ids=[household.pk], on=DAY, by=world.filer)
    return outcome.verdict


def test_a_card_on_another_countys_file_too_blocks_submission_here(world):
    (here,), (there,) = world.households(1), world.households(1, where=world.west)
    give_card(here)
    assert verdict(world, here) == SubmitVerdict.SUBMITTED
    (here,) = world.households(1)
    for household in (here, there):
        give_card(household, 2)
    assert verdict(world, here) == SubmitVerdict.SHARED_CARD


def test_what_two_imports_at_once_missed_is_noted_at_submission(world):
    """So that it stands on the desk of who must settle it."""
    (here,), (there,) = world.households(1), world.households(1, where=world.west)
    for household in (here, there):
        give_card(household)
    with acting(operator()), connection.cursor() as cursor:
        cursor.execute("update vault_secret set shared = false")
    assert verdict(world, here) == SubmitVerdict.SHARED_CARD
    with acting(operator()):
        noted = Secret.objects.filter(shared=True).values_list("household_ref", flat=True)
        assert here.pk in set(noted)


def test_a_card_that_another_file_brings_later_holds_up_a_running_case(world):
    (case_id,) = world.submitted()
    give_card(world.case(case_id).household)
    with acting(world.reviewer):
        check, back = offers(case_of(world.reviewer, case_id), world.reviewer, DAY)
    assert (check.act, check.hindrances) == (Act.CHECK, ())
    (there,) = world.households(1, where=world.west)
    give_card(there)
    with acting(world.reviewer):
        check, back = offers(case_of(world.reviewer, case_id), world.reviewer, DAY)
    assert check.hindrances == (Hindrance.SHARED_CARD.label,)
    assert (back.act, back.hindrances) == (Act.RETURN, ())
