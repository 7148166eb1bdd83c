"""A small made-up place with money: unions, officers, a fund, and approved households to pay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from bangfu.casework.models import Case
from bangfu.eligibility.models import Determination, Mark
from bangfu.funds.enums import FundSource
from bangfu.funds.models import Fund
from bangfu.notices.models import Notice
from bangfu.organisations.models import Installation, Union
from bangfu.registry.models import Household, HouseholdFacts
from bangfu.scope.actors import Actor, acting, operator
from bangfu.scope.enums import Role
from bangfu.vault.enums import SecretKind

from .determinations import forget
from .funds import give, make_fund, make_winter_warmth
from .households import make_facts, make_household, make_member, seal
from .people import card, identity
from .unions import appoint, install, make_union

TODAY = date(2010, 10, 31)
OPENED = date(2010, 9, 1)
ASSESSED = date(2010, 10, 1)
POSTED, POSTED_UNTIL, APPROVED = date(2010, 10, 11), date(2010, 10, 20), date(2010, 10, 25)
KNOWN = datetime(2035, 1, 1, tzinfo=UTC)  # after whatever clock these tests run by
AMOUNTS = {"低保户": 200_000, "低保边缘户": 100_000}


@dataclass
class World:
    """`world["planner"]` is an officer, by what they do or, of the counties, where they are."""

    unions: dict[str, Union]
    officers: dict[str, Actor]
    fund: Fund

    def __getitem__(self, name: str) -> Actor:
        return self.officers[name]


def make_world(received: int = 10_000_000, *, demo: bool = True) -> World:
    """`received`: fen that came into the fund."""
    if not Installation.objects.exists():
        install(TODAY if demo else None)
    city = make_union("C", "茂名市总工会", kind="市总工会", area="440900")
    unions = {
        "city": city,
        "gaozhou": make_union("G", "高州市总工会", city, area="440981"),
        "huazhou": make_union("H", "化州市总工会", city, area="440982"),
    }
    officers = {
        "planner": appoint("planner", Role.FUND_OFFICER, city),
        "approver": appoint("approver", Role.APPROVER, city),
        "releaser": appoint("releaser", Role.RELEASER, city),
        "auditor": appoint("auditor", Role.AUDITOR, city),
        "gaozhou": appoint("gaozhou", Role.FUND_OFFICER, unions["gaozhou"]),
        "huazhou": appoint("huazhou", Role.FUND_OFFICER, unions["huazhou"]),
    }
    with acting(operator()):
        fund = make_fund(
            city,
            make_winter_warmth(),
            source=FundSource.LOCAL,
            classes=list(AMOUNTS),
            procedure="联席会议决定",
            opened_on=date(2010, 1, 1),
        )
        if received:
            give(fund, received)
    return World(unions, officers, fund)


def household(
    world: World,
    n: int,
    *,
    union: str = "gaozhou",
    person: int | None = None,
    with_card: bool = True,
    with_identity: bool = True,
) -> Household:
    """A filed household; `person` repeats another's identity number."""
    where, name = world.unions[union], f"样例{n}"
    with acting(operator()):
        filed = make_household(
            where, f"{where.area_code}-2010-{n:05d}", head_name=name, opened_on=OPENED
        )
        number = identity(n if person is None else person)
        secret = seal(filed, SecretKind.ID_NUMBER, number) if with_identity else None
        make_member(filed, "本人", OPENED, name=name, secret=secret)
        facts(filed, card(n) if with_card else "", OPENED)
    return filed


def facts(filed: Household, number: str, held_from: date, *, waits: bool = False) -> HouseholdFacts:
    """A new version of the file, with this card; decided anew since, unless it still waits."""
    with acting(operator()):
        secret = seal(filed, SecretKind.CARD, number) if number else None
        version = make_facts(filed, held_from, bank="茂名银行营业部", card_secret=secret)
        if not waits:
            Mark.objects.filter(household_id=filed.pk).delete()
        return version


def determine(filed: Household, hardship_class: str, facts_id: int) -> None:
    """What is known now of the household, from its first day on."""
    forget(Determination.objects.filter(household=filed))
    Determination.objects.create(
        household=filed,
        file_no=filed.file_no,
        holds_from=OPENED,
        facts_id=facts_id,
        hardship_class=hardship_class,
        area_code=filed.area_code,
        persons=1,
    )


def decide_anew(filed: Household, hardship_class: str) -> None:
    """Its class is another by now."""
    with acting(operator()):
        version = HouseholdFacts.objects.filter(household=filed).latest("id")
        determine(filed, hardship_class, version.pk)


def families(world: World, count: int, start: int = 1, **more: Any) -> list[Household]:
    """Filed and approved, the nth of them with the nth card."""
    filed = [household(world, start + n, **more) for n in range(count)]
    approve(world, *filed)
    return filed


def approve(world: World, *households: Household, hardship_class: str = "低保户") -> None:
    """The whole way of a case, as the database wants it; of what was decided before."""
    with acting(operator()):
        Mark.objects.filter(household_id__in=[filed.pk for filed in households]).delete()
        for filed in households:
            _approve(world, filed, hardship_class)


def share_a_child(*households: Household, n: int = 900) -> None:
    """One person is a member of each, and none waits to be decided anew for it."""
    with acting(operator()):
        for filed in households:
            make_member(
                filed, "儿子", OPENED, secret=seal(filed, SecretKind.ID_NUMBER, identity(n))
            )
        Mark.objects.filter(household_id__in=[filed.pk for filed in households]).delete()


def _approve(world: World, filed: Household, hardship_class: str) -> None:
    newest = HouseholdFacts.objects.filter(household=filed).order_by("held_from", "id").last()
    assert newest is not None
    determine(filed, hardship_class, newest.pk)
    case = Case.objects.create(
        household=filed,
        state="submitted",
        day=ASSESSED,
        known_at=KNOWN,
        hardship_class=hardship_class,
        facts_id=newest.pk,
        submitted_by_id=101,
        moved_on=ASSESSED,
    )
    notice = _notice(world)
    _move(case, state="checked", checked_by_id=102)
    _move(
        case,
        state="posted",
        posted_by_id=102,
        notice=notice,
        notice_seq=1,
        posting_ends_on=POSTED_UNTIL,
    )
    _move(case, state="approved", decided_by_id=103, decided_on=APPROVED)


def _move(case: Case, **values: Any) -> None:
    for name, value in values.items():
        setattr(case, name, value)
    case.save()


def _notice(world: World) -> Notice:
    notice, _new = Notice.objects.get_or_create(
        number="测公示〔2010〕1号",
        defaults={
            "kind": "determination",
            "union": world.unions["city"],
            "token": "t",
            "posted_on": POSTED,
            "ends_on": POSTED_UNTIL,
            "working_days": 8,
            "contact": "0668-0000000",
            "entries": [],
            "by_user_id": 102,
        },
    )
    return notice
