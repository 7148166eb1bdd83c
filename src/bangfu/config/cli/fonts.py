"""Chinese fonts: without them a PDF would have holes, and is refused."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

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
MISSING = (
    "没有找到中文字体：网页不受影响，但公告和花名册的 PDF 会被拒绝生成。"
    f"请让管理员安装思源（Noto CJK）字体，Debian/Ubuntu 上是：apt-get install {DEBIAN_PACKAGE}"
)


def has_cjk_fonts() -> bool:
    return any(next(folder.rglob(name), None) for folder in FOLDERS for name in NAMES)


def may_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install() -> bool:
    """Install by apt; whether the fonts are there now."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update"], ["install", "--yes", "--no-install-recommends", DEBIAN_PACKAGE]):
        subprocess.run(
            ["apt-get", "--quiet=2", *step],
            env=quiet,
            check=False,
            capture_output=True,
            timeout=600,
        )
    return has_cjk_fonts()
