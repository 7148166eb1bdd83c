"""The pages of cases as HTTP: who gets in, what the codes are, what is on them."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client

from bangfu.audit.models import Entry
from bangfu.casework.commands.approve_cases import approve_cases
from bangfu.casework.commands.file_objection import file_objection
from bangfu.casework.models import Case, Objection
from bangfu.notices.models import Notice
from bangfu.organisations.queries import today
from bangfu.scope.actors import acting, operator
from bangfu.scope.enums import Role
from bangfu.vault.enums import SecretKind
from makers.cases import CONTACT, DAY, POSTED_UNTIL
from makers.households import seal
from makers.people import identity

from .conftest import signed_in

pytestmark = pytest.mark.usefixtures("static_as_is")
AFTER = POSTED_UNTIL + timedelta(days=1)


def packed(cases: dict[int, int]) -> str:
    return ",".join(f"{id_}:{version}" for id_, version in cases.items())


@pytest.fixture
def reviewer(world):
    return signed_in(world.reviewer)


def test_submitting_from_the_list(world):
    world.households(3)
    world.households(1, "待核实", missing=["机动车"])
    client = signed_in(world.filer)
    page = client.get("/cases/new/")
    assert page.context["total"] == 3
    asked = client.get("/cases/new/confirm/", {"whole": "filter"})
    assert asked.context["count"] == 3
    given = {"households": asked.context["households"]}
    done = client.post("/cases/new/", given, follow=True)
    assert done.redirect_chain == [("/cases/new/done/", 303)]
    assert "已提交 3 户" in done.content.decode()
    assert "已提交 3 户" in client.get("/cases/new/done/").content.decode()
    again = client.post("/cases/new/", given, follow=True)
    assert "这次没有新提交的家庭" in again.content.decode()
    with acting(operator()):
        assert Case.objects.count() == 3


@pytest.mark.parametrize("asked", ["hardship_class", "area_code", "text"])
def test_all_of_a_filter_that_nobody_offers_is_nobody(world, asked):
    """An address typed by hand, or one of a union's that has moved, must not choose everybody."""
    world.households(1)
    client = signed_in(world.filer)
    assert client.get("/cases/new/").context["total"] == 1
    assert client.get("/cases/new/", {asked: "没有的" * 40}).context["total"] == 0
    all_of_it = client.get("/cases/new/confirm/", {asked: "没有的" * 40, "whole": "filter"})
    assert all_of_it.status_code == 303
    for union in ("没有的", "99999999999", "999999"):
        assert client.get("/cases/new/", {"union": union}).status_code == 404
        assert client.get("/cases/?tab=submitted", {"union": union}).status_code == 404


def test_submission_tells_what_is_missing(world):
    (unresolved,) = world.households(1, "待核实", missing=["机动车", "成员2月收入"])
    client = signed_in(world.filer)
    done = client.post("/cases/new/", {"households": unresolved.id}, follow=True)
    assert "缺：机动车、成员2月收入" in done.content.decode()


def test_an_outcome_without_a_submission_leads_back(world):
    world.households(1)
    answer = signed_in(world.filer).get("/cases/new/done/")
    assert (answer.status_code, answer["Location"]) == (303, "/cases/new/")


def test_the_outcome_tells_nothing_of_a_file_out_of_sight(world):
    """What is kept of a submission are ids; who may see them is asked anew."""
    (ours,) = world.households(1, "待核实", missing=["机动车"])
    client = signed_in(world.filer)
    client.post("/cases/new/", {"households": ours.id})
    kept = client.session["submission"]
    assert ours.file_no not in str(kept)
    stranger = signed_in(world.officer("stranger-filer", Role.FILER, world.west))
    session = stranger.session
    session["submission"] = kept
    session.save()
    assert ours.file_no not in stranger.get("/cases/new/done/").content.decode()


def test_a_move_is_asked_once_more_then_done(world, reviewer):
    cases = world.submitted(3)
    asked = reviewer.get("/cases/check/", {"whole": "page", "page": packed(cases)})
    assert asked.context["summary"].count == 3
    assert world.states(cases) == {"submitted"}
    given = {"cases": packed(cases), "note": ""}
    done = reviewer.post("/cases/check/", given, follow=True)
    assert done.redirect_chain[0][1] == 303
    assert "审核通过" in done.content.decode()
    assert world.states(cases) == {"checked"}
    again = reviewer.post("/cases/check/", given, follow=True)
    assert "已经办理过" in again.content.decode()


def test_the_whole_filter_takes_what_it_finds_now(world, reviewer):
    world.submitted(60)
    asked = reviewer.get("/cases/check/", {"whole": "filter", "tab": "submitted"})
    assert asked.context["summary"].count == 60
    asked = {"whole": "filter", "text": "没有"}
    none = reviewer.get("/cases/check/", asked, follow=True)
    assert none.redirect_chain == [("/cases/?text=%E6%B2%A1%E6%9C%89", 303)]
    assert "没有可以办理的家庭" in none.content.decode()


