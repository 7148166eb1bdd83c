"""Three families with unmistakable data, and something of every kind that a route can name.

Made on the demo through the very commands that officers use, so that whatever these commands let
slip into a log, a job or a cache is there to be found.

"gaozhou" is a family of that county; "school" lies there too and is also seen by the city's
education union, by its 系统; "huazhou" is of the next county, and its notice still runs. All but identities and cards lies in the clear
under row-level security; those two are sealed.
"""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from bangfu.accounts.commands.create_user import create_user
from bangfu.accounts.models import User
from bangfu.casework.commands.approve_cases import approve_cases
from bangfu.casework.commands.check_cases import check_cases
from bangfu.casework.commands.file_objection import file_objection
from bangfu.casework.commands.post_notice import post_notice
from bangfu.casework.commands.submit_cases import submit_cases
from bangfu.casework.jobs import submit_many
from bangfu.casework.models import Case, Objection
from bangfu.casework.queries import versions_of
from bangfu.eligibility.commands.redecide import redecide
from bangfu.funds.models import Fund
from bangfu.intake.commands.import_register import import_register
from bangfu.intake.commands.read_batch import read_batch
from bangfu.intake.commands.stage_register import stage_register
from bangfu.jobs.commands.begin_job import begin_job
from bangfu.jobs.commands.run_job import run_job
from bangfu.jobs.enums import JobState
from bangfu.jobs.models import Job
from bangfu.notices.models import Notice
from bangfu.organisations.commands.appoint_officer import appoint_officer
from bangfu.organisations.commands.move_demo_day import move_demo_day
from bangfu.organisations.models import Appointment
from bangfu.organisations.queries import actor_named, today
from bangfu.registry.models import Household
from bangfu.reporting.jobs import export_files
from bangfu.rounds.commands.build_roster import build_roster
from bangfu.rounds.commands.decide_round import decide_round
from bangfu.rounds.commands.export_payment_file import export_payment_file
from bangfu.rounds.commands.plan_round import plan_round
from bangfu.rounds.commands.release_round import release_round
from bangfu.rounds.commands.simulate_bank import simulate_bank
from bangfu.rounds.models import Award, Round
from bangfu.scope.actors import Actor, acting, background, operator
from bangfu.scope.enums import Role
from bangfu.standards.commands.import_standards import import_standards
from bangfu.vault.models import Secret
from makers.people import card_number, identity_number

FIRST_DAY = date(2010, 10, 31)
HUAZHOU = "44098200000"
SCHOOL_UNION = "44098101005"


@dataclass(frozen=True)
class Family:
    """What is written of it; `open_words` may be shown to its officers, `numbers` to nobody."""

    file_no: str
    head: str
    phone: str
    address: str
    area_code: str
    union: str
    system: str
    member: str
    card: str = field(repr=False)
    identity: str = field(repr=False)
    member_identity: str = field(repr=False)
    employer: str = "某厂"

    @property
    def open_words(self) -> tuple[str, ...]:
        return (self.file_no, self.head, self.phone, self.address, self.member)

    @property
    def numbers(self) -> tuple[str, ...]:
        return (self.card, self.identity, self.member_identity)

    @property
    def everything(self) -> tuple[str, ...]:
        return self.open_words + self.numbers


@dataclass
class Shop:
    """Ids of what exists, by whose it is: "gaozhou", "school", "huazhou" or "city"."""

    households: dict[str, int] = field(default_factory=dict)
    secrets: dict[str, int] = field(default_factory=dict)
    cases: dict[str, int] = field(default_factory=dict)
    notices: dict[str, int] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    objections: dict[str, int] = field(default_factory=dict)
    batches: dict[str, int] = field(default_factory=dict)
    funds: dict[str, int] = field(default_factory=dict)
    rounds: dict[str, int] = field(default_factory=dict)
    awards: dict[str, int] = field(default_factory=dict)
    users: dict[str, int] = field(default_factory=dict)
    appointments: dict[str, int] = field(default_factory=dict)
    #: The filer's of 高州, both done: a list that left as a file, and a submission.
    jobs: dict[str, int] = field(default_factory=dict)


