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
    def tell(differing: list[Difference]) -> None:
        if not differing:
            return
        with log.open("a", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in _lines(differing))
        for difference in differing:
            if difference.was_off:
                say(phrase("触发器 {name} 曾被停用，已重新启用。", name=difference.name))
        say(
            phrase(
                "数据库的守护有 {count} 处与程序声明的不同，已按声明铺设；原来的样子记在 {path}",
                count=len(differing),
                path=log,
            )
        )

    return tell


def quietly(differing: list[Difference]) -> None:
    """For a new database: whatever its migrations laid is only a step on the way."""


def _lines(differing: list[Difference]) -> list[str]:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return [
        f"{now} {difference.kind} {difference.name}\n  was: {difference.was}\n  declared: {difference.declared}"
        for difference in differing
    ]
