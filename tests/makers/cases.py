"""A small network with officers, and households whose determination of the day is given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from bangfu.casework.commands.check_cases import check_cases
from bangfu.casework.commands.post_notice import post_notice
from bangfu.casework.commands.submit_cases import submit_cases
from bangfu.casework.models import Case
from bangfu.casework.queries import versions_of
from bangfu.eligibility.commands.redecide import redecide
from bangfu.eligibility.models import Determination, Mark, RuleAdoption
from bangfu.organisations.models import Installation, Union
from bangfu.organisations.queries import today
from bangfu.registry.models import Household, HouseholdFacts
from bangfu.scope.actors import Actor, acting, operator
from bangfu.scope.enums import Role
from bangfu.standards.enums import StandardKind
from bangfu.standards.models import LocalStandard

from .households import facts_of, household_of
from .unions import SINCE, appoint, install, make_union

DAY = date(2010, 9, 30)  # the day before the National Day week
POSTED_UNTIL = date(2010, 10, 13)  # five working days on: 8, 9 (a Saturday worked), 11, 12, 13
CONTACT = "高州市总工会权益保障部，0668-6660000"
FACTS = {
    "employer": "第二建筑公司",
    "address": "人民路一号",
    "phone": "13800000000",
    "main_cause": "患重特大疾病",
    "size": 1,
    "own_income_fen": 21_700,
    "other_income_fen": 0,
    "homes": 1,
    "vehicle": False,
}
DECIDED = {
    "income_fen": 260_400,
    "essential_fen": 0,
    "size": 1,
    "standard_fen": 23_800,
    "rule_set": "2016",
    "persons": 1,
    "area_code": "440981",
    "area_name": "高州市",
}


@dataclass
class World:
    city: Union
    east: Union
    west: Union

    def officer(self, username: str, role: Role, where: Union) -> Actor:
        return appoint(username, role, where)

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
        brought: Mapping[str, object] | None = None,
        **more: object,
    ) -> list[Household]:
        """As imported and decided from the day they were opened on. `brought`: who brought them in."""
        with acting(operator()):
            first = Household.objects.count()
            filed = Household.objects.bulk_create(
                household_of(
                    where or self.east,
                    f"4409-{n:05d}",
                    area_code="440981",
                    head_name=f"王{'小明' if n % 2 else '芳'}",
                )
                for n in range(first, first + count)
            )
            versions = HouseholdFacts.objects.bulk_create(
                facts_of(household, **FACTS, **(brought or {})) for household in filed
            )
            Determination.objects.bulk_create(
                Determination(
                    household=version.household,
                    file_no=version.household.file_no,
                    holds_from=version.held_from,
                    facts_id=version.id,
                    **{**DECIDED, "hardship_class": hardship_class, **more},
                )
                for version in versions
            )
            if not stale:
                Mark.objects.filter(household_id__in=[one.id for one in filed]).delete()
        return filed

    def submitted(self, count: int = 1, **more: object) -> dict[int, int]:
        ids = [one.id for one in self.households(count, **more)]  # type: ignore[arg-type]
        submit_cases(household_ids=ids, on=today(), by=self.filer)
        with acting(self.filer):
            return versions_of(Case.objects.filter(household_id__in=ids))

    def checked(self, count: int = 1) -> dict[int, int]:
        cases = self.submitted(count)
        check_cases(cases=cases, on=today(), by=self.reviewer)
        return self.now(cases)

    def posted(self, count: int = 1) -> dict[int, int]:
        cases = self.checked(count)
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
    install(DAY)
    LocalStandard.objects.create(
        area_code="440900",
        area_name="茂名市",
        kind=StandardKind.DIBAO,
        amount_fen=23_800,
        valid_from=SINCE,
        source="茂名市 2010 年城市低保标准",
    )
    RuleAdoption.objects.create(
        place="440900", rule_set="2016", valid_from=SINCE, recorded_by="测试"
    )
    redecide(on=DAY, by=operator())  # nobody yet: the standard and the rules are then no news
    city = make_union("440900", "茂名市总工会", kind="市总工会")
    east, west = (
        make_union("440981", "高州市总工会", city),
        make_union("440982", "化州市总工会", city),
    )
    return World(city, east, west)
