"""Determinations go stale with what they stand on, in its transaction, and are renewed."""

from datetime import date
from threading import Thread

import pytest
from django.db import connection, transaction

from bangfu.eligibility.commands.adopt_rule_set import adopt_rule_set
from bangfu.eligibility.commands.assess_day import assess_day, reassess_stale
from bangfu.eligibility.commands.request_assessment import ensure_assessed, request_reassessment
from bangfu.eligibility.errors import PlaceRefused, UnknownRuleSet
from bangfu.eligibility.models import Determination, RuleAdoption
from bangfu.eligibility.queries import adopted_at, current_day, stale_count
from bangfu.eligibility.tasks import assess, reassess
from bangfu.registry.models import Membership
from bangfu.scope.actors import acting, operator
from bangfu.scope.enums import Role
from bangfu.scope.errors import NotPermitted

from .made_world import CITY, DAY, EAST, OPENED, WEST, World

EARLIER = date(2010, 10, 1)


@pytest.fixture
def assessed(world):
    """Two files, one a county, assessed on two days."""
    world.adopt()
    world.standard(CITY, 300)
    world.east_file = world.file("E", world.east, income=250)
    world.west_file = world.file("W", world.west, income=250, area=WEST)
    for day in (EARLIER, DAY):
        assess_day(day=day, by=operator())
    return world


def stale() -> set[tuple[str, date]]:
    with acting(operator()):
        found = Determination.objects.filter(stale=True)
        return set(found.values_list("household__file_no", "day"))


def classes() -> dict[tuple[str, date], str]:
    with acting(operator()):
        rows = Determination.objects.values_list("household__file_no", "day", "hardship_class")
        return {(file_no, day): found for file_no, day, found in rows}


def test_a_new_fact_marks_its_household_from_its_day_on(assessed):
    assessed.change(assessed.east_file, date(2010, 10, 15), own_income_fen=90_000)
    assert stale() == {("E", DAY)}
    assert reassess_stale(by=operator()) == 1
    assert stale() == set()
    assert classes()["E", DAY] == "不符合"
    assert classes()["E", EARLIER] == "低保户"


def test_a_members_fact_and_the_end_of_a_membership_mark_it_too(assessed):
    joined = assessed.member(assessed.east_file, 1, 0, date(2010, 10, 20))
    assert stale() == {("E", DAY)}
    reassess_stale(by=operator())
    with acting(operator()):
        Membership.objects.filter(pk=joined.pk).update(held_until=date(2010, 10, 25))
    assert stale() == {("E", DAY)}


def test_a_standard_marks_the_places_it_reaches(assessed):
    assessed.standard(WEST, 200, date(2010, 10, 10))
    assert stale() == {("W", DAY)}
    assessed.standard(CITY, 310, OPENED)
    assert stale() == {("W", DAY), ("W", EARLIER), ("E", DAY), ("E", EARLIER)}
    assert reassess_stale(by=operator()) == 4
    assert classes()["W", DAY] == "不符合"


def test_a_provinces_standard_marks_what_has_no_nearer_one(world):
    province = f"{CITY[:2]}0000"
    world.adopt()
    world.standard(province, 300)
    world.file("E", world.east, income=250)
    assess_day(day=DAY, by=operator())
    world.standard(province, 200, date(2010, 10, 10))
    assert stale() == {("E", DAY)}
    reassess_stale(by=operator())
    assert classes()["E", DAY] == "不符合"


def test_an_adoption_marks_the_places_it_reaches(assessed):
    assessed.adopt("2021", EAST, date(2010, 10, 10))
    assert stale() == {("E", DAY)}
    reassess_stale(by=operator())
    assert classes()["E", DAY] == "深度困难"


def test_the_mark_is_undone_with_the_change(assessed):
    def change_and_fail():
        with transaction.atomic():
            assessed.change(assessed.east_file, EARLIER, own_income_fen=1)
            assert stale() == {("E", DAY), ("E", EARLIER)}
            raise KeyError

    with pytest.raises(KeyError):
        change_and_fail()
    assert stale() == set()


