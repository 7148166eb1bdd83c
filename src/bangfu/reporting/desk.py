"""What an officer's desk shows beside the figures: what waits for them, new files, main causes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.timezone import localtime, now

from bangfu.acts.roles import holds
from bangfu.casework import duties as casework
from bangfu.casework.enums import CaseTab, ReviewGroup
from bangfu.casework.queries import work_list
from bangfu.eligibility.enums import HardshipClass
from bangfu.intake import duties as intake
from bangfu.intake.queries.batches import expiring
from bangfu.kernel.phrases import phrase
from bangfu.scope.actors import Actor

from .desk_money import MoneyOf, money_work
from .figures import BLANK, shown
from .measures import causes, opened, overlapping, registered, tasks
from .measures.catalogue import count, total
from .measures.declared import Asked, Dimension

MONTHS = 12


class FilesOf(StrEnum):
    """Files that wait for whoever files: to be completed, or to be submitted."""

    UNRESOLVED = "unresolved"
    SUBMITTABLE = "submittable"


@dataclass(frozen=True)
class Todo:
    """One line of 我的待办. `tab` opens that list of cases, `money` with its keys what waits of money,
    `files` files of the register, `batch` an import; none of them, what files share.
    """

    kind: str
    title: str
    note: str
    count: int
    tab: CaseTab | ReviewGroup | None = None
    money: MoneyOf | None = None
    keys: tuple[int, ...] = ()
    files: FilesOf | None = None
    batch: int | None = None


@dataclass(frozen=True)
class Cause:
    name: str
    households: int


def todos(actor: Actor, on: date) -> list[Todo]:
    """Cases first, the most overdue on top, what files lack and share, then money that waits for the
    actor.
    """
    return [
        *_case_work(actor, on),
        *_file_work(actor, on),
        *_import_work(actor),
        *_overlap_work(actor, on),
        *_money_work(actor, on),
    ]


def opened_by_month(actor: Actor, on: date) -> list[tuple[date, int]]:
    """The first day of each of the last twelve months, the day's included, and its new files."""
    last = on.year * 12 + on.month - 1
    first = max(last - MONTHS + 1, 12)  # the calendar begins with the year 1
    months = [date(number // 12, number % 12 + 1, 1) for number in range(first, last + 1)]
    cells = count([opened.FILES], Asked(on, (Dimension.MONTH,)), actor)
    counted = {cell.keys[0].code: cell.numbers[0] for cell in cells}
    return [(month, counted.get(f"{month:%Y-%m}", 0)) for month in months]


def main_causes(actor: Actor, day: date) -> list[Cause]:
    """主要致困原因 of all that are decided that day, the most frequent first, the blank (`BLANK`) last."""
    cells = count([causes.HOUSEHOLDS], Asked(day, (Dimension.CAUSE,)), actor)
    counted = [Cause(shown(cell.keys[0]).name, cell.numbers[0]) for cell in cells]
    return sorted(counted, key=lambda cause: (cause.name == BLANK, -cause.households, cause.name))


def _case_work(actor: Actor, on: date) -> list[Todo]:
    tasks = []
    for work in work_list(actor, on):
        late = (
            phrase(
                "{overdue} 件超期，最久 {days} 天",
                overdue=f"{work.overdue:,}",
                days=work.days_overdue,
            )
            if work.overdue
            else phrase("均未超期")
        )
        tasks.append(
            Todo(
                work.tag,
                phrase("{count} 件待{kind}", count=f"{work.count:,}", kind=work.kind),
                late,
                work.count,
                work.tab,
            )
        )
    return tasks


def _file_work(actor: Actor, on: date) -> list[Todo]:
    """What a filer has before anything is submitted."""
    if not holds(actor, casework.SUBMIT):
        return []
    unfiled = Asked(on, within={Dimension.CLASS: HardshipClass.UNRESOLVED})
    unresolved = total(registered.HOUSEHOLDS, unfiled, actor)
    (mine,) = count([tasks.SUBMITTABLE, tasks.TO_CORRECT], Asked(on), actor)
    ready, wrong = mine.numbers
    waiting = [
        Todo(
            phrase("补齐"),
            phrase("{count} 户待核实", count=f"{unresolved:,}"),
            phrase("补齐所缺事项即可认定"),
            unresolved,
            files=FilesOf.UNRESOLVED,
        ),
        Todo(
            phrase("提交"),
            phrase("{count} 户可以提交认定", count=f"{ready:,}"),
            phrase("符合条件，没有在办申请"),
            ready,
            files=FilesOf.SUBMITTABLE,
        ),
        Todo(
            phrase("改正"),
            phrase("{count} 户的人或卡属于另一份档案", count=f"{wrong:,}"),
            phrase("请改正档案；认定有误的，请审核员重新处理"),
            wrong,
        ),
    ]
    return [todo for todo in waiting if todo.count]


def _import_work(actor: Actor) -> list[Todo]:
    """Uploads that are cleared within some days unless somebody confirms them."""
    if not holds(actor, intake.CONFIRM):
        return []
    return [
        Todo(
            phrase("导入"),
            phrase("{files} 等待确认入库", files="、".join(batch.file_names)),
            phrase(
                "{until} 仍没有确认的自动清除",
                until=f"{localtime(batch.waits_until):%Y-%m-%d %H:%M}",
            ),
            1,
            batch=batch.pk,
        )
        for batch in expiring(actor, now())
    ]


def _overlap_work(actor: Actor, on: date) -> list[Todo]:
    """Persons and cards in several files, where the actor sees them and may settle it."""
    waiting = total(overlapping.OPEN, Asked(on), actor)
    if not waiting:
        return []
    title = phrase("{count} 处重复待核实", count=f"{waiting:,}")
    note = phrase("同一人或同一张卡在两份档案里，处理前不能提交")
    return [Todo(phrase("处理重复"), title, note, waiting)]


def _money_work(actor: Actor, on: date) -> list[Todo]:
    return [
        Todo(each.kind, each.title, each.note, 1, money=each.of, keys=each.keys)
        for each in money_work(actor, on)
    ]
