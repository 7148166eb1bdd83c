"""Ledger and log leave as spreadsheets; the log tells acts from looks, finds a person, and says why."""

from __future__ import annotations

import io
from datetime import timedelta
from urllib.parse import quote

import pytest
from asking_pages import as_officer, post
from django.urls import reverse
from openpyxl import load_workbook

from bangfu.audit.models import Entry
from bangfu.funds.commands.post_transfers import Posting, post_transfers
from bangfu.funds.enums import Movement
from bangfu.funds.models import Transfer
from bangfu.jobs.commands.run_job import run_job
from bangfu.jobs.models import Job
from bangfu.jobs.queries import result_of
from bangfu.rounds.commands.recover_payment import recover_payment
from bangfu.rounds.models import Award, Round
from bangfu.scope.actors import acting, background, operator
from bangfu.scope.enums import Role
from makers import payees, rounds
from makers.people import identity
from makers.unions import appoint

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static_as_is")]
LATER = payees.TODAY + timedelta(days=9)


@pytest.fixture
def world() -> payees.World:
    world = payees.make_world()
    payees.families(world, 2)
    return world


@pytest.fixture
def recovered(world) -> Round:
    """Both paid; of the first 500 yuan are to be recovered."""
    done = rounds.released(world)
    rounds.answered(world, done)
    with acting(operator()):
        award = Award.objects.order_by("sequence")[0]
    about = {"round_id": done.pk, "award_id": award.pk, "amount_fen": 50_000, "version": None}
    recover_payment(**about, reason="重复享受", on=LATER, by=world["approver"])
    return rounds.again(world, done)


def rows_of(data: bytes) -> list[tuple[object, ...]]:
    return list(load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True))


def body(page: str) -> str:
    return page.partition("<tbody>")[2].partition("</tbody>")[0]


def log(world: payees.World, **asked: str) -> str:
    response = as_officer(world, "auditor").get(reverse("log_list"), asked)
    assert response.status_code == 200
    return body(response.content.decode())


def test_the_ledger_leaves_with_amounts_as_numbers_and_where_each_leads(world, recovered):
    response = post(world, "auditor", "fund_ledger", world.fund.pk)
    assert quote(f"资金流水-{world.fund.pk}.xlsx") in response["Content-Disposition"]
    note, header, *lines = rows_of(response.content)
    assert note[0] == world.fund.name
    with acting(operator()):
        assert len(lines) == Transfer.objects.filter(fund=world.fund).count()
    claim = dict(zip(header, lines[0], strict=True))
    assert (claim["事由"], claim["金额（元）"], claim["户名"], claim["理由或说明"]) == (
        "到账后追回", 500, "样例1", "重复享受",
    )  # fmt: skip
    assert (claim["批次"], claim["会议纪要"]) == (recovered.title, recovered.minutes_no)
    assert all(isinstance(line[0], str) for line in lines)
    assert post(world, "huazhou", "fund_ledger", world.fund.pk).status_code == 404
    with acting(operator()):
        assert Entry.objects.get(action="funds.export").detail == {"rows": len(lines)}


def test_a_long_ledger_leaves_in_the_background_the_same(world):
    many = [
        Posting(world.fund.pk, Movement.RECEIVE, n, f"k{n}", f"进账 {n}") for n in range(1, 1_002)
    ]
    with acting(operator()):
        post_transfers(many, day=payees.TODAY, by=operator())
    response = post(world, "auditor", "fund_ledger", world.fund.pk)
    assert response.status_code == 303
    with acting(world["auditor"]):
        job = Job.objects.get()
    run_job(job_id=job.pk, on=payees.TODAY, by=background())
    with acting(world["auditor"]):
        job.refresh_from_db()
        lines = rows_of(b"".join(result_of(job, world["auditor"])))[2:]
    assert len(lines) == 1_002
    assert (lines[0][5], lines[-2][5], lines[0][6]) == (10.01, 0.01, "进账 1001")
    page = as_officer(world, "auditor").get(reverse("job_page", args=[job.pk]))
    assert "已完成，共 1,002 条。" in page.content.decode()


def test_the_log_tells_acts_from_looks(world, recovered):
    as_officer(world, "auditor").get(reverse("round_page", args=[recovered.pk]))
    acts, looks = log(world, kind="act"), log(world, kind="look")
    assert "放款" in acts
    assert "查看花名册" not in acts
    assert "查看花名册" in looks
    assert "决定追回" not in looks


def test_the_log_says_why_to_whoever_may_read_it_there(world, recovered):
    assert "重复享受" in log(world, action="rounds.recover")
    world.officers["admin"] = appoint("admin", Role.ADMINISTRATOR, world.unions["city"])
    page = as_officer(world, "admin").get(reverse("log_list"))
    assert "重复享受" not in page.content.decode()
    with acting(operator()):
        assert not Entry.objects.filter(detail__icontains="重复享受").exists()


@pytest.mark.parametrize("text", ["440981-2010-00001", identity(1)])
def test_the_log_finds_a_person_by_number(world, recovered, text):
    answer = post(world, "auditor", "log_find", text=text)
    assert answer.url == f"{reverse('log_list')}?subject=440981-2010-00001"
    page = as_officer(world, "auditor").get(answer.url).content.decode()
    assert "决定追回" in page
    assert "重复享受" in page


def test_by_a_name_of_several_one_is_chosen_and_of_none_it_is_said(world):
    assert "请选一户" in post(world, "auditor", "log_find", text="样例").content.decode()
    payees.families(world, 20, start=3)
    many = post(world, "auditor", "log_find", text="样例").content.decode()
    assert "符合的超过 20 户" in many
    none = post(world, "auditor", "log_find", text="查无此人")
    assert none.url == reverse("log_list")


def test_the_log_leaves_as_it_is_narrowed(world, recovered):
    address = f"{reverse('log_export')}?action=rounds.recover"
    response = as_officer(world, "auditor").post(address)
    header, line = rows_of(response.content)
    told = dict(zip(header, line, strict=True))
    assert (told["动作"], told["理由"], told["经办人"]) == ("决定追回", "重复享受", "approver")
    assert len(told["校验码"]) == 64
    assert post(world, "planner", "log_export").status_code == 403
