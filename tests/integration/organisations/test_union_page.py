"""An administrator brings the union tree in from the browser."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bangfu.accounts.models import User
from bangfu.audit.models import Entry
from bangfu.organisations.models import Union, UnionHistory
from bangfu.registry.models import Household
from bangfu.scope.actors import Actor, acting
from bangfu.scope.enums import Role
from makers.registers import World

HEADER = "编码,名称,类别,上级编码,行政区划代码,系统,用人单位"
GOOD = "E1,东县第一小学工会,基层工会,E,449901,教育,"
BAD = "E2,东县第二小学工会,小组,E,449901,,"


@pytest.fixture
def world(db, static_as_is) -> World:
    return World()


def signed_in(actor: Actor) -> Client:
    client = Client()
    user = User.objects.get(pk=actor.user_id)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def admin(world) -> Client:
    return signed_in(world.officer(Role.ADMINISTRATOR, world.city))


def send(client: Client, *lines: str, header: str = HEADER, name: str = "工会.csv"):
    data = "\n".join([header, *lines]).encode()
    return client.post("/unions/import/", {"file": SimpleUploadedFile(name, data)})


def test_a_good_file_goes_in_from_today_on(admin):
    assert 'action="/unions/import/"' in admin.get("/unions/").content.decode()
    answer = send(admin, GOOD)
    assert (answer.status_code, answer["Location"]) == (302, "/unions/")
    page = admin.get("/unions/").content.decode()
    assert "新建 1 个工会" in page
    assert "东县第一小学工会" in page
    assert str(UnionHistory.objects.get(union__code="E1").held_from) == "2010-10-31"
    assert Entry.objects.get(action="organisations.import_unions").actor == "administrator-c"


def test_bad_rows_are_shown_and_good_ones_go_in(admin):
    answer = send(admin, GOOD, BAD)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "已导入 1 行（新建 1 个工会，变更 0 个），退回 1 行" in page
    assert "不在代码表" in page
    assert "小组" in page
    assert not Union.objects.filter(code="E2").exists()
    assert "新建 0 个工会" in send(admin, GOOD, follow_up(BAD)).content.decode()


def follow_up(line: str) -> str:
    """Still wrong, otherwise."""
    return line.replace("小组", "班")


@pytest.mark.parametrize(
    ("header", "name", "told"),
    [
        ("甲,乙", "工会.csv", "上级编码"),
        (HEADER, "工会.pdf", "xlsx"),
        (HEADER, "工会.xlsx", "xlsx"),
    ],
)
def test_a_wrong_file_is_told_at_the_form(admin, header, name, told):
    answer = send(admin, GOOD, header=header, name=name)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert told in page.split('role="alert"')[1].split("</section>")[0]
    assert 'name="file"' in page
    assert not Union.objects.filter(code="E1").exists()


def test_no_file_is_told_at_the_form(admin):
    answer = admin.post("/unions/import/")
    assert answer.status_code == 422
    assert "请选择文件" in answer.content.decode()


def test_files_move_with_their_union_though_the_administrator_sees_none(admin, world):
    world.file(where=world.east)
    send(admin, "E,东县总工会,县级总工会,W,449901,,")
    for place, seen in ((world.west, 1), (world.east, 1)):
        place.refresh_from_db()
        with acting(world.officer(Role.FILER, place)):
            assert Household.objects.count() == seen


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.AUDITOR])
def test_others_look_only(world, role):
    client = signed_in(world.officer(role, world.city))
    assert "/unions/import/" not in client.get("/unions/").content.decode()
    assert send(client, GOOD).status_code == 403
