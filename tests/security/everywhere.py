"""Every role held at every place, and one object of each kind at the places: what the full product is asked of.

The places are the city, three counties below it, a school's union below the first county, and the city's
two industry unions, of 教育 and of 商贸. `SEEN_OF_HOUSEHOLD` and `SEEN_OF_UNION` are plain tables of who sees what.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from architecture.test_access import SIGNED_IN
from bangfu.casework.commands.check_cases import check_cases
from bangfu.casework.commands.file_objection import file_objection
from bangfu.casework.commands.post_notice import post_notice
from bangfu.casework.commands.submit_cases import submit_cases
from bangfu.eligibility.commands.redecide import redecide
from bangfu.funds.commands.open_fund import open_fund
from bangfu.funds.commands.propose_reversal import propose_reversal
from bangfu.funds.commands.receive_money import receive_money
from bangfu.funds.enums import FundSource
from bangfu.funds.models import Fund, Transfer
from bangfu.intake.commands.import_register import import_register
from bangfu.intake.commands.read_batch import read_batch
from bangfu.intake.commands.stage_register import stage_register
from bangfu.intake.models import ColumnMeaning
from bangfu.organisations.models import Appointment, Union
from bangfu.organisations.queries import today
from bangfu.registry.models import Household
from bangfu.rounds.commands.explain_bank_words import explain_bank_words
from bangfu.rounds.models import BankWord
from bangfu.rounds.rules.bank_words import Own
from bangfu.scope.actors import acting, operator
from bangfu.scope.enums import Role
from bangfu.vault.models import Secret
from makers.people import card_number, identity_number
from makers.unions import appoint

from .asking import JOB_OF
from .doing import actor, do, now
from .families import FAMILIES, Family, files
from .sent_rounds import planned
from .shop import Shop
from .sight import ANYBODY
from .world import FIRST_DAY, jobs_done

CODES = {
    "city": "44090000000",
    "gaozhou": "44098100000",
    "huazhou": "44098200000",
    "xinyi": "44098300000",
    "school": "44098101005",
    "education": "44090005000",
    "commerce": "44090002000",
}
PLACES = tuple(CODES)
XINYI = Family(
    file_no="CANARYXY20100004",
    head="垚甲楠",
    phone="18899907774",
    address="信宜市云雀巷十号",
    area_code="440983",
    union="信宜市总工会",
    system="教育",
    card=card_number("622848777700010004"),
    identity=identity_number("44098319730315757"),
    member="垚乙楠",
    member_identity=identity_number("44098320010315759"),
)
EVERY_FAMILY = {**FAMILIES, "xinyi": XINYI}
#: A family lies with its union, and is of a 系统 besides: whoever is above, and the industry union of that 系统.
SEEN_OF_HOUSEHOLD = {
    "gaozhou": ("city", "gaozhou", "commerce"),
    "school": ("city", "gaozhou", "school", "education"),
    "huazhou": ("city", "huazhou", "commerce"),
    "xinyi": ("city", "xinyi", "education"),
}
#: The card of two families: who sees both. Of the others no card is shared.
SEEN_OF_BOTH = {"gaozhou": ("city", "commerce"), "huazhou": ("city", "commerce"), "school": (), "xinyi": ()}  # fmt: skip
#: A notice, a batch, a fund, a round lie in a union's territory; the school's notice its county posted.
SEEN_OF_UNION = {
    "city": ("city",),
    "gaozhou": ("city", "gaozhou"),
    "school": ("city", "gaozhou"),
    "huazhou": ("city", "huazhou"),
    "xinyi": ("city", "xinyi"),
    "education": ("city", "education"),
}
#: An administrator's people are those of the own union and of all below.
ADMINISTERED = {
    "city": ("city",),
    "gaozhou": ("city", "gaozhou"),
    "school": ("city", "gaozhou", "school"),
    **{place: ("city", place) for place in ("huazhou", "xinyi", "education", "commerce")},
}
#: 高州 asked 化州: who may take up, and who may end it.
ASKED, BOTH = ("city", "huazhou"), ("city", "huazhou", "gaozhou")
NOT_THERE = 2_000_000_111
FUND_AT = {"huazhou": "440982", "xinyi": "440983", "education": "440900"}


@dataclass(frozen=True)
class Officer:
    """`place` and `role` are "" for nobody signed in."""

    place: str = ""
    role: str = ""

    @property
    def username(self) -> str:
        return f"at-{self.place}-{self.role}" if self.place else ANYBODY


@dataclass(frozen=True)
class Thing:
    """One object that a route is asked for; `sealed` is its owner's alone, `seen_by` None everybody's.

    `lies` is a place, "crossed" of ids that do not belong together, "nowhere" of an id that nobody has.
    """

    lies: str
    arguments: dict[str, Any] = field(default_factory=dict)
    seen_by: tuple[str, ...] | None = None
    sealed: Officer | None = None

    def seen(self, officer: Officer) -> bool:
        if self.sealed:
            return self.sealed == officer
        return self.seen_by is None or officer.place in self.seen_by


def officers() -> list[Officer]:
    return [Officer(), *(Officer(place, str(role)) for place in PLACES for role in SIGNED_IN)]


def furnished(shop: Shop) -> Shop:
    """A copy of the shop's ids, with officers everywhere, the third county's family, and money at more places."""
    shop = deepcopy(shop)
    with acting(operator()):
        unions = {place: Union.objects.get(code=code) for place, code in CODES.items()}
    for officer in officers():
        if officer.place:
            appoint(officer.username, Role(officer.role), unions[officer.place])
    held = Appointment.objects.filter(user__username__startswith="at-")
    for name, user, appointment in held.values_list("user__username", "user", "id"):
        shop.users[name], shop.appointments[name] = user, appointment
    _family(shop)
    for place in FUND_AT:
        _money(shop, place, unions[place])
    _objections(shop)
    jobs_done(shop, actor("at-gaozhou-filer"))
    return shop


def _family(shop: Shop) -> None:
    """信宜's, up to its notice, and a table of it that waits."""
    filer, reviewer = actor("at-xinyi-filer"), actor("at-xinyi-reviewer")
    report = import_register(files=files([XINYI]), as_of=FIRST_DAY, on=today(), by=filer)
    assert not [line for line in report.lines if line.verdict == "reject"]
    redecide(on=FIRST_DAY, by=operator())
    [outcome] = do(filer, submit_cases, file_nos=[XINYI.file_no], on=today())
    assert outcome.case_id is not None, outcome
    do(reviewer, check_cases, cases=now([outcome.case_id]), on=today())
    contact = "总工会权益保障部，0668-0000000"
    posted = do(reviewer, post_notice, cases=now([outcome.case_id]), contact=contact, on=today())
    shop.cases["xinyi"], shop.notices["xinyi"] = outcome.case_id, posted.notice.pk
    shop.tokens["xinyi"] = posted.notice.token
    batch = stage_register(
        files=files([XINYI], "有改动"), as_of=today(), on=today(), by=filer, background=False
    )
    read_batch(batch_id=batch.pk, by=filer)
    shop.batches["xinyi"] = batch.pk
    with acting(filer):
        household = Household.objects.get(file_no=XINYI.file_no)
        shop.households["xinyi"] = household.pk
        cards = Secret.objects.filter(household_ref=household.pk, kind="card")
        shop.secrets["xinyi"] = cards.latest("id").pk
        told = {"form": "职工档案", "word": "血型", "meaning": "-", "by_name": filer.name}
        told["union_id"] = filer.union_id
        shop.meanings["xinyi"] = ColumnMeaning.objects.create(**told).pk


