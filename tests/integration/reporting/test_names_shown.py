"""Who did it, in the field's words: what earlier versions kept under the system's account is the operator's."""

from __future__ import annotations

from datetime import date

import pytest

from bangfu.accounts.models import User
from bangfu.accounts.queries import name_shown, names_shown
from bangfu.audit.recording import record
from bangfu.eligibility.models import RuleAdoption
from bangfu.scope.actors import acting, operator
from bangfu.scope.enums import Role
from makers.registers import EAST, WEST

from .conftest import signed_in

pytestmark = pytest.mark.usefixtures("static_as_is")
ACCOUNT = "svc_bangfu"


def adopted_by(place: str, name: str) -> None:
    RuleAdoption.objects.create(
        place=place, rule_set="2021", valid_from=date(2010, 1, 1), document="样例", recorded_by=name
    )


def test_a_row_without_an_id_goes_by_the_users_names(world):
    officer = world.officer(Role.ADMINISTRATOR, world.city)
    adopted_by(EAST, ACCOUNT)
    adopted_by(WEST, officer.name)
    page = signed_in(officer).get("/standards/").content.decode()
    assert ACCOUNT not in page
    rows = [row for row in page.split("<tr>") if EAST in row or WEST in row]
    assert ["本机操作员" in row for row in rows if "2021" in row] == [True, False]
    assert any(officer.name in row for row in rows)


@pytest.mark.parametrize(
    ("name", "user_id", "shown"),
    [
        ("root", None, "本机操作员"),
        ("root", 7, "root"),
        ("后台任务", None, "后台任务"),
        ("本机操作员", None, "本机操作员"),
        ("李 四", None, "李 四"),
    ],
)
def test_a_row_with_an_id_goes_by_it(name, user_id, shown):
    assert name_shown(name, user_id) == shown


def test_a_user_who_was_renamed_is_not_said_to_be_the_machine(world, django_assert_num_queries):
    officer = world.officer(Role.ADMINISTRATOR, world.city)
    User.objects.filter(pk=officer.user_id).update(name="li.si")
    with django_assert_num_queries(1):
        shown = names_shown(["li.si", "zhang.san", ACCOUNT, "李 四", "李 四"])
    either = "本机操作员或已更名的用户"
    assert shown == {"li.si": "li.si", "zhang.san": either, ACCOUNT: either, "李 四": "李 四"}
    with django_assert_num_queries(0):
        assert names_shown(["李 四", ""]) == {"李 四": "李 四", "": ""}


def test_who_read_a_file_is_no_account_either(world):
    file = world.file("DA20100009")
    reader = operator()
    assert reader.account
    with acting(reader):
        record(reader, "registry.read", "household", file.pk, {"day": "2010-10-31"})
    page = signed_in(world.officer(Role.REVIEWER, world.east)).get("/files/DA20100009/")
    read = page.content.decode().partition("谁看过这份档案")[2]
    assert "<td>本机操作员</td>" in read
    assert f"<td>{reader.account}</td>" not in read