FAMILIES = {
    "gaozhou": Family(
        file_no="CANARYGZ20100001",
        head="燚甲樵",
        phone="18899907771",
        address="高州市金丝雀巷七号",
        area_code="440981",
        union="高州市总工会",
        system="商贸",
        card=card_number("622848777700010001"),
        identity=identity_number("44098119700315733"),
        member="燚乙樵",
        member_identity=identity_number("44098119980315751"),
    ),
    "school": Family(
        file_no="CANARYXX20100002",
        head="曌甲榕",
        phone="18899907772",
        address="高州市画眉巷八号",
        area_code="440981",
        union="高州禾丰职工学校工会",
        system="教育",
        card=card_number("622848777700010002"),
        identity=identity_number("44098119710315735"),
        member="曌乙榕",
        member_identity=identity_number("44098119990315753"),
    ),
    "huazhou": Family(
        file_no="CANARYHZ20100003",
        head="淼甲桉",
        phone="18899907773",
        address="化州市百灵巷九号",
        area_code="440982",
        union="化州市总工会",
        system="商贸",
        card=card_number("622848777700010003"),
        identity=identity_number("44098219720315755"),
        member="淼乙桉",
        member_identity=identity_number("44098220000315757"),
    ),
}


def build() -> Shop:
    """Officers of the demo bring the families in, and take 高州's the whole way to the bank."""
    shop = Shop()
    _extra_filer()
    for place, by in (("gaozhou", "gz-filer"), ("school", "gz-filer"), ("huazhou", "hz-reviewer")):
        shop.batches[f"{place} merged"] = _bring_in(FAMILIES[place], actor(by))
    with acting(operator()):
        redecide(on=FIRST_DAY, by=operator())
    _cases(shop)
    _money(shop)
    for place, by in (("gaozhou", "gz-filer"), ("huazhou", "hz-reviewer")):
        shop.batches[place] = _staged_only(FAMILIES[place], actor(by))
    _jobs(shop, actor("gz-filer"))
    _coming_standard()
    _note_ids(shop)
    return shop


def _jobs(shop: Shop, by: Actor) -> None:
    """Done by the background, for the one who asked alone."""
    asked = {
        "list": (export_files, {"day": str(today()), "wanted": {"text": "CANARY"}}),
        "submission": (submit_many, {"household_ids": [0]}),
    }
    for name, (declared, request) in asked.items():
        with acting(by):
            shop.jobs[name] = begin_job(declared, request, on=today(), by=by).pk
        run_job(job_id=shop.jobs[name], on=today(), by=background())
        with acting(by):
            assert Job.objects.get(pk=shop.jobs[name]).state == JobState.DONE


def _coming_standard() -> None:
    """What holds until then is cut short: the determinations of before are kept as past ones."""
    lines = ["行政区划代码,地区,种类,元每月,生效日期,文件或来源,备注"]
    lines.append(f"440900,茂名市,城市低保标准,300.00,{today() + timedelta(days=60)},样例（虚构）,")
    data = "\n".join(lines).encode("utf-8-sig")
    report = import_standards(data=data, file_name="标准.csv", by=operator())
    assert report.counts["created"] == 1, report.lines
    redecide(on=FIRST_DAY, by=operator())


def actor(username: str) -> Actor:
    return actor_named(username, today())


