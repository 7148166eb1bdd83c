"""The clean register of a whole city through the same door."""

from pathlib import Path

import bangfu.demo
from bangfu.audit.models import Entry
from bangfu.organisations.queries import actor_named, today
from bangfu.registry.commands.export_register import export_register
from bangfu.registry.commands.import_register import import_register
from bangfu.registry.models import Household, HouseholdFacts, MemberFacts, Membership
from bangfu.registry.queries.households import HouseholdFilter, household_page, households
from bangfu.scope.actors import acting, operator

FILE = Path(bangfu.demo.__file__).with_name("data") / "maoming-2010.xlsx"


import sys, time; sys.path.insert(0,"/tmp")
from wrap import wrap
from django.db import connection
def versions() -> tuple[int, int]:
    with acting(operator()):
        return HouseholdFacts.objects.count(), MemberFacts.objects.count()


def test_totals_and_the_same_file_again(demo_database):
    with acting(operator()):
        assert Household.objects.count() == 11132
        assert Membership.objects.count() == 34592
        assert Household.objects.values("area_code").distinct().count() == 7
    before = versions()
    with connection.execute_wrapper(wrap):
      report = import_register(progress=lambda *a: print(time.time(),*a),files=[(FILE.name, FILE.read_bytes())], as_of=today(), by=operator())
    assert report.counts["households_unchanged"] == 11132
    assert report.counts["members_unchanged"] == 23460
    assert report.rejected == 0
    assert versions() == before