def test_nothing_is_done_to_a_filter_that_was_not_asked_once_more(world, reviewer):
    cases = world.submitted(2)
    given = {"whole": "filter", "tab": "submitted"}
    assert reviewer.post("/cases/check/", given).status_code == 422
    assert world.states(cases) == {"submitted"}


def test_posting_shows_its_notice_and_refuses_short_ones(world, reviewer):
    cases = world.checked(2)
    given = {"cases": packed(cases), "contact": CONTACT}
    short = reviewer.post("/cases/post/", {**given, "working_days": 3})
    assert short.status_code == 422
    assert "公示期应为 5" in short.content.decode()
    done = reviewer.post("/cases/post/", {**given, "working_days": 5}, follow=True)
    assert f"{world.east.name}公示〔2010〕1号" in done.content.decode()


@pytest.mark.parametrize(
    ("act", "given", "status"),
    [
        ("check", {"cases": "1:1' or 1=1"}, 400),
        ("explode", {"cases": "1:1"}, 404),
        ("submit", {"cases": "1:1"}, 404),
        ("approve", {"cases": "1:1"}, 403),
        ("check", {}, 422),
        ("check", {"cases": "999999:1"}, 404),
        ("return", {"cases": "{ours}"}, 422),
        ("check", {"cases": "{stale}"}, 409),
    ],
)
def test_codes_that_fit(world, reviewer, act, given, status):
    (case_id,) = world.submitted()
    filled = {
        name: value.format(ours=f"{case_id}:1", stale=f"{case_id}:9")
        if value.startswith("{")
        else value
        for name, value in given.items()
    }
    assert reviewer.post(f"/cases/{act}/", filled).status_code == status
    assert world.states([case_id]) == {"submitted"}


def test_the_wrong_role_and_the_same_person_are_forbidden(world):
    cases = world.submitted()
    client = signed_in(world.filer)
    given = {"cases": packed(cases), "note": ""}
    assert client.post("/cases/check/", given).status_code == 403
    assert signed_in(world.reviewer).get("/cases/new/").status_code == 403
    both = world.officer("both", Role.REVIEWER, world.east)
    with acting(operator()):
        (case,) = Case.objects.filter(id__in=cases)
    Client().get("/cases/")  # nobody signed in: no error either
    assert Client().get("/cases/").status_code == 302
    assert signed_in(both).get(f"/cases/{case.id}/").status_code == 200


def test_out_of_scope_gets_nothing_on_any_route(world):
    cases = world.posted(2)
    case_id = min(cases)
    with acting(world.filer):
        objection = file_objection(
            case_id=case_id, text="有车", received_on=DAY, on=today(), by=world.filer
        )
    notice = world.case(case_id).notice
    client = signed_in(world.stranger)
    for address in (
        f"/cases/{case_id}/",
        f"/cases/{case_id}/objections/new/",
        f"/objections/{objection.id}/answer/",
        f"/notices/{notice.id}/",
        f"/notices/{notice.id}/pdf/",
        f"/notices/{notice.id}/pdf/?names=full",
    ):
        assert client.get(address).status_code == 404, address
    answer = {"outcome": "upheld", "answer": "属实"}
    assert client.post(f"/objections/{objection.id}/answer/", answer).status_code == 404
    given = {"cases": packed(cases), "reason": "无"}
    assert client.post("/cases/return/", given).status_code == 404
    for address in ("/cases/?tab=posted", "/notices/"):
        page = client.get(address)
        assert (page.status_code, page.context["total"]) == (200, 0)
    assert world.states(cases) == {"posted"}


def test_objections_by_page(world, reviewer):
    (case_id,) = world.posted()
    filer = signed_in(world.filer)
    empty = filer.post(f"/cases/{case_id}/objections/new/", {"received_on": "2010-09-30"})
    assert empty.status_code == 422
    given = {"received_on": "2010-09-30", "text": "这户有车"}
    assert filer.post(f"/cases/{case_id}/objections/new/", given).status_code == 303
    with acting(operator()):
        objection = Objection.objects.get()
    answer = {"outcome": "upheld", "answer": "属实，名下有车"}
    assert reviewer.post(f"/objections/{objection.id}/answer/", answer).status_code == 303
    assert world.states([case_id]) == {"returned"}


def test_reading_is_logged(world, reviewer):
    (case_id,) = world.submitted()
    reviewer.get(f"/cases/{case_id}/")
    household = world.case(case_id).household_id
    assert Entry.objects.filter(action="casework.read", subject=str(household)).exists()


