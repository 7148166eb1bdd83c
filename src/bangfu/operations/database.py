"""Which database, under which role: from the environment, else the embedded server."""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from bangfu.kernel.errors import BangfuError
from bangfu.kernel.phrases import phrase
from bangfu.operations.datafolder import data_folder
from bangfu.operations.embedded import EmbeddedServer

RUNNING, OWNER = "DATABASE_URL", "DATABASE_OWNER_URL"
SCHEMES = ("postgresql", "postgres")
POOLED = {"min_size": 1, "max_size": 8, "timeout": 20}


class BadDatabaseUrl(BangfuError):
    """`where` is the variable that holds it."""

    def __init__(self, where: str) -> None:
        self.where = where
        super().__init__(
            phrase(
                "{where} 写法不对，应为 postgresql://角色:密码@主机:端口/库名。"
                "密码里的 @ : / ? # % 须写成 %40 %3A %2F %3F %23 %25。",
                where=where,
            )
        )


class RunningUrlMissing(BangfuError):
    """The owner's address alone: the embedded server is hardly what was meant."""

    def __init__(self) -> None:
        super().__init__(
            phrase(
                "给了 DATABASE_OWNER_URL，却没有 DATABASE_URL。请用它给出平时运行的角色的地址；"
                "要用自带的数据库，请把两个都去掉。"
            )
        )


def uses_embedded_server() -> bool:
    """Raises RunningUrlMissing."""
    if os.environ.get(RUNNING):
        return False
    if os.environ.get(OWNER):
        raise RunningUrlMissing
    return True


def database_urls() -> tuple[str, str]:
    """(owner's URL, running role's URL).

    The owner's URL is empty where `DATABASE_URL` stands alone: such a process can't migrate.

    Raises:
        BadDatabaseUrl: its message never repeats the URL, which may hold a password.
    """
    if uses_embedded_server():
        return EmbeddedServer(data_folder()).urls()
    owner, app = os.environ.get(OWNER, ""), os.environ[RUNNING]
    for where, url in ((OWNER, owner), (RUNNING, app)):
        if url and not _is_address(url):
            raise BadDatabaseUrl(where)
    return owner, app


def database_role(url: str) -> str:
    return str(django_database(url)["USER"])


def django_database(url: str) -> dict[str, Any]:
    """One entry of Django's DATABASES.

    `BANGFU_POOL=1` (set for the web process alone) keeps connections in a pool.
    """
    parts = urlsplit(url)
    options = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    pooled = os.environ.get("BANGFU_POOL") == "1"
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.removeprefix("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": options.pop("port", "") or _port(parts.netloc),
        "CONN_MAX_AGE": 0 if pooled else 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**options, **({"pool": dict(POOLED)} if pooled else {})},
    }


def _is_address(url: str) -> bool:
    """Whether it names a role and a database, in a form that the driver takes."""
    try:
        parts = urlsplit(url)
        conninfo_to_dict(url)
        port = parts.port  # raises for words
    except (ValueError, ProgrammingError):
        return False
    named = bool(parts.username) and len(parts.path) > 1
    return parts.scheme in SCHEMES and named and port != 0


def _port(netloc: str) -> str:
    after = netloc.rpartition("@")[2].rpartition(":")
    return after[2] if after[1] and after[2].isdigit() else ""
