"""The clean register of a whole city through the same door."""

from pathlib import Path

import bangfu.demo
from bangfu.audit.models import Entry
from bangfu.intake.commands.import_register import import_register
from bangfu.organisations.queries import actor_named, today
from bangfu.registry.commands.export_register import export_register
from bangfu.registry.models import Household, HouseholdFacts, MemberFacts, Membership
from bangfu.registry.queries.households import HouseholdFilter, households
from bangfu.scope.actors import acting, operator

FILE = Path(bangfu.demo.__file__).with_name("data") / "maoming-2010.xlsx"


def versions() -> tuple[int, int]:
    with acting(operator()):
        return HouseholdFacts.objects.count(), MemberFacts.objects.count()


def test_totals_and_the_same_file_again(demo_database):
    with acting(operator()):
        assert Household.objects.count() == 11132
        assert Membership.objects.count() == 34592
        assert Household.objects.values("area_code").distinct().count() == 7
    before = versions()
    report = import_register(
        files=[(FILE.name, FILE.read_bytes())], as_of=today(), on=today(), by=operator()
    )
    assert report.counts["households_unchanged"] == 11132
    assert report.counts["members_unchanged"] == 23460
    assert report.rejected == 0
    assert versions() == before


def test_a_countys_export_comes_in_again_unchanged_and_is_in_the_log(demo_database):
    filer = actor_named("gz-filer", today())
    exported = export_register(day=today(), by=filer)
    assert Entry.objects.filter(action="registry.export").count() == 1
    assert Entry.objects.filter(action="vault.read_many", detail__purpose="export").count() == 1
    before = versions()
    report = import_register(files=[("export.xlsx", exported)], as_of=today(), on=today(), by=filer)
    assert report.counts["households_unchanged"] == 2013
    assert versions() == before


def test_filters_narrow(demo_database):
    reviewer = actor_named("gz-reviewer", today())
    with acting(reviewer):
        listed = list(households(reviewer).values_list("file_no", flat=True))
        assert len(listed) == len(set(listed)) == 2013
        assert listed == sorted(listed)
        first = households(reviewer).first()
        by_name = households(reviewer, HouseholdFilter(text=first.head_name[1:]))
        assert first.file_no in {one.file_no for one in by_name}
        assert households(reviewer, HouseholdFilter(text=first.file_no)).get() == first
        taught = households(reviewer, HouseholdFilter(system="教育"))
        assert {one.system for one in taught} == {"教育"}
        assert not households(reviewer, HouseholdFilter(area_code="440982")).exists()
        under = households(reviewer, HouseholdFilter(union_id=first.union_id))
        assert {one.union_id for one in under} == {first.union_id}
        chosen = HouseholdFilter(household_ids=Household.objects.filter(pk=first.pk).values("id"))
        assert list(households(reviewer, chosen)) == [first]
