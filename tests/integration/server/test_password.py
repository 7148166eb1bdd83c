"""`bangfu password`: the way back in when no administrator is left who could reset one."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import psycopg

from bangfu.operations.embedded import EmbeddedServer

Bangfu = Callable[..., subprocess.CompletedProcess[str]]
ServerIn = Callable[[Path], EmbeddedServer]

UNIONS = "编码,名称,类别,上级编码,行政区划代码,系统,用人单位\nC,样例市总工会,市总工会,,449900,,\n"
FORGETFUL = """
insert into accounts_user (username, name, password, is_active, created_at, password_set_by,
                           password_one_time, sessions_ended)
values ('keeper', '管理员', '!', true, now(), '', false, 0)
"""
NOW = "select password_one_time, password_set_by, password <> '!' from accounts_user"
HELD = "select role, by_user_id from organisations_appointment"
LOGGED = (
    "select role, action from audit_entry where action like '%password%' or action like '%appoint'"
)


def test_the_operator_gives_one_and_appoints(
    place: Path, server_in: ServerIn, bangfu: Bangfu, migrated_folder: Callable[[Path], None]
):
    migrated_folder(place / "data")
    server = server_in(place / "data")
    (place / "unions.csv").write_text(UNIONS, encoding="utf-8")
    assert bangfu(place / "data", "import", "unions", place / "unions.csv").returncode == 0
    nobody = bangfu(place / "data", "password", "keeper")
    assert (nobody.returncode, nobody.stdout) == (1, "")
    assert "没有用户名为 keeper 的用户" in nobody.stderr
    with server, psycopg.connect(server.urls()[1]) as connection:
        connection.execute(FORGETFUL)
    refused = bangfu(place / "data", "password", "keeper", "--administrator-of", "Z")
    assert (refused.returncode, refused.stdout) == (1, "")
    done = bangfu(place / "data", "password", "keeper", "--administrator-of", "C")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("keeper  ")
    assert "7 天内有效" in done.stdout
    with server, psycopg.connect(server.urls()[1]) as connection:
        assert connection.execute(NOW).fetchone() == (True, "operator", True)
        assert connection.execute(HELD).fetchall() == [("administrator", None)]
        assert sorted(connection.execute(LOGGED).fetchall()) == [
            ("operator", "accounts.reset_password"),
            ("operator", "organisations.appoint"),
        ]
