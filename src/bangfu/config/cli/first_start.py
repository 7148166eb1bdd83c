"""What happens once in the life of a data folder, and what is collected when the code changed."""

from __future__ import annotations

from collections.abc import Callable

from ..datafolder import DataFolder
from .migration import fingerprint
from .system import found_if_new

Say = Callable[[str], None]


def prepare(folder: DataFolder, *, with_demo: bool, say: Say) -> str:
    """Load the demo or found an office's own system, the first time; how to sign in.

    Needs Django set up and the database migrated.
    """
    from django.db import transaction  # needs Django set up

    from bangfu.organisations.models import Installation

    _collect_static(folder)
    new = not Installation.objects.exists()
    if new and with_demo:
        from bangfu.demo.load import load_demo

        say("第一次启动，装入演示数据……")
        with transaction.atomic():  # interrupted, it starts afresh the next time
            load_demo(say)
    elif new:
        found_if_new()
    return _sign_ins(folder, new)


def _sign_ins(folder: DataFolder, new: bool) -> str:
    path = folder.demo_passwords_file
    if not path.exists():
        return "还没有用户。"
    if new:
        words = path.read_text("utf-8").strip()
        return f"演示用户和密码（只显示这一次，另存于 {path}）：\n{words}"
    return f"演示用户和密码见 {path}"


def _collect_static(folder: DataFolder) -> None:
    """Style sheets and scripts under names that carry their content, once for each version."""
    from django.core.management import call_command  # needs Django set up

    done = folder.static_root / ".version"
    version = fingerprint()
    if done.exists() and done.read_text("utf-8") == version:
        return
    call_command("collectstatic", interactive=False, clear=False, verbosity=0)
    done.write_text(version, encoding="utf-8")
