"""The pages whose cost is measured: a county's, which have the same rows in each size, and the city's."""
# ruff: noqa: PLC0415 (the modules need Django, which `world` sets up)

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

import lists_by_hand as by_hand
from worlds import COUNTY

DAY = date(2010, 10, 31)
CLASS, RARE, AREA, SYSTEM = "低保边缘户", "待核实", "440982", "教育"
DEEP, NUMBER = "4409812010001500", "44098120100010"


@dataclass(frozen=True)
class Page:
    """A page as one officer asks for it; `by_hand` is SQL for what it is about, with `given`."""

    words: str
    username: str
    path: str
    by_hand: Sequence[str] = ()
    given: dict[str, Any] = field(default_factory=dict)


def pages() -> list[Page]:
    return [
        *_of("county", "tier2", "gz-reviewer"),
        *_of("city", "tier1", "city-auditor"),
        Page("county: to submit", "gz-filer", "/cases/new/"),
        *_drilled(),
    ]


def _of(place: str, tier: str, officer: str) -> Iterator[Page]:
    asked = {"day": DAY, "union": union_of(place), "after": ""}
    for words, path, statements, more in _lists():
        hand = [statement.format(tier=tier) for statement in statements]
        yield Page(f"{place}: {words}", officer, path, hand, {**asked, **more})


def _lists() -> list[tuple[str, str, list[str], dict[str, Any]]]:
    part = fragment()
    return [
        ("files", "/files/", by_hand.files(), {}),
        ("files, deep", f"/files/?after={DEEP}", by_hand.files(), {"after": DEEP}),
        ("a class", _files(**{"class": CLASS}), *_by(hardship_class=CLASS)),
        ("a rare class", _files(**{"class": RARE}), *_by(hardship_class=RARE)),
        ("cases in a state", "/cases/?tab=checked", by_hand.cases(), {}),
        ("part of a name", _files(text=part), by_hand.named(), {"part": part}),
        ("part of a number", _files(text=NUMBER), by_hand.numbered(), {"number": NUMBER}),
        ("the desk", "/figures/", by_hand.by_area(), {}),
    ]


def _drilled() -> Iterator[Page]:
    """What the city opens from its figures."""
    asked = {"day": DAY, "union": union_of("city")}
    on = str(DAY)
    for words, path, (statements, more) in (
        ("an area", _files(area=AREA, on=on), _by(area_code=AREA)),
        (
            "an area and a class",
            _files(area=AREA, on=on, **{"class": CLASS}),
            _by(area_code=AREA, hardship_class=CLASS),
        ),
        (
            "an area and a rare class",
            _files(area=AREA, on=on, **{"class": RARE}),
            _by(area_code=AREA, hardship_class=RARE),
        ),
        ("a system", _files(system=SYSTEM, on=on), _by(own_system=SYSTEM)),
        (
            "a system and a rare class",
            _files(system=SYSTEM, on=on, **{"class": RARE}),
            _by(own_system=SYSTEM, hardship_class=RARE),
        ),
    ):
        hand = [statement.format(tier="tier1") for statement in statements]
        yield Page(f"city: {words}", "city-auditor", path, hand, {**asked, **more})


def _by(**said: str) -> tuple[list[str], dict[str, Any]]:
    return by_hand.determined(*said), said


def _files(**asked: str) -> str:
    return "/files/?" + urlencode(asked)


def fragment() -> str:
    """Two characters that stand in three to six names of the county."""
    from django.db import connection

    from bangfu.scope.actors import acting, operator

    with acting(operator()), connection.cursor() as cursor:
        cursor.execute(by_hand.FRAGMENT, [union_of("county")])
        return str(cursor.fetchone()[0])


def union_of(place: str) -> int:
    from bangfu.organisations.models import Union

    code = COUNTY if place == "county" else "44090000000"
    return int(Union.objects.values_list("pk", flat=True).get(code=code))