def test_a_file_that_comes_in_later_is_counted_as_waiting_at_once(assessed):
    assessed.file("N", assessed.east, opened=date(2010, 10, 20))
    assert stale() == {("N", DAY)}
    assert classes()["N", DAY] == "待核实"
    reassess_stale(by=operator())
    assert classes()["N", DAY] == "低保户"


def test_an_officer_renews_what_lies_in_their_jurisdiction(assessed):
    for household in (assessed.east_file, assessed.west_file):
        assessed.change(household, DAY, own_income_fen=90_000)
    reviewer = assessed.officer(Role.REVIEWER, assessed.east)
    with acting(reviewer):
        assert stale_count(DAY, reviewer) == 1
    assert reassess_stale(by=reviewer) == 1
    assert stale() == {("W", DAY)}
    with pytest.raises(NotPermitted):
        reassess_stale(by=assessed.officer(Role.AUDITOR, assessed.city))


def test_the_background_assesses_a_new_day_and_what_went_stale(assessed):
    assert ensure_assessed(DAY)
    tomorrow = date(2010, 11, 1)
    assert not ensure_assessed(tomorrow)
    assert not ensure_assessed(tomorrow)  # asked twice, waiting once
    assert current_day(tomorrow) == DAY
    assess(str(tomorrow))
    assert current_day(tomorrow) == tomorrow
    assessed.change(assessed.east_file, tomorrow, own_income_fen=90_000)
    request_reassessment(by=assessed.officer(Role.REVIEWER, assessed.east))
    reassess()
    assert stale() == set()
    assert classes()["E", tomorrow] == "不符合"


def test_an_assessment_waits_for_a_change_under_way_and_takes_it_in(fresh_database):
    """Without the lock it would read before the change and wipe its mark out afterwards."""
    world = World()
    world.adopt()
    world.standard(CITY, 300)
    household = world.file("E", income=250)
    assess_day(day=DAY, by=operator())
    with acting(operator()):
        Determination.objects.update(stale=True)
    renewing = Thread(target=in_own_connection, args=(lambda: reassess_stale(by=operator()),))
    with transaction.atomic():
        world.change(household, EARLIER, own_income_fen=90_000)
        renewing.start()
        renewing.join(0.5)
        assert renewing.is_alive()
    renewing.join(10)
    assert classes()["E", DAY] == "不符合"
    assert stale() == set()


def in_own_connection(act) -> None:
    try:
        act()
    finally:
        connection.close()


def test_adopting_the_same_again_changes_nothing(assessed):
    first = RuleAdoption.objects.get()
    assessed.adopt()
    assert RuleAdoption.objects.get() == first
    assert stale() == set()


def test_the_last_word_on_a_day_wins_and_the_newest_day_before(world):
    world.adopt("2016", CITY, date(2010, 1, 1))
    world.adopt("2021", CITY, date(2010, 1, 1))
    world.adopt("2016", CITY, date(2010, 6, 1))
    assert adopted_at(EAST, date(2009, 12, 31)) is None
    assert adopted_at(EAST, date(2010, 5, 31)).rule_set == "2021"
    assert adopted_at(EAST, date(2010, 6, 1)).rule_set == "2016"


@pytest.mark.parametrize("place", ["000000", "4409", "44090０", "north!"])
def test_a_place_that_is_none_is_refused_with_those_there_are(world, place):
    with pytest.raises(PlaceRefused, match="449901"):
        adopt_rule_set(place=place, rule_set="2016", valid_from=DAY, document="", by=operator())


def test_rules_that_do_not_exist_and_people_who_may_not_are_refused(world):
    given = {"place": CITY, "valid_from": DAY, "document": ""}
    with pytest.raises(UnknownRuleSet, match="2016 和 2021"):
        adopt_rule_set(**given, rule_set="2019", by=operator())
    with pytest.raises(NotPermitted):
        adopt_rule_set(**given, rule_set="2016", by=world.officer(Role.REVIEWER, world.city))
