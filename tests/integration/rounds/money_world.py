"""A small made-up place with money: unions, officers, approved households, a fund, a programme."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection

from bangfu.accounts.models import User
from bangfu.casework.models import Case
from bangfu.eligibility.models import Mark
from bangfu.funds.commands.open_fund import open_fund
from bangfu.funds.commands.receive_money import receive_money
from bangfu.funds.enums import FundSource
from bangfu.funds.models import Fund
from bangfu.notices.models import Notice
from bangfu.organisations.models import Appointment, Installation, Union
from bangfu.organisations.queries import actor_for
from bangfu.programmes.commands.install_winter_warmth import install_winter_warmth
from bangfu.registry.enums import Source
from bangfu.registry.models import Household, HouseholdFacts, Membership, Person
from bangfu.rounds.commands.build_roster import build_roster
from bangfu.rounds.commands.decide_round import decide_round
from bangfu.rounds.commands.export_payment_file import export_payment_file
from bangfu.rounds.commands.plan_round import plan_round
from bangfu.rounds.commands.release_round import release_round
from bangfu.rounds.commands.take_bank_answer import take_bank_answer
from bangfu.rounds.models import Round
from bangfu.rounds.simulated_bank import Behaviour, answer_rows
from bangfu.scope.actors import Actor, acting, operator
from bangfu.scope.enums import Role
from bangfu.vault.enums import SecretKind
from bangfu.vault.models import Secret
from bangfu.vault.sealing import seal_many
from makers.people import card_number

TODAY = date(2010, 10, 31)
OPENED = date(2010, 9, 1)
ASSESSED = date(2010, 10, 1)
KNOWN = datetime(2035, 1, 1, tzinfo=UTC)  # after whatever clock these tests run by
AMOUNTS = {"低保户": 200_000, "低保边缘户": 100_000}


@dataclass
class World:
    unions: dict[str, Union]
    officers: dict[str, Actor]
    fund: Fund
    people: dict[str, int] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Actor:
        return self.officers[name]


def make_world(received: int = 10_000_000, *, demo: bool = True) -> World:
    kind = {"is_demo": demo, "demo_day": TODAY if demo else None}
    Installation.objects.get_or_create(id=1, defaults=kind)
    city = _union("C", "茂名市总工会", "市总工会", "440900")
    unions = {
        "city": city,
        "gaozhou": _union("G", "高州市总工会", "县级总工会", "440981", city),
        "huazhou": _union("H", "化州市总工会", "县级总工会", "440982", city),
    }
    officers = {
        "planner": _officer("planner", city, Role.FUND_OFFICER),
        "approver": _officer("approver", city, Role.APPROVER),
        "releaser": _officer("releaser", city, Role.RELEASER),
        "auditor": _officer("auditor", city, Role.AUDITOR),
        "gaozhou": _officer("gaozhou", unions["gaozhou"], Role.FUND_OFFICER),
        "huazhou": _officer("huazhou", unions["huazhou"], Role.FUND_OFFICER),
    }
    with acting(operator()):
        programme = install_winter_warmth(
            place="440900",
            per_time_fen=300_000,
            per_year_fen=600_000,
            season_starts_month=7,
            valid_from=date(2010, 1, 1),
            source="样例办法",
            by=operator(),
        ).programme
        fund = open_fund(
            union=city,
            name="送温暖专项资金",
            source=FundSource.LOCAL,
            programme=programme,
            area_code="440900",
            classes=list(AMOUNTS),
            procedure="联席会议决定",
            opened_on=date(2010, 1, 1),
            on=TODAY,
            by=operator(),
        )
        if received:
            receive_money(
                fund_id=fund.pk,
                amount_fen=received,
                reference="拨款 1 号",
                day=TODAY,
                key="first",
                on=TODAY,
                by=operator(),
            )
    return World(unions, officers, fund)


def _union(code: str, name: str, kind: str, area: str, parent: Union | None = None) -> Union:
    depth = parent.depth + 1 if parent else 1
    made = Union.objects.create(
        code=code, name=name, kind=kind, area_code=area, parent=parent, depth=depth
    )
    if parent:
        made.tier1 = parent.id
    setattr(made, f"tier{depth}", made.id)
    made.save()
    return made


def _officer(username: str, union: Union, role: Role) -> Actor:
    user = User.objects.create(username=username, name=username)
    appointment = Appointment.objects.create(
        user=user, union=union, role=role, since=date(2010, 1, 1)
    )
    return actor_for(appointment)


def sealed(household: int, kind: SecretKind, number: str) -> Secret:
    with connection.cursor() as cursor:
        cursor.execute("select nextval(pg_get_serial_sequence('vault_secret', 'id'))")
        secret_id = cursor.fetchone()[0]
    box = seal_many(kind, [(secret_id, number)])[0]
    return Secret.objects.create(
        id=secret_id,
        kind=kind,
        household_ref=household,
        key_version=box.key_version,
        sealed=box.sealed,
        blind_index=box.blind_index,
        mask="●●●●" + number[-4:],
    )


def card(n: int) -> str:
    """A card number with a right check digit."""
    return card_number(f"62284800000{n:07d}")


def identity(n: int) -> str:
    return f"4409811970010{n:04d}X"[-18:]


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
    where = world.unions[union]
    with acting(operator()):
        made = Household.objects.create(
            file_no=f"{where.area_code}-2010-{n:05d}",
            union=where,
            area_code=where.area_code,
            head_name=f"样例{n}",
            opened_on=OPENED,
        )
        number = identity(n if person is None else person)
        secret = sealed(made.pk, SecretKind.ID_NUMBER, number) if with_identity else None
        worker = Person.objects.create(household=made, name=f"样例{n}", id_secret=secret)
        Membership.objects.create(household=made, person=worker, relation="本人", held_from=OPENED)
        facts(made, card(n) if with_card else "", OPENED)
    return made


def facts(made: Household, number: str, held_from: date) -> HouseholdFacts:
    """A new version of the file, with this card."""
    with acting(operator()):
        secret = sealed(made.pk, SecretKind.CARD, number) if number else None
        return HouseholdFacts.objects.create(
            household=made,
            held_from=held_from,
            source=Source.PAGE,
            recorded_by="测试",
            content_digest=b"",
            area_code=made.area_code,
            union_id=made.union_id,
            bank="茂名银行营业部",
            card_secret=secret,
        )


def approve(world: World, *households: Household, hardship_class: str = "低保户") -> None:
    """The whole way of a case, as the database wants it; of what was decided before."""
    with acting(operator()):
        Mark.objects.filter(household_id__in=[one.pk for one in households]).delete()
        for one in households:
            newest = HouseholdFacts.objects.filter(household=one).order_by("-held_from", "-id")
            case = Case.objects.create(
                household=one,
                state="submitted",
                day=ASSESSED,
                known_at=KNOWN,
                hardship_class=hardship_class,
                facts_id=newest.first().pk,
                submitted_by_id=101,
                moved_on=ASSESSED,
            )
            _move(case, state="checked", checked_by_id=102)
            ends = date(2010, 10, 20)
            _move(
                case,
                state="posted",
                posted_by_id=102,
                notice=_notice(world),
                notice_seq=1,
                posting_ends_on=ends,
            )
            _move(case, state="approved", decided_by_id=103, decided_on=date(2010, 10, 25))


def _move(case: Case, **values: Any) -> None:
    for name, value in values.items():
        setattr(case, name, value)
    case.save()


def _notice(world: World) -> Notice:
    made, _new = Notice.objects.get_or_create(
        number="测公示〔2010〕1号",
        defaults={
            "kind": "determination",
            "union": world.unions["city"],
            "token": "t",
            "posted_on": date(2010, 10, 11),
            "ends_on": date(2010, 10, 20),
            "working_days": 8,
            "contact": "0668-0000000",
            "entries": [],
            "by_user_id": 102,
        },
    )
    return made


def families(world: World, count: int, start: int = 1, **more: Any) -> list[Household]:
    made = [household(world, start + n, **more) for n in range(count)]
    approve(world, *made)
    return made


# The steps, each by the officer whose step it is.


def planned(world: World, **more: Any) -> Round:
    values: dict[str, Any] = {
        "fund_id": world.fund.pk,
        "title": "2010 年冬季送温暖",
        "day": date(2010, 11, 15),
        "area_code": "440900",
        "amounts": AMOUNTS,
        "on": TODAY,
        "by": world["planner"],
    }
    values |= more
    with acting(values["by"]):
        return plan_round(**values)


def decided(world: World, total: int = 2_000_000, **more: Any) -> Round:
    found = planned(world, **more)
    with acting(world["approver"]):
        return decide_round(
            round_id=found.pk,
            version=found.version,
            minutes_no="联席会议〔2010〕3号",
            met_on=TODAY,
            decision="同意按标准发放",
            total_fen=total,
            on=TODAY,
            by=world["approver"],
        )


def rostered(world: World, **more: Any) -> Round:
    found = decided(world, **more)
    by = more.get("by", world["planner"])
    with acting(by):
        build_roster(round_id=found.pk, version=None, on=TODAY, by=by)
    return again(world, found)


def released(world: World, **more: Any) -> Round:
    return release(world, rostered(world, **more))


def release(world: World, found: Round) -> Round:
    with acting(world["releaser"]):
        release_round(round_id=found.pk, version=None, on=TODAY, by=world["releaser"])
    return again(world, found)


def send(world: World, found: Round) -> list[list[str]]:
    """The payment file's rows."""
    with acting(world["planner"]):
        return export_payment_file(round_id=found.pk, on=TODAY, by=world["planner"]).rows


def answer(world: World, found: Round, rows: list[list[str]]) -> Any:
    with acting(world["planner"]):
        return take_bank_answer(
            round_id=found.pk, rows=rows, version=None, on=TODAY, by=world["planner"]
        )


def answered(world: World, found: Round, **behaviour: Any) -> Any:
    return answer(world, found, answer_rows(send(world, found), Behaviour(**behaviour)))


def again(world: World, found: Round) -> Round:
    with acting(world["auditor"]):
        return Round.objects.select_related("union", "programme", "fund").get(pk=found.pk)
