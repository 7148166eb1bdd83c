"""Cases as lists, counts and one by one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from bangfu.kernel.counting import Counted
from bangfu.scope.actors import Actor
from bangfu.scope.by_hand import sight, sight_in_order, sight_values
from bangfu.scope.counting import counts_among, counts_of
from bangfu.scope.paging import Page, page_of
from bangfu.scope.whole_rows import whole_rows

from .. import duties
from ..enums import Act, CaseState, CaseTab, Step
from ..models import Case, CaseEvent, ClassChange, Objection
from ..rules.pace import WAITS_FOR, Limits, days_overdue, days_waiting, due_day
from ..rules.states import TABLE
from .classes import approved_class
from .glance import Summary, summary
from .listed import Listed, listed, listed_by_tab
from .narrowing import Narrowing, narrowed

ANY = Narrowing()
OF_FILE = "casework_case m where m.household_id = %(household)s and {in_sight} order by m.id desc"
MOVES = "casework_caseevent m where m.case_id = %(case)s order by m.id desc"
EVERYTHING = "select c.state, c.posting_ends_on from casework_case c where {in_sight}"


@dataclass(frozen=True)
class Timing:
    """Calendar days that a case waits for the next step, how many of them are too many, and until when
    the step is in time: None without a limit.
    """

    waiting: int
    overdue: int
    due: date | None


def cases_in(actor: Actor, tab: CaseTab, on: date, wanted: Narrowing = ANY) -> QuerySet[Case]:
    """Cases of one tab in the actor's scope, narrowed. Raises Union.DoesNotExist as `narrowed`."""
    return _everything(actor, wanted).filter(_tab(tab, on))


def case_page(
    actor: Actor,
    tab: CaseTab,
    on: date,
    wanted: Narrowing = ANY,
    *,
    after: str = "",
    before: str = "",
) -> Page[Listed]:
    """A page of one tab, by the numbers of cases."""
    rows = cases_in(actor, tab, on, wanted)
    read = listed_by_tab if wanted == ANY else listed
    return page_of(rows, "id", after=after, before=before, read=read)


def tab_counts(actor: Actor, on: date, wanted: Narrowing = ANY) -> dict[CaseTab, Counted]:
    """How many cases each tab holds, 0 included; each by its own index, up to a thousand."""
    conditions = [_tab_by_hand(tab, on) for tab in CaseTab]
    if wanted == ANY:
        in_sight, values = sight_in_order(actor, "c")
        counts = counts_among(EVERYTHING.format(in_sight=in_sight), values, conditions)
    else:
        rows = _everything(actor, wanted)
        counts = counts_of(rows, ["state", "posting_ends_on"], conditions)
    return dict(zip(CaseTab, counts, strict=True))


def case_of(actor: Actor, case_id: int) -> Case:
    """Raises Case.DoesNotExist outside the actor's scope."""
    rows = Case.objects.visible_to(actor).select_related("household", "household__union")
    return rows.get(id=case_id)


def versions_of(cases: QuerySet[Case] | Iterable[Case | Listed]) -> dict[int, int]:
    """Case id → version, as commands take them."""
    if isinstance(cases, QuerySet):
        return dict(cases.values_list("id", "version"))
    return {case.id: case.version for case in cases}


def cases_of_household(actor: Actor, household_id: int) -> QuerySet[Case]:
    """Every case a household ever had, the latest first."""
    return Case.objects.visible_to(actor).filter(household_id=household_id).order_by("-id")


def cases_of_file(actor: Actor, household_id: int) -> list[Case]:
    """The same, read: every page of a file asks for them."""
    asked = {"household": household_id, **sight_values(actor)}
    return whole_rows(Case, OF_FILE.format(in_sight=sight(actor, "m")), asked)


def cases_of_households(actor: Actor, household_ids: Collection[int]) -> list[Listed]:
    """Every case that any of these ever had, the latest first."""
    cases = Case.objects.visible_to(actor).filter(household__in=list(household_ids))
    return listed(cases.order_by("-id"))


def moves_of(case: Case) -> list[CaseEvent]:
    """The timeline, read."""
    return whole_rows(CaseEvent, MOVES, {"case": case.pk})


def timeline(case: Case) -> QuerySet[CaseEvent]:
    """The moves of a case, the latest first."""
    return CaseEvent.objects.filter(case=case).order_by("-id")


def objections_to(case: Case) -> QuerySet[Objection]:
    """The earliest first."""
    return Objection.objects.filter(case=case).order_by("id")


