"""What happens once in the life of a data folder: its demo or its first administrator.

Needs Django set up and the database migrated; so it is imported only then.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import transaction

from bangfu.accounts.commands.create_user import create_user
from bangfu.demo.load import load_demo
from bangfu.kernel.phrases import mark, phrase
from bangfu.organisations.commands.appoint_officer import appoint_officer
from bangfu.organisations.models import Installation, Union
from bangfu.organisations.queries import today
from bangfu.scope.actors import operator
from bangfu.scope.enums import Role

from ..datafolder import DataFolder, write_private
from .migration import package_digest
from .system import found_if_new

Say = Callable[[str], None]
ADMINISTRATOR = "admin"
NOBODY_YET = mark(
    "还没有工会，也没有用户。请另开一个终端，用 bangfu import unions 导入工会名录，"
    "然后重新启动：届时会建立第一个系统管理员。"
)


def prepare(folder: DataFolder, *, with_demo: bool, say: Say) -> str:
    """Load the demo or found an office's own system, the first time; how to sign in."""
    _collect_static(folder)
    call_command("clearsessions")  # nobody else ever takes the expired ones away
    if not Installation.objects.exists() and with_demo:
        say(phrase("第一次启动，装入演示数据……"))
        with transaction.atomic():  # interrupted, it starts afresh the next time
            load_demo(say, folder.write_demo_passwords)
        words = folder.demo_passwords_file.read_text("utf-8").strip()
        return phrase(
            "演示用户和密码（只显示这一次，另存于 {path}）：\n{words}",
            path=folder.demo_passwords_file,
            words=words,
        )
    found_if_new()
    if Installation.objects.get(id=1).is_demo and folder.demo_passwords_file.exists():
        return phrase("演示用户和密码见 {path}", path=folder.demo_passwords_file)
    return _first_administrator(folder)


def _first_administrator(folder: DataFolder) -> str:
    """A system without users gets one who can make the others."""
    if get_user_model().objects.exists():
        return phrase("请用各自的用户名和密码登录。")
    root = Union.objects.filter(parent=None).order_by("id").first()
    if root is None:
        return phrase(NOBODY_YET)
    password, by = secrets.token_urlsafe(12), operator()
    kept = folder.secrets / "first-password.txt"
    with transaction.atomic():
        create_user(username=ADMINISTRATOR, name=phrase("系统管理员"), password=password, by=by)
        appoint_officer(
            username=ADMINISTRATOR,
            union_code=root.code,
            role=Role.ADMINISTRATOR,
            since=today(),
            on=today(),
            by=by,
        )
        write_private(kept, f"{ADMINISTRATOR}  {password}\n".encode())
    return phrase(
        "第一个系统管理员（密码只显示这一次，另存于 {kept}）：\n{user}  {password}\n"
        "这是一次性密码：首次登录须先改成自己的密码，再为各级干部建立用户。",
        kept=kept,
        user=ADMINISTRATOR,
        password=password,
    )


def _collect_static(folder: DataFolder) -> None:
    """Style sheets and scripts under names that carry their content, once for each version."""
    done = folder.static_root / ".version"
    version = package_digest()
    if done.exists() and done.read_text("utf-8") == version:
        return
    call_command("collectstatic", interactive=False, clear=False, verbosity=0)
    done.write_text(version, encoding="utf-8")
