"""Lists of files: filtered, in pages of fifty, and as a workbook."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import F, FilteredRelation, Q, QuerySet

from bangfu.casework.queries import page_of
from bangfu.documents.workbooks import CellValue, SheetSpec, build_workbook
from bangfu.eligibility.enums import HardshipClass
from bangfu.eligibility.queries import waits
from bangfu.kernel.counting import MOST, Counted
from bangfu.kernel.phrases import mark, phrase
from bangfu.organisations.models import Union
from bangfu.organisations.queries import unions_in_scope
from bangfu.registry.models import Household, HouseholdFacts
from bangfu.registry.queries.households import HouseholdFilter, households, is_name
from bangfu.scope.actors import Actor
from bangfu.scope.counting import count_of

from .figures import BLANK

MOST_UNIONS = 500  # as many as a list to choose from can hold
#: The same, of the workbook alone.
EXPORTED_TOO = ("area_name", "missing", "excluded", "standard_fen", "main_cause")
EXPORTED = (
    mark("档案编号"),
    mark("姓名"),
    mark("行政区划代码"),
    mark("县市区"),
    mark("所属工会"),
    mark("工作单位"),
    mark("所属系统"),
    mark("类别"),
    mark("缺少的事项"),
    mark("排除的事项"),
    mark("家庭年收入（元）"),
    mark("家庭人口"),
    mark("人均月收入（元）"),
    mark("城市低保标准（元）"),
    mark("主要致困原因"),
    mark("建档日期"),
)


#: What is read of the determination in force; each is a column of the list, by `d_` and its name.
DETERMINED = ("id", "hardship_class", "income_fen", "size", "facts_id", "area_code", "own_system")


@dataclass(frozen=True)
class Wanted:
    """Filters; an empty value narrows nothing.

    Attributes:
        text: begins a file number, or stands anywhere in the worker's name.
        system: 系统, `BLANK` for files without one.
        on_day: only files that were determined for the list's day, as figures count them.
    """

    text: str = ""
    area_code: str = ""
    system: str = ""
    hardship_class: str = ""
    union_id: int | None = None
    stale: bool = False
    on_day: bool = False


@dataclass(frozen=True)
class Listed:
    """A line of the list; `per_head_fen` is rounded for showing only."""

    household: Household
    employer: str
    hardship_class: str
    stale: bool
    per_head_fen: int | None


@dataclass(frozen=True)
class FilePage:
    """`before` and `after` are cursors, "" where there is nothing more."""

    rows: list[Listed]
    before: str
    after: str


def files(actor: Actor, day: date, wanted: Wanted) -> QuerySet[Household]:
    """Households of the actor's jurisdiction, each with its determination in force that day as `d`.

    What narrows is asked of columns that are annotated once: of a `d__` path of its own, each
    filter would join the determinations anew.
    """
    chosen = HouseholdFilter(text=wanted.text, union_id=wanted.union_id)
    in_force = Q(determinations__holds_from__lte=day, determinations__holds_until__gt=day)
    rows = (
        households(actor, chosen)
        .annotate(d=FilteredRelation("determinations", condition=in_force))
        .annotate(
            **{f"d_{name}": F(f"d__{name}") for name in DETERMINED},
            stale=waits(day, "pk"),
        )
    )
    if is_name(wanted.text):
        # The number as the grams have it: their index gives the page in order, without a sort.
        rows = rows.annotate(found_at=F("grams__file_no"))
    return _narrowed(rows, wanted, day)


def count_files(actor: Actor, day: date, wanted: Wanted, most: int = MOST) -> Counted:
    """Without the determinations where nothing narrows by them: they would be most of the cost."""
    by_file_alone = replace(Wanted(), text=wanted.text, union_id=wanted.union_id)
    if wanted != by_file_alone:
        return count_of(files(actor, day, wanted), most)
    chosen = HouseholdFilter(text=wanted.text, union_id=wanted.union_id)
    return count_of(households(actor, chosen), most)


def file_page(
    actor: Actor, day: date, wanted: Wanted, *, after: str = "", before: str = ""
) -> FilePage:
    rows = files(actor, day, wanted)
    key = "found_at" if is_name(wanted.text) else "file_no"
    page = page_of(rows, key, after=after, before=before)
    employers = _employers(page.rows, day)
    return FilePage([_listed(row, employers) for row in page.rows], page.before, page.after)


def file_list_workbook(actor: Actor, day: date, wanted: Wanted) -> tuple[bytes, int]:
    """The whole list as an .xlsx, without identity and card numbers; and how many files it has.

    For lists that a request may wait for; `jobs.export_files` writes longer ones.
    """
    lines, _last = exported_part(actor, day, wanted)
    note = exported_note(actor, day, len(lines))
    return build_workbook([SheetSpec("档案", exported_header(), lines, note=note)]), len(lines)


def exported_header() -> list[str]:
    return [phrase(title) for title in EXPORTED]


def exported_note(actor: Actor, day: date, count: int) -> str:
    return phrase(
        "困难职工档案，{name}导出，数据截至 {day}，共 {count} 户",
        name=actor.name,
        day=day,
        count=count,
    )


def exported_part(
    actor: Actor, day: date, wanted: Wanted, after: str = "", size: int | None = None
) -> tuple[list[tuple[CellValue, ...]], str]:
    """Lines of the list as `EXPORTED` names them, and the number of the last file.

    Args:
        after: the files beyond this number.
        size: at most so many; None is all.
    """
    rows = files(actor, day, wanted).filter(file_no__gt=after).order_by("file_no")
    found = list(rows.annotate(**{f"d_{name}": F(f"d__{name}") for name in EXPORTED_TOO})[:size])
    return list(_exported(found, _employers(found, day))), found[-1].file_no if found else ""


def places_of(actor: Actor) -> list[tuple[str, str]]:
    """Codes and names of the places that the actor's files lie in, as unions stand for them."""
    scope = actor.scope
    unions = unions_in_scope(actor)
    if scope.system_union_id is not None:
        unions = Union.objects.filter(**{f"tier{scope.system_depth}": scope.system_union_id})
    named: dict[str, str] = {}
    for code, name in unions.order_by("-depth", "-code").values_list("area_code", "name"):
        named[code] = "市直" if code.endswith("00") else name.removesuffix("总工会")
    return sorted(named.items())