def objection_of(actor: Actor, objection_id: int) -> Objection:
    """Raises Objection.DoesNotExist outside the actor's scope."""
    rows = Objection.objects.visible_to(actor).select_related("case", "case__household")
    return rows.get(id=objection_id)


def approved_households(day: date, classes: Collection[str], by: Actor) -> QuerySet[Case]:
    """The approvals in force on a day: each household's latest, if its class is in `classes`.

    One case a household, household joined, in the order of file numbers; `approved_class` is the class
    as approved, or as adjusted since.
    """
    approved = Case.objects.visible_to(by).filter(state=CaseState.APPROVED, decided_on__lte=day)
    later = Case.objects.filter(
        Q(decided_on__gt=OuterRef("decided_on"))
        | Q(decided_on=OuterRef("decided_on"), id__gt=OuterRef("id")),
        household=OuterRef("household"),
        state=CaseState.APPROVED,
        decided_on__lte=day,
    )
    return (
        approved.annotate(approved_class=approved_class(day))
        .filter(approved_class__in=list(classes))
        .exclude(Exists(later))
        .select_related("household")
        .order_by("household__file_no")
    )


def with_open_objections(cases: QuerySet[Case]) -> QuerySet[Case]:
    """With `objection_open`: whether an objection to the household waits for its answer."""
    unanswered = Objection.objects.filter(household=OuterRef("household"), outcome="")
    return cases.annotate(objection_open=Exists(unanswered))


def timing(case: Case | Listed, on: date, limits: Limits) -> Timing:
    """Days it waits and is overdue on a day, and the day it is due; see `Timing`."""
    state = CaseState(case.state)
    waiting = days_waiting(state, case.moved_on, case.posting_ends_on, on)
    due = due_day(state, case.moved_on, case.posting_ends_on, limits)
    return Timing(waiting, days_overdue(state, waiting, limits), due)


def waits_for(case: Case) -> Step | None:
    """The step that comes next; None where nobody has to act."""
    return WAITS_FOR.get(CaseState(case.state))


def _everything(actor: Actor, wanted: Narrowing) -> QuerySet[Case]:
    return narrowed(Case.objects.visible_to(actor), wanted, actor)


def _tab(tab: CaseTab, on: date) -> Q:
    if tab == CaseTab.POSTED:
        return Q(state=CaseState.POSTED, posting_ends_on__gte=on)
    if tab == CaseTab.ENDED:
        return Q(state=CaseState.POSTED, posting_ends_on__lt=on)
    return Q(state=CaseState(tab.value))


def _tab_by_hand(tab: CaseTab, on: date) -> tuple[str, list[object]]:
    """As `_tab`; states stand in it as they are, for indexes hold some of them alone."""
    if tab == CaseTab.POSTED:
        return f"state = '{CaseState.POSTED.value}' and posting_ends_on >= %s", [on]
    if tab == CaseTab.ENDED:
        return f"state = '{CaseState.POSTED.value}' and posting_ends_on < %s", [on]
    return f"state = '{CaseState(tab.value).value}'", []


def summary_of(actor: Actor, case_ids: Collection[int], shown: int) -> Summary:
    """Of those in the actor's scope; `shown` file numbers at most."""
    return summary(Case.objects.visible_to(actor).filter(id__in=list(case_ids)), shown)


def cases_with(
    seen: Mapping[int, int], actor: Actor, *, without: Collection[str] = ()
) -> dict[int, int]:
    """Of cases as they were looked at, those that have not moved since.

    Args:
        seen: case id → version.
        without: file numbers that are left out.
    """
    rows = Case.objects.visible_to(actor).filter(id__in=list(seen))
    rows = rows.exclude(household__file_no__in=list(without)) if without else rows
    now = dict(rows.values_list("id", "version"))
    return {id_: version for id_, version in seen.items() if now.get(id_) == version}


def told_timeline(case: Case) -> list[tuple[CaseEvent, ClassChange | None]]:
    """As `timeline`, each decision to adjust with the change that it made."""
    events, adjusted = moves_of(case), duties.ADJUST.code
    if all(event.duty != adjusted for event in events):
        return [(event, None) for event in events]
    changes = {change.holds_from: change for change in ClassChange.objects.filter(case=case)}
    return [(event, changes.get(event.day) if event.duty == adjusted else None) for event in events]


def tab_before(act: Act) -> CaseTab:
    """The list that an act is done on: of the first state that it leads from.

    What is done with a posted case waits for the end of its posting.
    """
    origin = TABLE.moves_of(act)[0].origin
    return CaseTab.ENDED if origin in (None, CaseState.POSTED) else CaseTab(origin)
