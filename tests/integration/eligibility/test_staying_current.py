"""Determinations wait to be decided anew (待重算) with what they stand on, in its transaction."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from bangfu.eligibility.commands.adopt_rule_set import adopt_rule_set
from bangfu.eligibility.commands.redecide import redecide
from bangfu.eligibility.commands.request_assessment import ensure_current, request_reassessment
from bangfu.eligibility.errors import PlaceRefused, UnknownRuleSet
from bangfu.eligibility.models import Determination, Mark, RedecidedRange, Redecision, RuleAdoption
from bangfu.eligibility.queries import (
    adoptions_for,
    determinations,
    is_current,
    redecisions,
    waiting_among,
    waits,
)
from bangfu.eligibility.tasks import reassess
from bangfu.registry.models import Household, Membership
from bangfu.scope.actors import acting, operator
from bangfu.scope.enums import Role
from bangfu.scope.errors import NotPermitted
from makers.registers import CITY, DAY, EAST, OPENED, WEST

EARLIER = date(2010, 10, 1)
COMING = date(2011, 1, 1)


@pytest.fixture
def assessed(world):
    """Two files, one a county, decided."""
    world.adopt()
    world.standard(CITY, 300)
    world.east_file = world.file("E", world.east, income=250)
    world.west_file = world.file("W", world.west, income=250, area=WEST)
    redecide(on=DAY, by=operator())
    return world


def stale(*days: date) -> set[tuple[str, date]]:
    """File numbers that wait on which of the days; the same by both ways of asking."""
    with acting(operator()):
        files = dict(Household.objects.values_list("pk", "file_no"))
        among = {(files[id_], day) for id_, day in waiting_among(files, days or (EARLIER, DAY))}
        for day in days or (EARLIER, DAY):
            file_nos = Household.objects.filter(waits(day, "pk")).values_list("file_no", flat=True)
            assert {(file_no, day) for file_no in file_nos} == {
                one for one in among if one[1] == day
            }
    return among


def class_of(file_no: str, day: date = DAY) -> str:
    with acting(operator()):
        determination = determinations(day, operator()).filter(file_no=file_no).get()
    return determination.hardship_class


def test_a_new_fact_marks_its_household_from_its_day_on(assessed):
    assessed.change(assessed.east_file, date(2010, 10, 15), own_income_fen=90_000)
    assert stale() == {("E", DAY)}
    assert redecide(on=DAY, by=operator()) == 1
    assert stale() == set()
    assert class_of("E") == "不符合"
    assert class_of("E", EARLIER) == "低保户"


def test_a_members_fact_and_the_end_of_a_membership_mark_it_too(assessed):
    joined = assessed.member(assessed.east_file, 1, 0, date(2010, 10, 20))
    assert stale() == {("E", DAY)}
    redecide(on=DAY, by=operator())
    with acting(operator()):
        Membership.objects.filter(pk=joined.pk).update(held_until=date(2010, 10, 25))
    assert stale() == {("E", DAY)}


def test_another_day_of_opening_marks_it_from_the_earlier_of_the_two(assessed):
    with acting(operator()):
        Household.objects.filter(file_no="E").update(opened_on=date(2010, 10, 15))
    assert stale(OPENED, DAY) == {("E", OPENED), ("E", DAY)}
    redecide(on=DAY, by=operator())
    with acting(operator()):
        assert not determinations(date(2010, 10, 14), operator()).filter(file_no="E").exists()
    assert class_of("E", date(2010, 10, 15)) == "低保户"


def test_an_earlier_day_of_opening_marks_it_from_that_day(assessed):
    earlier = OPENED - timedelta(days=30)
    with acting(operator()):
        Mark.objects.all().delete()
        Household.objects.filter(pk=assessed.east_file.pk).update(opened_on=earlier)
        marked = list(Mark.objects.values_list("household_id", "from_day"))
    assert marked == [(assessed.east_file.pk, earlier)]


def test_a_standard_marks_the_places_it_reaches(assessed):
    assessed.standard(WEST, 200, date(2010, 10, 10))
    assert stale() == {("W", DAY)}
    assessed.standard(CITY, 310, OPENED)
    assert stale() == {("W", DAY), ("W", EARLIER), ("E", DAY), ("E", EARLIER)}
    assert redecide(on=DAY, by=operator()) == 2
    assert stale() == set()
    assert class_of("W") == "不符合"


def test_a_provinces_standard_marks_what_has_no_nearer_one(world):
    province = f"{CITY[:2]}0000"
    world.adopt()
    world.standard(province, 300)
    world.file("E", world.east, income=250)
    redecide(on=DAY, by=operator())
    world.standard(province, 200, date(2010, 10, 10))
    assert stale() == {("E", DAY)}
    redecide(on=DAY, by=operator())
    assert class_of("E") == "不符合"


def test_an_adoption_marks_the_places_it_reaches(assessed):
    assessed.adopt("2021", EAST, date(2010, 10, 10))
    assert stale() == {("E", DAY)}
    redecide(on=DAY, by=operator())
    assert class_of("E") == "深度困难"


def test_a_coming_standard_is_decided_ahead_and_makes_nothing_stale_today(assessed):
    assessed.standard(CITY, 200, COMING)
    assert stale(DAY, COMING) == {("E", COMING), ("W", COMING)}
    assert is_current(DAY)
    assert not is_current(COMING)
    redecide(on=DAY, by=operator())
    assert (class_of("E", DAY), class_of("E", COMING)) == ("低保户", "不符合")
    assert class_of("E", COMING - timedelta(1)) == "低保户"
    assert is_current(COMING)


def test_a_new_morning_costs_nothing(assessed):
    with acting(operator()):
        before = list(Determination.objects.order_by("id").values_list())
    morning = DAY + timedelta(1)
    assert ensure_current(morning)
    assert redecide(on=DAY, by=operator()) == 0
    assert class_of("E", morning) == "低保户"
    with acting(operator()):
        assert list(Determination.objects.order_by("id").values_list()) == before


def test_what_a_place_has_to_decide_anew_is_one_row_until_all_is_done(assessed):
    assessed.standard(CITY, 200)
    with acting(operator()):
        standing = Redecision.objects.get(done_at=None)
    assert (standing.place, standing.from_day) == (CITY, date(2010, 1, 1))
    assert not Mark.objects.exists()
    redecide(on=DAY, by=operator())
    assert not redecisions().filter(done_at=None).exists()
    assert not RedecidedRange.objects.exists()


def test_the_mark_is_undone_with_the_change(assessed):
    def change_and_fail():
        with transaction.atomic():
            assessed.change(assessed.east_file, EARLIER, own_income_fen=1)
            assert stale() == {("E", DAY), ("E", EARLIER)}
            raise KeyError

    with pytest.raises(KeyError):
        change_and_fail()
    assert stale() == set()


def test_a_file_that_comes_in_later_waits_for_its_first_decision(assessed):
    assessed.file("N", assessed.east, opened=date(2010, 10, 20))
    assert stale() == {("N", DAY)}
    redecide(on=DAY, by=operator())
    assert class_of("N") == "低保户"


def test_an_officer_sees_what_waits_in_their_jurisdiction_and_has_it_decided(assessed):
    for household in (assessed.east_file, assessed.west_file):
        assessed.change(household, DAY, own_income_fen=90_000)
    assessed.standard(CITY, 310, DAY)
    reviewer = assessed.officer(Role.REVIEWER, assessed.east)
    with acting(reviewer):
        assert determinations(DAY, reviewer).filter(waits(DAY)).count() == 1
    with pytest.raises(NotPermitted):
        redecide(on=DAY, by=reviewer)
    with pytest.raises(NotPermitted):
        request_reassessment(by=assessed.officer(Role.AUDITOR, assessed.city))
    request_reassessment(by=reviewer)
    reassess()
    assert stale() == set()
    assert class_of("E") == "不符合"


def test_adopting_the_same_again_changes_nothing(assessed):
    first = RuleAdoption.objects.get()
    assessed.adopt()
    assert RuleAdoption.objects.get() == first
    assert stale() == set()


def test_another_paper_for_the_same_rules_is_an_adoption_of_its_own(assessed):
    """A wrong number of the paper is corrected; a blank one corrects nothing."""
    first = RuleAdoption.objects.get()
    again = {"place": CITY, "rule_set": "2016", "valid_from": first.valid_from, "by": operator()}
    assert adopt_rule_set(**again, document="").pk == first.pk
    corrected = adopt_rule_set(**again, document="总工办发〔2016〕36号")
    assert [row.document for row in RuleAdoption.objects.order_by("id")] == [
        "样例",
        "总工办发〔2016〕36号",
    ]
    assert adoptions_for([EAST], DAY)[EAST].pk == corrected.pk
    assert stale(DAY) == {("E", DAY), ("W", DAY)}
    redecide(on=DAY, by=operator())
    with acting(operator()):
        decided = determinations(DAY, operator())
        assert set(decided.values_list("adoption_id", flat=True)) == {corrected.pk}
    assert class_of("E") == class_of("W") == "低保户"


def test_the_last_word_on_a_day_wins_and_the_newest_day_before(world):
    world.adopt("2016", CITY, date(2010, 1, 1))
    world.adopt("2021", CITY, date(2010, 1, 1))
    world.adopt("2016", CITY, date(2010, 6, 1))
    days = (date(2009, 12, 31), date(2010, 5, 31), date(2010, 6, 1))
    in_force = [adoptions_for([EAST], day).get(EAST) for day in days]
    assert [adoption and adoption.rule_set for adoption in in_force] == [None, "2021", "2016"]


@pytest.mark.parametrize("place", ["000000", "4409", "44090０", "north!"])
def test_a_place_that_is_none_is_refused_with_those_there_are(world, place):
    with pytest.raises(PlaceRefused, match="449901"):
        adopt_rule_set(place=place, rule_set="2016", valid_from=DAY, document="", by=operator())


def test_rules_that_do_not_exist_and_people_who_may_not_are_refused(world):
    adopted = {"place": CITY, "valid_from": DAY, "document": ""}
    with pytest.raises(UnknownRuleSet, match="2016、2021"):
        adopt_rule_set(**adopted, rule_set="2019", by=operator())
    with pytest.raises(NotPermitted):
        adopt_rule_set(**adopted, rule_set="2016", by=world.officer(Role.REVIEWER, world.city))
