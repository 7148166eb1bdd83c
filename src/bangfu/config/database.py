"""Which database, under which role: from the environment, else the embedded server."""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from bangfu.config.datafolder import data_folder
from bangfu.config.embedded import EmbeddedServer
from bangfu.kernel.errors import BangfuError

SCHEMES = ("postgresql", "postgres")
POOLED = {"min_size": 1, "max_size": 8, "timeout": 20}


class BadDatabaseUrl(BangfuError):
    def __init__(self) -> None:
        super().__init__(
            "DATABASE_URL 或 DATABASE_OWNER_URL 写法不对，应为 postgresql://角色:密码@主机:端口/库名。"
        )


def uses_embedded_server() -> bool:
    return not os.environ.get("DATABASE_URL")


def database_urls() -> tuple[str, str]:
    """(owner's URL, running role's URL).

    The owner's URL is empty where `DATABASE_URL` stands alone: such a process can't migrate.

    Raises:
        BadDatabaseUrl
    """
    if uses_embedded_server():
        return EmbeddedServer(data_folder()).urls()
    owner, app = os.environ.get("DATABASE_OWNER_URL", ""), os.environ["DATABASE_URL"]
    for url in filter(None, (owner, app)):
        django_database(url)
    return owner, app


def database_role(url: str) -> str:
    return str(django_database(url)["USER"])


def django_database(url: str) -> dict[str, Any]:
    """One entry of Django's DATABASES.

    `BANGFU_POOL=1` (set for the web process alone) keeps connections in a pool.

    Raises:
        BadDatabaseUrl: the message never repeats the URL, which may hold a password.
    """
    parts = urlsplit(url)
    name = unquote(parts.path.removeprefix("/"))
    if parts.scheme not in SCHEMES or not name:
        raise BadDatabaseUrl
    given = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    pooled = os.environ.get("BANGFU_POOL") == "1"
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": given.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": given.pop("port", "") or _port(parts.netloc),
        "CONN_MAX_AGE": 0 if pooled else 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**given, **({"pool": dict(POOLED)} if pooled else {})},
    }


def _port(netloc: str) -> str:
    after = netloc.rpartition("@")[2].rpartition(":")
    return after[2] if after[1] and after[2].isdigit() else ""
