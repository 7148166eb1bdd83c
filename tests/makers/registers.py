"""A small made-up network, with files whose facts a test spells out. Amounts are given in yuan."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from itertools import count

from bangfu.accounts.models import User
from bangfu.eligibility.commands.adopt_rule_set import adopt_rule_set
from bangfu.organisations.models import Union
from bangfu.registry.models import Household, HouseholdFacts, Membership
from bangfu.scope.actors import Actor, acting, operator
from bangfu.scope.enums import Role
from bangfu.standards.models import LocalStandard
from bangfu.vault.enums import SecretKind
from bangfu.vault.models import Secret

from .households import make_facts, make_household, make_member, make_member_facts, seal
from .people import identity
from .unions import PASSWORD, appoint, install, make_union

DAY = date(2010, 10, 31)
OPENED = date(2010, 5, 1)
PROVINCE, CITY, EAST, WEST = "440000", "449900", "449901", "449902"
IDENTITY = identity(1, EAST)
#: What a version gets anew, by the database.
STAMPED = ("id", "recorded_at", "system", *(f"tier{n}" for n in range(1, 7)))


@dataclass
class World:
    """Nothing is adopted and no standard entered until a test does so."""

    city: Union = field(init=False)
    east: Union = field(init=False)
    west: Union = field(init=False)
    education: Union = field(init=False)
    numbers: count[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        install(DAY)
        self.city = make_union("C", "样例市总工会", kind="市总工会", area=CITY)
        self.east = make_union("E", "东县总工会", self.city, area=EAST)
        self.west = make_union("W", "西县总工会", self.city, area=WEST)
        self.education = make_union(
            "J", "样例市教育工会", self.city, kind="产业工会", area=CITY, system="教育"
        )

    def officer(self, role: Role, where: Union) -> Actor:
        """May sign in with `unions.PASSWORD`, under the role's and the union's name."""
        name = f"{role.value}-{where.code}".lower()
        known = User.objects.filter(username=name).exists()
        actor = appoint(name, role, where)
        if not known:
            user = User.objects.get(username=name)
            user.set_password(PASSWORD)
            user.save()
        return actor

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
        usual: dict[str, object] = {
            "area_code": area,
            "area_name": f"{area}县",
            "own_system": system,
            "name": "样例甲",
            "size": 1 + len(members),
            "own_income_fen": _fen(income),
            "other_income_fen": 0,
            "homes": 1,
            "vehicle": False,
        }
        number = file_no or f"F{next(self.numbers):04}"
        with acting(operator()):
            household = make_household(
                where or self.east, number, area_code=area, opened_on=opened, system=system
            )
            make_member(household, "本人", opened)
            make_facts(household, **{**usual, **facts})
            for ordinal, member_income in enumerate(members, 1):
                self.member(household, ordinal, member_income, opened)
        return household

    def member(
        self, household: Household, ordinal: int, income: int | None, since: date
    ) -> Membership:
        with acting(operator()):
            membership = make_member(household, "配偶", since)
            make_member_facts(membership, ordinal, income_fen=_fen(income))
        return membership

    def change(self, household: Household, held_from: date, **facts: object) -> HouseholdFacts:
        """A later version of the file: the one before with these facts altered."""
        with acting(operator()):
            versions = HouseholdFacts.objects.filter(household=household, held_from__lte=held_from)
            before = versions.order_by("-held_from", "-id").values().first()
            assert before is not None
            kept = {name: value for name, value in before.items() if name not in STAMPED}
            unchanged = {name: value for name, value in kept.items() if name[:-3] not in facts}
            return HouseholdFacts.objects.create(**{**unchanged, "held_from": held_from, **facts})

    def identify(self, file_no: str) -> Secret:
        """A later version of the file in which the worker has `IDENTITY`, sealed."""
        with acting(operator()):
            household = Household.objects.get(file_no=file_no)
            secret = seal(household, SecretKind.ID_NUMBER, IDENTITY)
            self.change(household, household.opened_on, id_secret_id=secret.pk)
        return secret


def _fen(yuan: int | None) -> int | None:
    return None if yuan is None else yuan * 100
