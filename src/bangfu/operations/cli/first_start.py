"""What happens once in the life of a data folder: its demo or its first two administrators.

Needs Django set up and the database migrated; so it is imported only then.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import transaction

from bangfu.acts.two_hands import FIRST_ADMINISTRATORS
from bangfu.demo.load import load_demo
from bangfu.kernel.phrases import mark, phrase
from bangfu.organisations.models import Installation, Union

from ..datafolder import DataFolder, write_private
from .administrators import add_administrator, serving_over
from .migration import package_digest
from .system import found_if_new

Say = Callable[[str], None]
#: Username and name of each.
ADMINISTRATORS = {"admin": mark("系统管理员"), "admin-2": mark("第二位系统管理员")}
NOBODY_YET = mark(
    "还没有工会，也没有用户。请另开一个终端，用 bangfu import unions 导入工会名录，"
    "然后重新启动：届时会建立最初两位系统管理员。"
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
    return _first_administrators(folder)


def _first_administrators(folder: DataFolder) -> str:
    """A system without users gets the two who make the others, one proposing and the other seconding."""
    root = Union.objects.filter(parent=None).order_by("id").first()
    if get_user_model().objects.exists():
        return _sign_in_as_usual(root)
    if root is None:
        return phrase(NOBODY_YET)
    kept = folder.secrets / "first-password.txt"
    passwords = {username: secrets.token_urlsafe(12) for username in ADMINISTRATORS}
    lines = "".join(f"{username}  {password}\n" for username, password in passwords.items())
    with transaction.atomic():
        for username, name in ADMINISTRATORS.items():
            add_administrator(username, phrase(name), root.code, passwords[username])
        write_private(kept, lines.encode())
    return phrase(
        "最初两位系统管理员（密码只显示这一次，另存于 {kept}）：\n{lines}"
        "请分别当面交给两个人：审批、资金、放款和系统管理员的任职由一位提议、另一位确认。"
        "这是一次性密码：首次登录须先改成自己的密码，再为各级干部建立用户。",
        kept=kept,
        lines=lines,
    )


def _sign_in_as_usual(root: Union | None) -> str:
    """Says, too, where nobody could second what an only administrator proposes."""
    told = phrase("请用各自的用户名和密码登录。")
    if root is not None and len(serving_over(root)) < FIRST_ADMINISTRATORS:
        told += phrase(
            "在任的系统管理员不足两位：审批、资金、放款的新任职无人确认。"
            "请用 bangfu administrator 建立第二位。"
        )
    return told


def _collect_static(folder: DataFolder) -> None:
    """Style sheets and scripts under names that carry their content, once for each version."""
    done = folder.static_root / ".version"
    version = package_digest()
    if done.exists() and done.read_text("utf-8") == version:
        return
    call_command("collectstatic", interactive=False, clear=False, verbosity=0)
    done.write_text(version, encoding="utf-8")