def workbook(families: Iterable[Family], note: str = "") -> tuple[bytes, bytes]:
    """Workers' and members' files as csv, in the form's own words."""
    workers = [
        {
            "档案编号": one.file_no, "姓名": one.head, "性别": "男", "身份证号": one.identity,
            "手机": one.phone, "家庭住址": one.address, "行政区划代码": one.area_code,
            "所属工会": one.union, "工作单位": one.employer, "所属系统": one.system, "工作状态": "下岗", "住房套数": "1",
            "机动车": "否", "享受低保": "是", "本人月平均收入": "100", "家庭非薪资年收入": "0",
            "家庭人口": "2", "医疗支出": "0", "残疾支出": "0", "教育支出": "0",
            "其中义务教育支出": "0", "住房支出": "0", "就业成本": "0", "其他刚性支出": "0",
            "意外损失": "0", "意外赔付": "0", "主要致困原因": "患重特大疾病",
            "开户行": "中国农业银行", "银行卡号": one.card, "建档日期": "2010-09-01",
            "授权核对日期": "2010-09-01", "备注": note,
        }
        for one in families
    ]  # fmt: skip
    members = [
        {
            "档案编号": one.file_no, "姓名": one.member, "关系": "儿子", "性别": "男",
            "身份证号": one.member_identity, "身份": "在校学生", "月收入": "0",
        }
        for one in families
    ]  # fmt: skip
    return _csv(workers), _csv(members)


def files(families: Iterable[Family], note: str = "") -> list[tuple[str, bytes]]:
    workers, members = workbook(list(families), note)
    return [("职工档案.csv", workers), ("家庭成员.csv", members)]


def _csv(rows: list[dict[str, str]]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def _extra_filer() -> None:
    """化州 has but a reviewer in the demo; somebody must submit what that reviewer checks."""
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


def _cases(shop: Shop) -> None:
    _posted(shop, "gaozhou", "gz-filer", "gz-reviewer")
    _posted(shop, "school", "gz-filer", "gz-reviewer")
    _move_day(days=14)
    _posted(shop, "huazhou", "hz-filer", "hz-reviewer")
    _do(actor("city-approver"), approve_cases, cases=_now([shop.cases["gaozhou"]]), on=today())
    shop.objections["school"] = _do(
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
    outcome = _do(actor(filer), submit_cases, file_nos=file_nos, on=today())[0]
    assert outcome.case_id is not None, outcome
    _do(reviewer, check_cases, cases=_now([outcome.case_id]), on=today())
    contact = "总工会权益保障部，0668-0000000"
    cases = _now([outcome.case_id])
    posted = _do(reviewer, post_notice, cases=cases, contact=contact, on=today())
    shop.cases[place] = outcome.case_id
    shop.notices[place], shop.tokens[place] = posted.notice.pk, posted.notice.token


def _money(shop: Shop) -> None:
    """高州's round goes to the bank and comes back returned; the city's is only planned."""
    with acting(operator()):
        shop.funds = {
            "gaozhou": Fund.objects.get(area_code="440981").pk,
            "city": Fund.objects.get(area_code="440900").pk,
        }
    shop.rounds["city"] = _planned("city-fund", shop.funds["city"], "440900").pk
    found = _planned("gz-fund", shop.funds["gaozhou"], "440981")
    shop.rounds["gaozhou"] = found.pk
    step = {"round_id": found.pk, "version": None, "on": today()}
    decision = {"minutes_no": "1", "met_on": today(), "decision": "同意", "total_fen": 1_000_000}
    _do(actor("city-approver"), decide_round, **step, **decision)
    _do(actor("gz-fund"), build_roster, **step)
    _do(actor("city-releaser"), release_round, **step)
    _do(actor("gz-fund"), export_payment_file, round_id=found.pk, on=today())
    _do(actor("gz-fund"), simulate_bank, round_id=found.pk, return_every=1, on=today())


def _planned(username: str, fund_id: int, area_code: str) -> Round:
    return _do(
        actor(username),
        plan_round,
        fund_id=fund_id,
        title=f"冬季送温暖 {area_code}",
        day=today() + timedelta(days=1),
        area_code=area_code,
        amounts={"低保户": 100_000},
        on=today(),
    )


def _move_day(days: int) -> None:
    to = today() + timedelta(days=days)
    _do(actor("admin"), move_demo_day, to=to)
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


def _now(cases: Iterable[int]) -> dict[int, int]:
    with acting(operator()):
        return versions_of(Case.objects.filter(id__in=list(cases)))


def _do(by: Actor, command, **given):
    with acting(by):
        return command(by=by, **given)
