"""Reaching a database server, and saying in words why it can't be reached or can't be used."""

from __future__ import annotations

import psycopg

from bangfu.kernel.errors import BangfuError
from bangfu.kernel.phrases import mark, phrase

OLDEST = 15
PATIENCE = 10  # seconds
#: What the driver or the server says (in English, whatever the place) and what it means.
REASONS = (
    ("password authentication failed", mark("角色或密码不对")),
    ("no password supplied", mark("地址里没有密码，而数据库要密码")),
    ("authentication failed", mark("数据库不认这个角色")),
    ("no pg_hba.conf entry", mark("数据库服务器不让这个角色从这台机器登录，请改它的 pg_hba.conf")),
    ("not permitted to log in", mark("这个角色没有登录权限（login）")),
    ("permission denied for database", mark("这个角色没有这个库的连接权限（connect）")),
    ('database "', mark("服务器上没有这个库")),
    ('role "', mark("服务器上没有这个角色")),
    ("SSL", mark("加密连接没有谈成，请检查地址里的 sslmode 和服务器的证书")),
    ("certificate", mark("加密连接没有谈成，请检查地址里的 sslmode 和服务器的证书")),
    ("Connection refused", mark("那里没有数据库在运行，或端口不对")),
    ("No such file or directory", mark("那里没有数据库在运行")),
    ("resolve host", mark("找不到这个主机名")),
    ("timeout expired", mark("等了太久没有回答，请检查地址和防火墙")),
    ("starting up", mark("数据库正在启动，请稍后再试")),
    ("shutting down", mark("数据库正在停止")),
    ("too many", mark("数据库的连接数满了，请稍后再试")),
    ("connection slots", mark("数据库的连接数满了，请稍后再试")),
)
UNKNOWN = mark("请检查地址，以及数据库是否在运行")


class DatabaseUnreachable(BangfuError):
    """`where` is the variable that names it; the address itself stays unsaid: it holds a password."""

    def __init__(self, where: str, reason: str) -> None:
        self.where = where
        self.reason = reason
        super().__init__(phrase("连不上数据库（{where}）：{reason}。", where=where, reason=reason))


class PostgresTooOld(BangfuError):
    def __init__(self, version: int) -> None:
        self.version = version
        super().__init__(
            phrase(
                "数据库是 PostgreSQL {version}，太旧。请换成 {oldest} 或更新的，"
                "或去掉 DATABASE_URL，用自带的数据库。",
                version=version,
                oldest=OLDEST,
            )
        )


def connect(url: str, where: str, *, autocommit: bool = False) -> psycopg.Connection:
    """A connection to a server that is new enough; `where` names the variable with the address.

    Raises:
        DatabaseUnreachable, PostgresTooOld
    """
    try:
        connection = psycopg.connect(url, connect_timeout=PATIENCE, autocommit=autocommit)
    except psycopg.OperationalError as error:
        raise DatabaseUnreachable(where, reason_of(str(error))) from None  # it holds host and role
    version = connection.info.server_version // 10_000
    if version < OLDEST:
        connection.close()
        raise PostgresTooOld(version)
    return connection


def reason_of(output: str) -> str:
    """Why a connection was not made, out of the driver's words."""
    return phrase(next((words for sign, words in REASONS if sign in output), UNKNOWN))
