"""Saying which guards differed from what is declared, before they are laid again.

The office hears how many, and of every trigger that was off; the data folder's log keeps how each
of them had been.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bangfu.kernel.phrases import phrase

from .laying import Difference

Tell = Callable[[list[Difference]], None]


def telling(say: Callable[[str], None], log: Path) -> Tell:
    def tell(found: list[Difference]) -> None:
        if not found:
            return
        with log.open("a", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in _lines(found))
        for one in found:
            if one.was_off:
                say(phrase("触发器 {name} 曾被停用，已重新启用。", name=one.name))
        say(
            phrase(
                "数据库的守护有 {count} 处与程序声明的不同，已按声明铺设；原来的样子记在 {path}",
                count=len(found),
                path=log,
            )
        )

    return tell


def quietly(found: list[Difference]) -> None:
    """For a new database: whatever its migrations laid is only a step on the way."""


def _lines(found: list[Difference]) -> list[str]:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return [
        f"{now} {one.kind} {one.name}\n  was: {one.was}\n  declared: {one.declared}"
        for one in found
    ]
