"""The demo, as `bangfu up` loads it the first time: its totals are a published table."""

from collections import Counter

from bangfu.eligibility.queries import determinations, is_current
from bangfu.organisations.queries import actor_named, today
from bangfu.registry.models import Household, Membership
from bangfu.scope.actors import acting, operator

PUBLISHED = {
    "440900": (3294, 9053),
    "440981": (2013, 7013),
    "440982": (2011, 6361),
    "440983": (1133, 3562),
    "440923": (1319, 3918),
    "440902": (907, 3213),
    "440903": (455, 1472),
}


def test_households_and_persons_by_county_are_the_published_ones(demo_database):
    with acting(operator()):
        households = Counter(Household.objects.values_list("area_code", flat=True))
        persons = Counter(Membership.objects.values_list("household__area_code", flat=True))
    assert {code: (households[code], persons[code]) for code in households} == PUBLISHED


def test_every_household_is_decided_on_the_first_day(demo_database):
    with acting(operator()):
        assert is_current(today())
        decided = determinations(today(), operator())
        classes = Counter(decided.values_list("hardship_class", flat=True))
        excluded = decided.exclude(excluded=[]).count()
    assert classes == {
        "低保户": 6247,
        "低保边缘户": 3728,
        "意外致困户": 486,
        "不符合": 344 + 108,
        "待核实": 219,
    }
    assert excluded == 108


def test_each_officer_sees_just_their_own(demo_database):
    seen = {}
    for username in ("gz-reviewer", "hz-reviewer", "edu-reviewer", "city-approver", "admin"):
        actor = actor_named(username, today())
        with acting(actor):
            seen[username] = Household.objects.count()
            assert Household.objects.visible_to(actor).count() == seen[username]
    with acting(operator()):
        education = Household.objects.filter(system="教育").count()
    assert seen == {
        "gz-reviewer": 2013,
        "hz-reviewer": 2011,
        "edu-reviewer": education,
        "city-approver": 11132,
        "admin": 0,
    }
