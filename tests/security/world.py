"""The three families brought in, and something of every kind that a route can name.

Made on the demo through the very commands that officers use, so that whatever these commands let
slip into a log, a job or a cache is there to be found. All but identity and card numbers lies in
the clear under row-level security; those two are sealed. 化州's notice still runs.
"""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, timedelta

from bangfu.accounts.commands.create_user import create_user
from bangfu.accounts.models import User
from bangfu.casework.commands.approve_cases import approve_cases
from bangfu.casework.commands.check_cases import check_cases
from bangfu.casework.commands.file_objection import file_objection
from bangfu.casework.commands.post_notice import post_notice
from bangfu.casework.commands.settle_overlap import settle_overlap
from bangfu.casework.commands.submit_cases import submit_cases
from bangfu.casework.jobs import move_many, submit_many
from bangfu.casework.models import Case, Objection
from bangfu.casework.queries.settling import seen_now
from bangfu.eligibility.commands.redecide import redecide
from bangfu.intake.commands.import_register import import_register
from bangfu.intake.commands.read_batch import read_batch
from bangfu.intake.commands.stage_register import stage_register
from bangfu.intake.models import BackPart, ColumnMeaning
from bangfu.jobs.commands.begin_job import begin_job
from bangfu.jobs.commands.run_job import run_job
from bangfu.jobs.enums import JobState
from bangfu.jobs.models import Job
from bangfu.notices.models import Notice
from bangfu.organisations.commands.appoint_officer import appoint_officer
from bangfu.organisations.commands.hand_over_step import hand_over_step
from bangfu.organisations.commands.move_demo_day import move_demo_day
from bangfu.organisations.models import Appointment
from bangfu.organisations.queries import today
from bangfu.registry.commands.confirm_accounts import confirm_accounts
from bangfu.registry.commands.record_household_version import record_household_version
from bangfu.registry.enums import LookedAt
from bangfu.registry.errors import PersonOnFile
from bangfu.registry.models import Household, MetElsewhere
from bangfu.registry.queries.accounts import accounts_in_force
from bangfu.registry.rules.overlaps import OverlapKind
from bangfu.reporting.jobs import export_files
from bangfu.rounds.models import Award
from bangfu.scope.actors import Actor, acting, background, operator
from bangfu.scope.enums import Role
from bangfu.standards.commands.import_standards import import_standards
from bangfu.standards.queries import workday_calendar
from bangfu.vault.models import Secret

from .doing import actor, adjusted, do, now
from .families import FAMILIES, Family, files
from .money_of_world import money
from .shop import Shop

FIRST_DAY = date(2010, 10, 31)
GAOZHOU, HUAZHOU = "44098100000", "44098200000"


def build() -> Shop:
    """Officers of the demo bring the families in, and take 高州's the whole way to the bank."""
    shop = Shop()
    _extra_filer()
    for place, by in (("gaozhou", "gz-filer"), ("school", "gz-filer"), ("huazhou", "hz-filer")):
        shop.batches[f"{place} merged"] = _bring_in(FAMILIES[place], actor(by))
        _account_confirmed(FAMILIES[place], actor(by))
    with acting(operator()):
        redecide(on=FIRST_DAY, by=operator())
    _settled()
    _guessed_at(shop)
    _cases(shop)
    money(shop)
    for place, by in (("gaozhou", "gz-filer"), ("huazhou", "hz-reviewer")):
        shop.batches[place] = _staged_only(FAMILIES[place], actor(by))
        shop.batches[f"{place} back"] = _sent_back(FAMILIES[place], actor(by))
        shop.meanings[place] = _column_told(actor(by))
    jobs_done(shop, actor("gz-filer"))
    _coming_standard()
    _handed_over(shop)
    _note_ids(shop)
    adjusted(shop.cases["gaozhou"], shop.households["gaozhou"])
    return shop


def _settled() -> None:
    """The card that two families share, rightly."""
    first, second = (FAMILIES[place].file_no for place in ("gaozhou", "huazhou"))
    with acting(operator()):
        ids = dict(Household.objects.values_list("file_no", "id"))
        seen = seen_now(ids[first], OverlapKind.CARD, today())
    do(
        actor("city-approver"),
        settle_overlap,
        household_id=ids[first],
        kind=OverlapKind.CARD,
        other_ids=[ids[second]],
        belongs_to=None,
        reason="两家合用一张卡",
        seen=seen,
        on=today(),
    )


def _guessed_at(shop: Shop) -> None:
    """化州 tries 高州's worker's number in a file of its own: refused, and kept for who sees both."""
    try:
        do(
            actor("hz-filer"),
            record_household_version,
            file_no=FAMILIES["huazhou"].file_no,
            held_from=FIRST_DAY,
            changes={"id_number": FAMILIES["gaozhou"].identity},
            on=today(),
        )
    except PersonOnFile:
        with acting(operator()):
            shop.met["huazhou"] = MetElsewhere.objects.get().pk


def _account_confirmed(family: Family, by: Actor) -> None:
    with acting(by):
        household = Household.objects.get(file_no=family.file_no)
        account = accounts_in_force(by, today()).get(household_ref=household.pk)
    do(by, confirm_accounts, accounts=[account.pk], looked_at=LookedAt.CARD, on=today())


