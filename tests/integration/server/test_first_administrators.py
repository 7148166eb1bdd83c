"""The machine's operator appoints the first two administrators, and no third."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from bangfu.accounts.models import User
from bangfu.kernel.phrases import phrase
from bangfu.operations.cli.administrators import (
    AdministratorsEnough,
    NoUnionYet,
    add_administrator,
    topmost_union,
)
from bangfu.operations.cli.first_start import ADMINISTRATORS, prepare
from bangfu.operations.cli.migration import package_digest
from bangfu.operations.datafolder import DataFolder
from bangfu.operations.embedded import EmbeddedServer
from bangfu.organisations.commands.disable_user import disable_user
from bangfu.organisations.models import Appointment
from bangfu.organisations.queries import appointments_of
from bangfu.scope.actors import operator
from makers.registers import DAY, World

Bangfu = Callable[..., subprocess.CompletedProcess[str]]
ServerIn = Callable[[Path], EmbeddedServer]
UNIONS = "编码,名称,类别,上级编码,行政区划代码,系统,用人单位\nC,样例市总工会,市总工会,,449900,,\n"
HELD = """
select u.username, u.password_one_time, a.role, a.needs_second, a.by_user_id
from organisations_appointment a join accounts_user u on u.id = a.user_id order by a.id
"""
PASSWORD = "heron by the weir 4"


def test_two_by_the_command_and_the_third_is_refused_in_words(
    place: Path, server_in: ServerIn, bangfu: Bangfu, migrated_folder: Callable[[Path], None]
):
    migrated_folder(place / "data")
    (place / "unions.csv").write_text(UNIONS, encoding="utf-8")
    assert bangfu(place / "data", "import", "unions", place / "unions.csv").returncode == 0
    for username in ("one", "two"):
        done = bangfu(place / "data", "administrator", username, "--name", f"管理员{username}")
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith(f"{username}  ")
        assert "须是两个人" in done.stdout
    third = bangfu(place / "data", "administrator", "three", "--name", "第三位")
    assert (third.returncode, third.stdout) == (1, "")
    assert "已有 2 位系统管理员在任（管理员one、管理员two）" in third.stderr
    server = server_in(place / "data")
    with server, psycopg.connect(server.urls()[1]) as connection:
        assert connection.execute(HELD).fetchall() == [
            ("one", True, "administrator", False, None),
            ("two", True, "administrator", False, None),
        ]


def styled(place: Path) -> DataFolder:
    """A data folder whose style sheets need no collecting."""
    folder = DataFolder(place / "data").create()
    folder.static_root.mkdir(exist_ok=True)
    (folder.static_root / ".version").write_text(package_digest(), encoding="utf-8")
    return folder


@pytest.fixture
def world(db) -> World:
    return World()


def test_one_that_was_shut_out_leaves_a_place(world):
    for username in ("one", "two"):
        add_administrator(username, username, "C", PASSWORD)
    with pytest.raises(AdministratorsEnough, match="one、two"):
        add_administrator("three", "three", "E", PASSWORD)
    assert not User.objects.filter(username="three").exists()
    disable_user(user_id=User.objects.get(username="two").pk, on=DAY, by=operator())
    add_administrator("three", "three", "C", PASSWORD)
    assert appointments_of(User.objects.get(username="three").pk, DAY).exists()


def test_without_unions_nobody_is_appointed(db):
    with pytest.raises(NoUnionYet, match="bangfu import unions"):
        topmost_union()


def test_a_new_system_gets_two_whose_passwords_are_for_two_persons(world, tmp_path, static_as_is):
    folder = styled(tmp_path)
    told = prepare(folder, with_demo=False, say=print)
    kept = (folder.secrets / "first-password.txt").read_text("utf-8")
    assert [line.split()[0] for line in kept.splitlines()] == [*ADMINISTRATORS]
    assert kept in told
    assert "请分别当面交给两个人" in told
    assert len({line.split()[1] for line in kept.splitlines()}) == 2
    assert not Appointment.objects.filter(needs_second=True).exists()
    assert [user.password_one_time for user in User.objects.all()] == [True, True]


def test_an_only_administrator_is_told_of_at_each_start(world, tmp_path, static_as_is):
    folder = styled(tmp_path)
    add_administrator("one", phrase("系统管理员"), "C", PASSWORD)
    assert "bangfu administrator" in prepare(folder, with_demo=False, say=print)
    add_administrator("two", "two", "C", PASSWORD)
    assert "bangfu administrator" not in prepare(folder, with_demo=False, say=print)
