"""Chinese fonts: without them a PDF would have holes, and is refused."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from bangfu.kernel.phrases import mark, phrase

PATIENCE = 600  # seconds for either step of apt
DEBIAN_PACKAGE = "fonts-noto-cjk"
FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".local/share/fonts",
    Path.home() / ".fonts",
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
    if has_cjk_fonts():
        return
    if may_install():
        say(phrase("没有中文字体，正在安装……"))
        if install():
            return
    say(phrase(MISSING, package=DEBIAN_PACKAGE))


def has_cjk_fonts() -> bool:
    return any(next(folder.rglob(name), None) for folder in FOLDERS for name in NAMES)


def may_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install() -> bool:
    """Install by apt; whether the fonts are there now."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update"], ["install", "--yes", "--no-install-recommends", DEBIAN_PACKAGE]):
        command = ["apt-get", "--quiet=2", *step]
        with suppress(subprocess.TimeoutExpired):  # the system itself starts without fonts
            subprocess.run(command, env=quiet, check=False, capture_output=True, timeout=PATIENCE)
    return has_cjk_fonts()
