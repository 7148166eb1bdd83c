"""A roster of one season that is released in the next: who shares what with whom is asked of that one."""

from __future__ import annotations

from datetime import date

import pytest
from money_checks import holds
from sharing import FAMILY, held_at_release, settle

from bangfu.registry.rules.overlaps import OverlapKind
from bangfu.rounds.commands.decide_return import decide_return
from bangfu.rounds.enums import ReturnOutcome
from bangfu.rounds.models import Award, Payment, Round
from bangfu.rounds.queries.due import due_awards, held_back
from bangfu.scope.actors import acting, operator
from bangfu.scope.enums import Role
from makers import payees, people, rounds
from makers.unions import appoint


@pytest.fixture
def world(db) -> payees.World:
    return payees.make_world()


def test_a_release_in_another_season_holds_back_two_files_that_came_to_share_and_pays_the_others(
    world,
):
    """They take their places there with the release alone; settled, they are paid by the next one."""
    first, second = payees.families(world, 2)
    payees.families(world, 1, start=3)
    locked = rounds.rostered(world)
    payees.share_a_child(first, second)
    later = date(2011, 8, 1)
    before = told_to_be_released(locked, later)
    assert held_at_release(world, locked, later) == {"00001": FAMILY, "00002": FAMILY}
    assert before == {"00003": ""} | dict.fromkeys(("00001", "00002"), FAMILY)
    with acting(operator()):
        (paid,) = Payment.objects.filter(round=locked)
    assert told_to_be_released(locked, later) == dict.fromkeys(("00001", "00002"), FAMILY)
    by = appoint("settler", Role.APPROVER, world.unions["city"])
    settle(by, OverlapKind.PERSON, first.file_no, second.file_no)
    rounds.send(world, locked)
    assert held_at_release(world, locked, later) == {}
    with acting(operator()):
        assert Payment.objects.filter(round=locked).exclude(pk=paid.pk).count() == 2
    holds()


def told_to_be_released(round_: Round, on: date) -> dict[str, str]:
    """By file number why it would be held back by a release on that day."""
    with acting(operator()):
        numbers = dict(Award.objects.filter(round=round_).values_list("pk", "household__file_no"))
        return {numbers[due.award_id][-5:]: due.held_for for due in due_awards(round_, on)}


def test_who_is_held_back_in_another_season_can_be_given_back_and_the_other_is_paid(world):
    """The decision on one award asks what the whole round would take."""
    first, second = payees.families(world, 2)
    payees.families(world, 1, start=3)
    locked = rounds.rostered(world)
    payees.share_a_child(first, second)
    later = date(2011, 8, 1)
    assert set(held_at_release(world, locked, later)) == {"00001", "00002"}
    with acting(operator()):
        award = Award.objects.get(round=locked, household=first)
    decide_return(
        round_id=locked.pk, award_id=award.pk, outcome=ReturnOutcome.RESTORE, reason="同一家",
        version=None, on=later, by=world["approver"],
    )  # fmt: skip
    rounds.send(world, locked)
    assert held_at_release(world, locked, later) == {}
    holds()


def test_who_is_not_paid_in_that_season_anyway_holds_nobody_back(world):
    first, second = payees.families(world, 2)
    third, fourth = payees.families(world, 2, start=3)
    payees.families(world, 1, start=5)
    locked = rounds.rostered(world)
    payees.share_a_child(first, second)
    payees.share_a_child(third, fourth, n=901)
    later = date(2011, 8, 1)
    version = payees.facts(second, people.card(9), later)
    with acting(operator()):
        payees.determine(second, "低保户", version.pk)
    held = held_at_release(world, locked, later)
    assert held == {
        "00002": f"卡号与批准时不同、{FAMILY}", "00003": FAMILY, "00004": FAMILY,
    }  # fmt: skip


def test_one_award_is_told_what_it_is_told_among_all(world):
    """Who has a place in that season already shares with who takes theirs there by the same release."""
    first, second = payees.families(world, 2)
    payees.families(world, 1, start=3)
    locked = rounds.rostered(world)
    later = date(2011, 8, 1)
    version = payees.facts(second, people.card(9), later)
    with acting(operator()):
        payees.determine(second, "低保户", version.pk)
    assert set(held_at_release(world, locked, later)) == {"00002"}
    rounds.answered(world, locked, return_every=1)
    with acting(operator()):
        awards = {each.household_id: each.pk for each in Award.objects.filter(round=locked)}
    for filed in (first, second):
        decide_return(
            round_id=locked.pk, award_id=awards[filed.pk], outcome=ReturnOutcome.AGAIN, reason="改卡",
            version=None, on=later, by=world["approver"],
        )  # fmt: skip
    payees.share_a_child(first, second)
    with acting(operator()):
        told = held_back(locked, later)
        alone = [held_back(locked, later, [awards[filed.pk]]) for filed in (first, second)]
    assert told == {awards[filed.pk]: FAMILY for filed in (first, second)}
    assert alone == [{award: why} for award, why in sorted(told.items())]