def systems_of(actor: Actor) -> list[str]:
    if actor.scope.system:
        return [actor.scope.system]
    systems = unions_in_scope(actor).exclude(system="").values_list("system", flat=True)
    return sorted(set(systems))


def unions_of(actor: Actor) -> list[tuple[int, str]]:
    """Unions to choose from, each below its superior, set in by its depth."""
    rows = unions_in_scope(actor).order_by("code").values_list("id", "name", "depth", "parent_id")
    below: dict[int | None, list[tuple[int, str, int]]] = {}
    known = {row[0] for row in rows}
    for id_, name, depth, parent in rows:
        below.setdefault(parent if parent in known else None, []).append((id_, name, depth))
    return list(_walk(below, None, 0))[:MOST_UNIONS]


def _walk(
    below: dict[int | None, list[tuple[int, str, int]]], at: int | None, level: int
) -> Iterator[tuple[int, str]]:
    for id_, name, _depth in below.get(at, []):
        yield id_, "\u3000" * level + name
        yield from _walk(below, id_, level + 1)


def _narrowed(rows: QuerySet[Household], wanted: Wanted, day: date) -> QuerySet[Household]:
    """By what the day's determination says; by the file itself where there is none."""
    is_new = Q(d_id=None, stale=True, opened_on__lte=day)
    if wanted.area_code:
        code = "" if wanted.area_code == BLANK else wanted.area_code
        rows = rows.filter(Q(d_area_code=code) | Q(d_id=None, area_code=code))
    if wanted.system:
        system = "" if wanted.system == BLANK else wanted.system
        rows = rows.filter(Q(d_own_system=system) | Q(d_id=None, system=system))
    if wanted.hardship_class:
        of_class = Q(d_hardship_class=wanted.hardship_class)
        is_open = wanted.hardship_class == HardshipClass.UNRESOLVED
        rows = rows.filter(of_class | is_new if is_open else of_class)
    if wanted.stale:
        rows = rows.filter(stale=True)
    if wanted.on_day:
        rows = rows.filter(Q(d_id__isnull=False) | is_new)
    return rows


def _employers(rows: Collection[Household], day: date) -> dict[int, str]:
    """工作单位 by the version of the file that the determination stands on, else by the one in force."""
    versions = [row.d_facts_id for row in rows if row.d_facts_id]  # type: ignore[attr-defined]
    undecided = [row.pk for row in rows if not row.d_facts_id]  # type: ignore[attr-defined]
    decided_on = HouseholdFacts.objects.filter(id__in=versions)
    in_force = HouseholdFacts.objects.filter(household__in=undecided).in_force(day)
    return {
        household: employer
        for facts in (decided_on, in_force)
        for household, employer in facts.values_list("household_id", "employer")
    }


def _listed(row: Household, employers: dict[int, str]) -> Listed:
    given = row.__dict__
    return Listed(
        row,
        employers.get(row.pk, ""),
        given["d_hardship_class"] or (HardshipClass.UNRESOLVED if given["stale"] else ""),
        given["stale"],
        _per_head(given["d_income_fen"], given["d_size"]),
    )


def _per_head(income_fen: int | None, size: int | None) -> int | None:
    """Income per head and month to the nearest fen, half up."""
    if income_fen is None or not size:
        return None
    return (2 * income_fen + 12 * size) // (24 * size)


def _exported(
    rows: Collection[Household], employers: dict[int, str]
) -> Iterator[tuple[CellValue, ...]]:
    for row in rows:
        given = row.__dict__
        yield (
            row.file_no,
            row.head_name,
            row.area_code,
            given["d_area_name"],
            row.union.name,
            employers.get(row.pk, ""),
            row.system,
            given["d_hardship_class"],
            "、".join(given["d_missing"] or ()),
            "、".join(given["d_excluded"] or ()),
            _yuan(given["d_income_fen"]),
            given["d_size"],
            _yuan(_per_head(given["d_income_fen"], given["d_size"])),
            _yuan(given["d_standard_fen"]),
            given["d_main_cause"],
            row.opened_on.isoformat(),
        )


def _yuan(fen: int | None) -> Decimal | None:
    return None if fen is None else Decimal(fen) / 100