def _money(shop: Shop, place: str, union: Union) -> None:
    """A fund with a receipt of which a fen is to be reversed, a planned round, and a word of its bank."""
    by = actor(f"at-{place}-fund_officer")
    with acting(operator()):
        programme = Fund.objects.get(pk=shop.funds["city"]).programme
    opened = {
        "union": union, "name": fund_name(place), "source": FundSource.UNION, "programme": programme,
        "area_code": FUND_AT[place], "classes": ["低保户"], "procedure": "会议决定", "opened_on": FIRST_DAY,
    }  # fmt: skip
    fund = do(by, open_fund, **opened, on=today()).pk
    came = {"amount_fen": 10_000_000, "reference": "拨款单", "day": today(), "key": "first"}
    do(by, receive_money, fund_id=fund, **came, on=today())
    with acting(by):
        receipt = Transfer.objects.get(fund_id=fund, reason="receive").pk
    about = {"fund_id": fund, "receipt_id": receipt, "amount_fen": 1, "reason": "多记一分"}
    shop.funds[place], shop.receipts[place] = fund, receipt
    shop.reversals[place] = do(by, propose_reversal, **about, on=today()).pk
    shop.rounds[place] = planned(f"at-{place}-fund_officer", fund, FUND_AT[place]).pk
    told = [Own("result", "已清算", "paid")]
    do(by, explain_bank_words, union_id=union.pk, bank="农行", told=told)
    with acting(by):
        shop.words[place] = BankWord.objects.get(union_id=union.pk).pk


def fund_name(place: str) -> str:
    """A canary: read by nobody who may not see the fund."""
    return f"专项资金丝雀{place}"


def _objections(shop: Shop) -> None:
    about = {"text": "有人反映其有工资收入", "received_on": today(), "on": today()}
    for place in ("huazhou", "xinyi"):
        by = actor(f"at-{place}-filer")
        objection = do(by, file_objection, case_id=shop.cases[place], **about)
        shop.objections[place] = objection.pk


