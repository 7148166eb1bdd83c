"""Chinese fonts: without them a PDF would have holes, and is refused."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from bangfu.kernel.phrases import mark, phrase

from ..installing import may_install

PATIENCE = 600  # seconds for either step of apt
DEBIAN_PACKAGE = "fonts-noto-cjk"
#: Root's own are closed to the user who sets papers then.
OWN = () if os.geteuid() == 0 else (Path.home() / ".local/share/fonts", Path.home() / ".fonts")
FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    *OWN,
    Path("/System/Library/Fonts"),
    Path("/Library/Fonts"),
)
NAMES = ("NotoSansCJK*", "NotoSerifCJK*", "NotoSansSC*", "SourceHanSans*", "PingFang*")
MISSING = mark(
    "没有找到中文字体：网页不受影响，但公告和花名册的 PDF 会被拒绝生成。"
    "请让管理员安装思源（Noto CJK）字体，Debian/Ubuntu 上是：apt-get install {package}"
)


def look(say: Callable[[str], None]) -> None:
    """Install them where that may be done, else say what is missing."""
    if would_install():
        say(phrase("没有中文字体，正在安装……"))
        install()
    if not has_cjk_fonts():
        say(phrase(MISSING, package=DEBIAN_PACKAGE))


def has_cjk_fonts() -> bool:
    return any(next(folder.rglob(name), None) for folder in FOLDERS for name in NAMES)


def would_install() -> bool:
    allowed = may_install() and os.geteuid() == 0 and shutil.which("apt-get") is not None
    return allowed and not has_cjk_fonts()


def install() -> None:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update"], ["install", "--yes", "--no-install-recommends", DEBIAN_PACKAGE]):
        command = ["apt-get", "--quiet=2", *step]
        with suppress(subprocess.TimeoutExpired):  # the system itself starts without fonts
            subprocess.run(command, env=quiet, check=False, capture_output=True, timeout=PATIENCE)
