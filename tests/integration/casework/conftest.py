"""A small network with officers, and households whose determination of the day is given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pytest

from bangfu.accounts.models import User
from bangfu.casework.commands.check_cases import check_cases
from bangfu.casework.commands.post_notice import post_notice
from bangfu.casework.commands.submit_cases import submit_cases
from bangfu.casework.models import Case
from bangfu.casework.queries import versions_of
from bangfu.eligibility.commands.redecide import redecide
from bangfu.eligibility.models import Determination, Mark, RuleAdoption
from bangfu.organisations.models import Appointment, Installation, Union
from bangfu.organisations.queries import actor_for, today
from bangfu.registry.enums import Source
from bangfu.registry.models import Household, HouseholdFacts
from bangfu.scope.actors import Actor, acting, operator
from bangfu.scope.enums import Role
from bangfu.standards.enums import StandardKind
from bangfu.standards.models import LocalStandard

DAY = date(2010, 9, 30)  # the day before the National Day week
POSTED_UNTIL = date(2010, 10, 13)  # five working days on: 8, 9 (a Saturday worked), 11, 12, 13
CONTACT = "高州市总工会权益保障部，0668-6660000"
PASSWORD = "for tests only 2010"


def union(code: str, name: str, parent: Union | None = None, kind: str = "县级总工会") -> Union:
    made = Union(code=code, name=name, kind=kind, parent=parent, area_code="440900")
    made.depth = parent.depth + 1 if parent else 1
    made.save()
    for tier in range(1, made.depth):
        setattr(made, f"tier{tier}", getattr(parent, f"tier{tier}"))
    setattr(made, f"tier{made.depth}", made.id)
    made.save()
    return made


@dataclass
class World:
    city: Union
    east: Union
    west: Union

    def officer(self, username: str, role: Role, where: Union) -> Actor:
        user, _new = User.objects.get_or_create(username=username, defaults={"name": username})
        held, _new = Appointment.objects.get_or_create(
            user=user, union=where, role=role, since=date(2010, 1, 1)
        )
        return actor_for(held)

    @property
    def filer(self) -> Actor:
        return self.officer("filer", Role.FILER, self.east)

    @property
    def reviewer(self) -> Actor:
        return self.officer("reviewer", Role.REVIEWER, self.east)

    @property
    def approver(self) -> Actor:
        return self.officer("approver", Role.APPROVER, self.city)

    @property
    def stranger(self) -> Actor:
        return self.officer("stranger", Role.REVIEWER, self.west)

    def move_to(self, day: date) -> None:
        Installation.objects.update(demo_day=day)

    def households(
        self,
        count: int,
        hardship_class: str = "低保户",
        *,
        where: Union | None = None,
        stale: bool = False,
        **more: object,
    ) -> list[Household]:
        """As imported and decided from the day they were opened on."""
        with acting(operator()):
            first = Household.objects.count()
            made = Household.objects.bulk_create(
                Household(
                    file_no=f"4409-{n:05d}",
                    union=where or self.east,
                    area_code="440981",
                    head_name=f"王{'小明' if n % 2 else '芳'}",
                    opened_on=date(2010, 1, 1),
                )
                for n in range(first, first + count)
            )
            facts = HouseholdFacts.objects.bulk_create(
                HouseholdFacts(
                    household=one,
                    union=one.union,
                    area_code=one.area_code,
                    employer="第二建筑公司",
                    address="人民路一号",
                    phone="13800000000",
                    main_cause="患重特大疾病",
                    size=3,
                    own_income_fen=50_000,
                    other_income_fen=0,
                    homes=1,
                    vehicle=False,
                    held_from=date(2010, 1, 1),
                    source=Source.PAGE,
                    recorded_by="测试",
                    content_digest=b"",
                )
                for one in made
            )
            given = {
                "hardship_class": hardship_class,
                "income_fen": 600_000,
                "essential_fen": 0,
                "size": 3,
                "standard_fen": 23_800,
                "rule_set": "2016",
                "persons": 3,
                "area_code": "440981",
                "area_name": "高州市",
                **more,
            }
            Determination.objects.bulk_create(
                Determination(
                    household=one,
                    file_no=one.file_no,
                    holds_from=one.opened_on,
                    facts_id=version.id,
                    **given,
                )
                for one, version in zip(made, facts, strict=True)
            )
            if not stale:
                Mark.objects.filter(household_id__in=[one.id for one in made]).delete()
        return made

    def submitted(self, count: int = 1) -> dict[int, int]:
        ids = [one.id for one in self.households(count)]
        with acting(self.filer):
            submit_cases(household_ids=ids, on=today(), by=self.filer)
            return versions_of(Case.objects.filter(household_id__in=ids))

    def checked(self, count: int = 1) -> dict[int, int]:
        cases = self.submitted(count)
        with acting(self.reviewer):
            check_cases(cases=cases, on=today(), by=self.reviewer)
        return self.now(cases)

    def posted(self, count: int = 1) -> dict[int, int]:
        cases = self.checked(count)
        with acting(self.reviewer):
            post_notice(cases=cases, contact=CONTACT, on=today(), by=self.reviewer)
        return self.now(cases)

    def now(self, cases: Iterable[int]) -> dict[int, int]:
        """The versions as they are now."""
        with acting(operator()):
            return versions_of(Case.objects.filter(id__in=list(cases)))

    def states(self, cases: Iterable[int]) -> set[str]:
        with acting(operator()):
            return set(Case.objects.filter(id__in=list(cases)).values_list("state", flat=True))

    def case(self, case_id: int) -> Case:
        with acting(operator()):
            return Case.objects.select_related("household", "notice").get(id=case_id)


def build_world() -> World:
    Installation.objects.create(is_demo=True, demo_day=DAY)
    LocalStandard.objects.create(
        area_code="440900",
        area_name="茂名市",
        kind=StandardKind.DIBAO,
        amount_fen=23_800,
        valid_from=date(2010, 1, 1),
        source="茂名市 2010 年城市低保标准",
    )
    RuleAdoption.objects.create(
        place="440900", rule_set="2016", valid_from=date(2010, 1, 1), recorded_by="测试"
    )
    redecide(on=DAY, by=operator())  # nobody yet: the standard and the rules are then no news
    city = union("440900", "茂名市总工会", kind="市总工会")
    return World(city, union("440981", "高州市总工会", city), union("440982", "化州市总工会", city))


@pytest.fixture
def world(db: None) -> World:
    return build_world()