def test_the_public_sees_masked_entries_while_the_posting_runs(world):
    cases = world.posted(3)
    with acting(operator()):
        notice = Notice.objects.get()
        files = list(Case.objects.values_list("household__file_no", flat=True))
    anybody = Client()
    page = anybody.get(f"/public/notices/{notice.token}/")
    text = page.content.decode()
    assert page["X-Robots-Tag"].startswith("noindex")
    assert "no-store" in page["Cache-Control"]
    assert "王××" in text
    assert "县级总工会" in text
    never_online = ("困难", "第二建筑公司", "低保户", "家庭人口", "工作单位")
    for hidden in (
        *never_online,
        "王小明",
        "王芳",
        "人民路",
        "13800000000",
        "患重特大疾病",
        "2,604.00",
        *files,
    ):
        assert hidden not in text
    assert "拟帮扶以下 3 户职工家庭" in text
    listed = anybody.get("/public/notices/").content.decode()
    assert notice.token in listed
    unknown, nowhere = anybody.get("/public/notices/unknown/"), anybody.get("/nowhere/")
    assert (unknown.status_code, nowhere.status_code) == (404, 404)
    for public in (text, listed, unknown.content.decode(), nowhere.content.decode()):
        assert "职工服务" in public.partition("</title>")[0]
        assert "困难" not in public
    world.move_to(AFTER)
    over = anybody.get(f"/public/notices/{notice.token}/")
    assert over.status_code == 410
    assert "困难" not in over.content.decode()
    assert "王××" not in over.content.decode()
    assert notice.token not in anybody.get("/public/notices/").content.decode()
    assert world.states(cases) == {"posted"}


def test_a_household_taken_off_is_no_longer_named(world, reviewer):
    cases = world.posted(2)
    first = min(cases)
    with acting(world.filer):
        objection = file_objection(
            case_id=first, text="有车", received_on=DAY, on=today(), by=world.filer
        )
    reviewer.post(f"/objections/{objection.id}/answer/", {"outcome": "upheld", "answer": "属实"})
    with acting(operator()):
        token = Notice.objects.get().token
    page = Client().get(f"/public/notices/{token}/")
    assert [entry.seq for entry in page.context["notice"].entries] == [2]


def test_papers_are_pdf_and_names_in_full_are_logged(world, reviewer):
    cases = world.posted(2)
    notice = world.case(min(cases)).notice
    masked = reviewer.get(f"/notices/{notice.id}/pdf/")
    assert masked["Content-Type"] == "application/pdf"
    assert masked.content.startswith(b"%PDF-")
    assert not Entry.objects.filter(action="casework.notice_names.read").exists()
    assert reviewer.get(f"/notices/{notice.id}/pdf/?names=full").status_code == 200
    logged = Entry.objects.get(action="casework.notice_names.read")
    assert (logged.subject, logged.detail) == (str(notice.id), {"households": 2})


def test_the_case_page_tells_what_hinders_the_approver(world):
    (case_id,) = world.posted()
    page = signed_in(world.approver).get(f"/cases/{case_id}/").content.decode()
    assert "公示期未满" in page
    world.move_to(AFTER)
    page = signed_in(world.approver).get(f"/cases/{case_id}/").content.decode()
    assert "公示期未满" not in page
    with acting(world.approver):
        approve_cases(cases=world.now([case_id]), on=today(), by=world.approver)


def test_a_case_is_found_by_a_number_that_no_address_and_no_log_holds(world, reviewer):
    first, second = world.submitted(2)
    number = identity(7, "440981")
    with acting(operator()):
        seal(world.case(first).household, SecretKind.ID_NUMBER, number)
    kept = {"list": "case_list", "tab": "submitted", "hardship_class": "低保户"}
    known = reviewer.post("/cases/find/", {**kept, "text": number})
    assert (known.status_code, known["Location"]) == (303, f"/cases/{first}/")
    both = reviewer.post("/cases/find/", {**kept, "text": "4409-"})
    assert {case.id for case in both.context["cases"]} == {first, second}
    for text, more in (("王芳", "&text=%E7%8E%8B%E8%8A%B3"), ("", "")):
        back = reviewer.post("/cases/find/", {**kept, "text": text})
        where = f"/cases/?tab=submitted&hardship_class=%E4%BD%8E%E4%BF%9D%E6%88%B7{more}"
        assert (back.status_code, back["Location"]) == (303, where)
    for address in ("/cases/?tab=submitted", "/cases/?tab=review", "/cases/new/?x=1"):
        client = reviewer if "new" not in address else signed_in(world.filer)
        written = client.get(f"{address}&text={number}")
        assert (written.status_code, number in written["Location"]) == (303, False)
    stranger = signed_in(world.stranger)
    assert stranger.post("/cases/find/", {"text": number}).context["cases"] == []
    with acting(operator()):
        told = json.dumps(
            list(Entry.objects.values_list("action", "subject", "detail")), default=str
        )
    assert number not in told
    assert "casework.list" in told


def test_a_case_says_whose_turn_it_is_to_whoever_can_do_nothing(world):
    case_id = next(iter(world.submitted(1)))
    waiting = signed_in(world.filer).get(f"/cases/{case_id}/").content.decode()
    assert "下一步：审核，由审核员办理。" in waiting
    acting_now = signed_in(world.reviewer).get(f"/cases/{case_id}/").content.decode()
    assert "下一步：" not in acting_now
    assert "审核通过…" in acting_now
