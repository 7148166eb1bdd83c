"""A small made-up network, with files whose facts a test spells out. Amounts are given in yuan."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from itertools import count

from bangfu.accounts.models import User
from bangfu.eligibility.commands.adopt_rule_set import adopt_rule_set
from bangfu.organisations.models import Appointment, Installation, Union
from bangfu.organisations.queries import actor_for
from bangfu.registry.enums import Source
from bangfu.registry.models import Household, HouseholdFacts, MemberFacts, Membership, Person
from bangfu.scope.actors import Actor, acting, operator
from bangfu.scope.enums import Role
from bangfu.standards.models import LocalStandard

DAY = date(2010, 10, 31)
OPENED = date(2010, 5, 1)
PROVINCE, CITY, EAST, WEST = "440000", "449900", "449901", "449902"
#: What a version gets anew, by the database.
STAMPED = ("id", "recorded_at", "system", *(f"tier{n}" for n in range(1, 7)))
PASSWORD = "for tests only 2010"


def union(
    code: str,
    name: str,
    parent: Union | None = None,
    area: str = CITY,
    kind: str = "县级总工会",
    system: str = "",
) -> Union:
    depth = parent.depth + 1 if parent else 1
    made = Union(code=code, name=name, kind=kind, parent=parent, area_code=area, system=system)
    made.depth = depth
    made.save()
    for tier in range(1, depth):
        setattr(made, f"tier{tier}", getattr(parent, f"tier{tier}"))
    setattr(made, f"tier{depth}", made.id)
    made.save()
    return made


@dataclass
class World:
    """Nothing is adopted and no standard entered until a test does so."""

    city: Union = field(init=False)
    east: Union = field(init=False)
    west: Union = field(init=False)
    education: Union = field(init=False)
    numbers: count[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        Installation.objects.create(id=1, is_demo=True, demo_day=DAY)
        self.city = union("C", "样例市总工会", kind="市总工会")
        self.east = union("E", "东县总工会", self.city, EAST)
        self.west = union("W", "西县总工会", self.city, WEST)
        self.education = union("J", "样例市教育工会", self.city, kind="产业工会", system="教育")

    def officer(self, role: Role, where: Union) -> Actor:
        name = f"{role.value}-{where.code}".lower()
        user, new = User.objects.get_or_create(username=name, defaults={"name": name})
        if new:
            user.set_password(PASSWORD)
            user.save()
        held, _new = Appointment.objects.get_or_create(
            user=user, union=where, role=role, since=date(2010, 1, 1)
        )
        return actor_for(held)

    def standard(self, area: str, yuan: int, valid_from: date = date(2010, 1, 1)) -> None:
        LocalStandard.objects.create(
            area_code=area,
            area_name=area,
            kind="城市低保标准",
            amount_fen=yuan * 100,
            valid_from=valid_from,
            source="样例",
        )

    def adopt(self, rules: str = "2016", place: str = CITY, since: date = date(2010, 1, 1)) -> None:
        adopt_rule_set(
            place=place, rule_set=rules, valid_from=since, document="样例", by=operator()
        )

    def file(
        self,
        file_no: str = "",
        where: Union | None = None,
        *,
        income: int | None = 100,
        members: tuple[int | None, ...] = (),
        area: str = EAST,
        system: str = "",
        opened: date = OPENED,
        **facts: object,
    ) -> Household:
        """A worker with `income` a month and as many members as `members` has incomes."""
        where = where or self.east
        with acting(operator()):
            made = Household.objects.create(
                file_no=file_no or f"F{next(self.numbers):04}",
                union=where,
                area_code=area,
                head_name="样例甲",
                opened_on=opened,
                system=system,
            )
            self._join(made, "本人", opened)
            given = {"area_code": area, "area_name": f"{area}县", "own_system": system}
            self._first(made, where, income, 1 + len(members), opened, {**given, **facts})
            for ordinal, member_income in enumerate(members, 1):
                self.member(made, ordinal, member_income, opened)
        return made

    def _join(self, household: Household, relation: str, day: date) -> Membership:
        person = Person.objects.create(household=household, name=f"样例{relation}")
        return Membership.objects.create(
            household=household, person=person, relation=relation, held_from=day
        )

    def _first(
        self,
        household: Household,
        where: Union,
        income: int | None,
        size: int,
        opened: date,
        facts: dict[str, object],
    ) -> None:
        known: dict[str, object] = {"other_income_fen": 0, "homes": 1, "vehicle": False}
        HouseholdFacts.objects.create(
            household=household,
            union=where,
            held_from=opened,
            source=Source.PAGE,
            recorded_by="test",
            content_digest=b"",
            name=household.head_name,
            own_income_fen=None if income is None else income * 100,
            **{"size": size, **known, **facts},
        )

    def member(
        self, household: Household, ordinal: int, income: int | None, since: date
    ) -> Membership:
        with acting(operator()):
            membership = self._join(household, "配偶", since)
            MemberFacts.objects.create(
                household=household,
                membership=membership,
                held_from=since,
                source=Source.PAGE,
                recorded_by="test",
                content_digest=b"",
                ordinal=ordinal,
                name="样例配偶",
                relation="配偶",
                income_fen=None if income is None else income * 100,
            )
        return membership

    def change(self, household: Household, held_from: date, **facts: object) -> HouseholdFacts:
        """A later version of the file: the one before with these facts altered."""
        with acting(operator()):
            found = HouseholdFacts.objects.filter(household=household, held_from__lte=held_from)
            before = found.order_by("-held_from", "-id").values().first()
            assert before is not None
            kept = {name: value for name, value in before.items() if name not in STAMPED}
            unchanged = {name: value for name, value in kept.items() if name[:-3] not in facts}
            version = HouseholdFacts.objects.create(
                **{**unchanged, "held_from": held_from, **facts}
            )
        return version
