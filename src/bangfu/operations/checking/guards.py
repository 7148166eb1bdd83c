"""Compare the database's catalogue with the shipped list: which guard is loosened, what was added."""

from __future__ import annotations

from pathlib import Path

from django.db import connection

from bangfu.kernel.phrases import mark, phrase
from bangfu.operations.guarding.catalogue import Catalogue, read_catalogue
from bangfu.operations.guarding.lists import SHIPPED, digest_of_list, shipped_list

KINDS = {
    "cast": mark("类型转换"),
    "collation": mark("排序规则"),
    "column": mark("列"),
    "constraint": mark("约束"),
    "conversion": mark("编码转换"),
    "database": mark("数据库"),
    "event trigger": mark("事件触发器"),
    "extension": mark("扩展"),
    "foreign server": mark("外部服务器"),
    "function": mark("函数"),
    "index": mark("索引"),
    "inner trigger": mark("外键的内部触发器"),
    "language": mark("过程语言"),
    "member": mark("角色成员"),
    "operator": mark("运算符"),
    "operator class": mark("运算符类"),
    "parent": mark("继承"),
    "policy": mark("行级安全策略"),
    "publication": mark("发布"),
    "rights": mark("权限"),
    "role": mark("角色"),
    "rule": mark("改写规则"),
    "schema": mark("模式"),
    "sequence": mark("序列"),
    "setting": mark("参数设置"),
    "table": mark("表"),
    "trigger": mark("触发器"),
    "type": mark("类型"),
}
LONGEST = 160  # characters of a text that are quoted


def check_guards(running_role: str | None = None, lists: Path = SHIPPED) -> list[str]:
    """Needs no scope. `running_role` is this connection's own unless it looks for another."""
    version = server_major()
    wanted = shipped_list(version, lists)
    if wanted is None:
        return [
            phrase("程序没有附 PostgreSQL {version} 的清单，无法核对数据库的守护", version=version)
        ]
    return differing(wanted, read_catalogue(running_role or _own_role()))


def list_in_words() -> str:
    """Which list is compared with, and its digest; "" where none is shipped."""
    version = server_major()
    if shipped_list(version) is None:
        return ""
    digest = digest_of_list(version)
    return phrase("清单 PostgreSQL {version}，摘要 {digest}", version=version, digest=digest)


def differing(wanted: Catalogue, standing: Catalogue) -> list[str]:
    changed = [key for key in wanted | standing if wanted.get(key) != standing.get(key)]
    return [_in_words(key, wanted.get(key), standing.get(key)) for key in sorted(changed)]


def server_major() -> int:
    connection.ensure_connection()
    return int(connection.connection.info.server_version) // 10_000


def _own_role() -> str:
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        return str(cursor.fetchone()[0])


def _in_words(key: tuple[str, str], wanted: str | None, standing: str | None) -> str:
    kind, name = phrase(KINDS[key[0]]), key[1]
    if standing is None:
        return phrase("缺少{kind} {name}", kind=kind, name=name)
    if wanted is None:
        return phrase(
            "多出{kind} {name}：{standing}", kind=kind, name=name, standing=_cut(standing)
        )
    return phrase(
        "{kind} {name} 与清单不同：应为 {wanted}，现为 {standing}",
        kind=kind,
        name=name,
        wanted=_cut(wanted),
        standing=_cut(standing),
    )


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[:LONGEST] + "……"