def things(pattern: str, shop: Shop) -> list[Thing]:
    """One object of the route's kind at each place that has one, and one that is nowhere."""
    things = list(_things(pattern, shop))
    assert things or "<" not in pattern, f"say in tests/security/everywhere.py what {pattern} is of"
    return things or [Thing("everywhere")]


def _things(pattern: str, shop: Shop) -> Iterator[Thing]:
    if "<int:award_id>" in pattern or "<int:waiting_id>" in pattern:
        yield from _of_round(pattern, shop)
    elif "<int:transfer_id>" in pattern or "<int:reversal_id>" in pattern:
        yield from _of_fund(pattern, shop)
    elif "<int:job_id>" in pattern:
        job = shop.jobs[JOB_OF.get(pattern, "list")]
        yield Thing("gaozhou", {"job_id": job}, sealed=Officer("gaozhou", "filer"))
        yield Thing("nowhere", {"job_id": NOT_THERE}, ())
    elif "<int:hand_over_id>" in pattern:
        answers = ASKED if pattern.endswith("take/") else BOTH
        yield Thing("gaozhou", {"hand_over_id": shop.hand_overs["gaozhou"]}, answers)
        yield Thing("nowhere", {"hand_over_id": NOT_THERE}, ())
    elif "<str:kind>" in pattern:
        for place, family in EVERY_FAMILY.items():
            about = {"file_no": family.file_no, "kind": "card"}
            yield Thing(place, about, SEEN_OF_BOTH[place])
        yield Thing("nowhere", {"file_no": "NOBODYS1", "kind": "card"}, ())
    else:
        for name, (values, seen) in _by_argument(shop).items():
            if f":{name}>" in pattern:
                for place, value in values.items():
                    yield Thing(place, {name: value}, seen and seen[place])
                yield Thing("nowhere", {name: _nobodys(name)}, ())


def _nobodys(name: str) -> Any:
    return {"file_no": "NOBODYS1", "token": "nobodysnobodysnobodysnobodys"}.get(name, NOT_THERE)


def _of_round(pattern: str, shop: Shop) -> Iterator[Thing]:
    ids = {
        "award_id": shop.awards, "recovery_id": shop.recoveries, "claim_end_id": shop.claim_ends,
        "waiting_id": shop.waiting,
    }  # fmt: skip
    also = {name: rows["gaozhou"] for name, rows in ids.items() if f":{name}>" in pattern}
    yield Thing("gaozhou", {"round_id": shop.rounds["gaozhou"], **also}, SEEN_OF_UNION["gaozhou"])
    yield Thing("crossed", {"round_id": shop.rounds["huazhou"], **also}, ())
    nobodys = dict.fromkeys(also, NOT_THERE)
    yield Thing("nowhere", {"round_id": shop.rounds["gaozhou"], **nobodys}, ())


def _of_fund(pattern: str, shop: Shop) -> Iterator[Thing]:
    name, rows = "transfer_id", shop.receipts
    if ":reversal_id>" in pattern:
        name, rows = "reversal_id", shop.reversals
    for place, row in rows.items():
        yield Thing(place, {"fund_id": shop.funds[place], name: row}, SEEN_OF_UNION[place])
    yield Thing("crossed", {"fund_id": shop.funds["huazhou"], name: rows["gaozhou"]}, ())
    yield Thing("nowhere", {"fund_id": shop.funds["gaozhou"], name: NOT_THERE}, ())


def _by_argument(shop: Shop) -> dict[str, tuple[dict[str, Any], dict[str, Any] | None]]:
    """By the argument's name: the object at each place, and who sees it there."""
    file_nos = {place: family.file_no for place, family in EVERY_FAMILY.items()}
    staged = {place: shop.batches[place] for place in ("gaozhou", "huazhou", "xinyi")}
    users = {place: shop.users[f"at-{place}-filer"] for place in PLACES}
    held = {place: shop.appointments[f"at-{place}-filer"] for place in PLACES}
    return {
        "file_no": (file_nos, SEEN_OF_HOUSEHOLD),
        "case_id": (shop.cases, SEEN_OF_HOUSEHOLD),
        "objection_id": (shop.objections, SEEN_OF_HOUSEHOLD),
        "met_id": (shop.met, {"huazhou": ("city",)}),  # of a union, whatever system the family has
        "notice_id": (shop.notices, SEEN_OF_UNION),
        "token": (shop.tokens, None),
        "batch_id": (staged, SEEN_OF_UNION),
        "round_id": (shop.rounds, SEEN_OF_UNION),
        "fund_id": (shop.funds, SEEN_OF_UNION),
        "word_id": (shop.words, SEEN_OF_UNION),
        "meaning_id": (shop.meanings, SEEN_OF_UNION),
        "user_id": (users, ADMINISTERED),
        "appointment_id": (held, ADMINISTERED),
    }