def jobs_done(shop: Shop, by: Actor) -> None:
    """Done by the background, for the one who asked alone."""
    asked = {
        "list": (export_files, {"day": str(today()), "wanted": {"text": "CANARY"}}),
        "submission": (submit_many, {"household_ids": [0]}),
        "adjustment": (move_many, {"act": "propose", "cases": [(0, 1)], "typed": {"reason": "无"}}),
    }
    for name, (declared, request) in asked.items():
        with acting(by):
            shop.jobs[name] = begin_job(declared, request, on=today(), by=by).pk
        run_job(job_id=shop.jobs[name], on=today(), by=background())
        with acting(by):
            assert Job.objects.get(pk=shop.jobs[name]).state == JobState.DONE


def _handed_over(shop: Shop) -> None:
    """高州 asks 化州 to review; nobody has answered."""
    asked = do(
        actor("admin"),
        hand_over_step,
        union_code=GAOZHOU,
        role=Role.REVIEWER,
        to_union_code=HUAZHOU,
        since=today(),
        until=today() + timedelta(days=30),
        reason="人手不足",
        on=today(),
    )
    shop.hand_overs["gaozhou"] = asked.pk


def _coming_standard() -> None:
    """What holds until then is cut short: the determinations of before are kept as past ones."""
    lines = ["行政区划代码,地区,种类,元每月,生效日期,文件或来源,备注"]
    lines.append(f"440900,茂名市,城市低保标准,300.00,{today() + timedelta(days=60)},样例（虚构）,")
    data = "\n".join(lines).encode("utf-8-sig")
    report = import_standards(data=data, file_name="标准.csv", by=operator())
    assert report.counts["created"] == 1, report.lines
    redecide(on=FIRST_DAY, by=operator())


def _extra_filer() -> None:
    """化州 has but a reviewer in the demo; somebody must bring in and submit what that reviewer checks."""
    with acting(operator()):
        password = uuid.uuid4().hex
        create_user(
            username="hz-filer", name="化州建档员", password=password, by=operator(), one_time=False
        )
        appoint_officer(
            username="hz-filer",
            union_code=HUAZHOU,
            role=Role.FILER,
            since=date(2010, 1, 1),
            on=FIRST_DAY,
            by=operator(),
        )


def _bring_in(family: Family, by: Actor) -> int:
    report = import_register(files=files([family]), as_of=FIRST_DAY, on=today(), by=by)
    rejected = [line.reason for line in report.lines if line.verdict == "reject"]
    assert not rejected, rejected
    return report.batch_id


def _staged_only(family: Family, by: Actor) -> int:
    batch = stage_register(
        files=files([family], "有改动"), as_of=today(), on=today(), by=by, background=False
    )
    read_batch(batch_id=batch.pk, by=by)
    return batch.pk


def _sent_back(family: Family, by: Actor) -> int:
    """The same family with a number that no person has: its row waits to be mended."""
    wrong = str((int(family.identity[0]) + 1) % 10) + family.identity[1:]
    batch = _staged_only(replace(family, identity=wrong), by)
    with acting(by):
        assert BackPart.objects.filter(batch_id=batch).exists()
    return batch


def _cases(shop: Shop) -> None:
    _posted(shop, "gaozhou", "gz-filer", "gz-reviewer")
    _posted(shop, "school", "gz-filer", "gz-reviewer")
    _move_day(days=14)
    _posted(shop, "huazhou", "hz-filer", "hz-reviewer")
    do(actor("city-approver"), approve_cases, cases=now([shop.cases["gaozhou"]]), on=today())
    shop.objections["school"] = do(
        actor("gz-filer"),
        file_objection,
        case_id=shop.cases["school"],
        text="有人反映其有工资收入",
        received_on=today(),
        on=today(),
    ).pk


def _posted(shop: Shop, place: str, filer: str, checker: str) -> None:
    reviewer = actor(checker)
    file_nos = [FAMILIES[place].file_no]
    outcome = do(actor(filer), submit_cases, file_nos=file_nos, on=today())[0]
    assert outcome.case_id is not None, outcome
    do(reviewer, check_cases, cases=now([outcome.case_id]), on=today())
    contact = "总工会权益保障部，0668-0000000"
    cases = now([outcome.case_id])
    posted = do(reviewer, post_notice, cases=cases, contact=contact, on=today())
    shop.cases[place] = outcome.case_id
    shop.notices[place], shop.tokens[place] = posted.notice.pk, posted.notice.token


def _column_told(by: Actor) -> int:
    """A column of the union's own that is not needed."""
    told = {"form": "职工档案", "word": "血型", "meaning": "-", "by_name": by.name}
    with acting(by):
        return ColumnMeaning.objects.create(union_id=by.union_id, **told).pk


def _move_day(days: int) -> None:
    to = today() + timedelta(days=days)
    until = workday_calendar().announced_until()
    do(actor("admin"), move_demo_day, to=to, announced_until=until)
    with acting(operator()):
        redecide(on=FIRST_DAY, by=operator())


def _note_ids(shop: Shop) -> None:
    with acting(operator()):
        for place, family in FAMILIES.items():
            household = Household.objects.get(file_no=family.file_no)
            shop.households[place] = household.pk
            secrets = Secret.objects.filter(household_ref=household.pk, kind="card")
            shop.secrets[place] = secrets.latest("id").pk
        shop.awards["gaozhou"] = Award.objects.get(round_id=shop.rounds["gaozhou"]).pk
        shop.users = dict(User.objects.values_list("username", "id"))
        shop.appointments = dict(Appointment.objects.values_list("user__username", "id"))
        assert Case.objects.count() == len(FAMILIES)
        assert Notice.objects.count() == len(FAMILIES)
        assert Objection.objects.count() == 1
