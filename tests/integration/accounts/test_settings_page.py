"""What an administrator does with users and appointments in the browser."""

import pytest
from django.contrib.auth import authenticate
from django.test import Client

from bangfu.accounts.models import User
from bangfu.audit.models import Entry
from bangfu.organisations.commands.disable_user import disable_user
from bangfu.organisations.commands.enable_user import enable_user
from bangfu.organisations.models import Appointment
from bangfu.scope.actors import operator
from bangfu.scope.enums import Role
from bangfu.scope.errors import NotPermitted
from integration.reporting.typed import Typed
from makers.registers import DAY
from makers.unions import PASSWORD

BACKEND = "django.contrib.auth.backends.ModelBackend"
NEWCOMER = {
    "username": "zhang-san",
    "name": "张三",
    "password": "heron by the weir 4",
    "union_code": "E",
    "role": "filer",
}


@pytest.fixture
def filer(world) -> User:
    return User.objects.get(pk=world.officer(Role.FILER, world.east).user_id)


@pytest.fixture
def admin(world) -> Client:
    client = Client()
    actor = world.officer(Role.ADMINISTRATOR, world.city)
    client.force_login(User.objects.get(pk=actor.user_id), backend=BACKEND)
    return client


def appoint(client: Client, **other: str):
    typed = {"username": "filer-e", "union_code": "W", "role": "auditor", "since": "2010-10-31"}
    typed |= other
    return client.post(
        "/settings/appointments/", {f"appoint-{name}": value for name, value in typed.items()}
    )


def actions() -> set[str]:
    return set(Entry.objects.values_list("action", flat=True))


def test_a_disabled_user_is_listed_and_comes_back(admin, filer, rf):
    Appointment.objects.filter(user=filer).update(until="2010-10-01")
    admin.post(f"/settings/users/{filer.pk}/disable/")
    assert authenticate(rf.post("/"), username="filer-e", password=PASSWORD) is None
    back = f"/settings/users/{filer.pk}/enable/"
    page = admin.get("/settings/").content.decode()
    assert "已停用" in page
    assert f'action="{back}"' in page
    assert admin.post(back).status_code == 302
    assert back not in admin.get("/settings/").content.decode()
    assert authenticate(rf.post("/"), username="filer-e", password=PASSWORD) == filer
    assert {"accounts.disable", "accounts.enable"} <= actions()


def test_enabling_is_the_administrators_and_twice_changes_nothing(world, filer):
    with pytest.raises(NotPermitted):
        enable_user(user_id=filer.pk, on=DAY, by=world.officer(Role.APPROVER, world.city))
    enable_user(user_id=filer.pk, on=DAY, by=operator())
    assert "accounts.enable" not in actions()
    disable_user(user_id=filer.pk, on=DAY, by=operator())
    assert enable_user(user_id=filer.pk, on=DAY, by=operator()).is_active


def test_a_second_appointment_gives_a_choice(admin, filer):
    assert appoint(admin).status_code == 302
    officer = Client()
    officer.force_login(filer, backend=BACKEND)
    second = Appointment.objects.get(user=filer, role="auditor")
    assert f'value="{second.pk}"' in officer.get("/switch/").content.decode()
    officer.post("/switch/", {"appointment": second.pk})
    assert "西县总工会" in officer.get("/figures/").content.decode()


def test_an_appointment_yet_to_begin_is_listed(admin, filer):
    appoint(admin, since="2010-12-01")
    assert "2010-12-01" in admin.get("/settings/").content.decode()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"username": "nobody"}, "没有用户名为 nobody 的用户"),
        ({"union_code": "ZZ"}, "没有编码为 ZZ 的工会"),
        ({"union_code": "E", "role": "filer"}, "不必重复任命"),
        ({"role": "operator"}, "岗位"),
        ({"since": ""}, "请填写自哪一天起"),
    ],
)
def test_a_wrong_appointment_is_told_at_the_form(admin, filer, wrong, told):
    answer = appoint(admin, **wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert told in page
    assert 'name="appoint-since"' in page
    assert "organisations.appoint" not in actions()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"username": "filer-e"}, "已被使用"),
        ({"password": "1234567890"}, "密码不够安全"),
        ({"password": "short"}, "至少 10 个字，现在是 5 个字。"),
        ({"union_code": "ZZ"}, "没有编码为 ZZ 的工会"),
    ],
)
def test_a_wrong_new_user_is_told_at_the_form_and_not_half_made(admin, filer, wrong, told):
    before = User.objects.count()
    answer = admin.post("/settings/users/", NEWCOMER | wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert told in page
    assert 'value="张三"' in page
    assert User.objects.count() == before
    assert "accounts.create" not in actions()


def test_a_new_user_signs_in_with_the_very_password(admin, rf):
    password = " heron by the weir "
    typed = NEWCOMER | {"password": password}
    assert admin.post("/settings/users/", typed).status_code == 302
    assert authenticate(rf.post("/"), username="zhang-san", password=password) is not None


@pytest.mark.parametrize(
    ("weak", "words"),
    [("", "请填写新密码"), ("short", "密码不够安全"), ("1234567890", "密码不够安全")],
)
def test_a_weak_reset_is_told_at_its_field(admin, filer, weak, words, rf):
    answer = admin.post(f"/settings/users/{filer.pk}/password/", {"password": weak})
    assert answer.status_code == 422
    assert words in Typed(answer.content.decode()).errors[f"id_{filer.pk}_password_error"]
    assert "重设密码" in answer.content.decode()
    assert authenticate(rf.post("/"), username="filer-e", password=PASSWORD) == filer


def test_nobody_shuts_out_themselves(admin):
    me = User.objects.get(username="administrator-c")
    answer = admin.post(f"/settings/users/{me.pk}/disable/")
    assert answer.status_code == 422
    assert "不能停用自己的登录" in answer.content.decode()
    assert "已停用，" not in answer.content.decode()


def test_the_day_does_not_go_back_and_the_form_says_so(admin):
    answer = admin.post("/settings/day/", {"to": "2010-01-01"})
    assert answer.status_code == 422
    assert "演示日期只能向后推进" in answer.content.decode()


def test_what_is_not_there_is_not_found(admin):
    for path in ("users/999999/enable/", "appointments/999999/end/"):
        assert admin.post(f"/settings/{path}").status_code == 404
