"""The list of rounds, and one round with all that its page shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum

from bangfu.audit.models import Entry
from bangfu.scope.actors import Actor
from bangfu.scope.enums import Role

from ..enums import PaymentState, RoundState
from ..models import Award, BankAnswer, Payment, PaymentFile, Round
from ..rules.states import STEPS, Step

PAGE = 50


@dataclass(frozen=True)
class RoundLine:
    round: Round
    awards: int
    total_fen: int
    paid: int
    paid_fen: int


@dataclass(frozen=True)
class RoundPage:
    """`before` and `after` are cursors, "" where there is nothing more."""

    rows: list[RoundLine]
    before: str
    after: str


@dataclass(frozen=True)
class PaymentCount:
    state: PaymentState
    count: int
    total_fen: int


@dataclass(frozen=True)
class Stage:
    """One step on the way: taken (by whom, when), next, or still to come; `roles` may take it."""

    step: Step
    roles: str
    taken: Entry | None
    is_next: bool


def rounds_visible(by: Actor) -> QuerySet[Round]:
    return Round.objects.visible_to(by).select_related("union", "programme", "fund")


def round_seen(by: Actor, round_id: int) -> Round:
    """Raises Round.DoesNotExist when it is not in the actor's jurisdiction."""
    return rounds_visible(by).get(pk=round_id)


def round_page(by: Actor, *, state: str = "", after: str = "") -> RoundPage:
    """Newest first; a cursor or state that is none is taken as none."""
    found = rounds_visible(by).order_by("-pk")
    if state in RoundState.values:
        found = found.filter(state=state)
    older_than = int(after) if after.isascii() and after.isdigit() and len(after) < 19 else 0
    if older_than:
        found = found.filter(pk__lt=older_than)
    rows = list(found[: PAGE + 1])
    more, rows = len(rows) > PAGE, rows[:PAGE]
    return RoundPage(_lines(rows), "", str(rows[-1].pk) if more else "")


def round_line(found: Round) -> RoundLine:
    return _lines([found])[0]


def _lines(rounds: Iterable[Round]) -> list[RoundLine]:
    ids = [one.pk for one in rounds]
    awards = {
        row["round"]: (row["n"], row["fen"])
        for row in Award.objects.filter(round__in=ids)
        .values("round")
        .annotate(n=Count("pk"), fen=Sum("amount_fen"))
    }
    paid = {
        row["award__round"]: (row["n"], row["fen"])
        for row in Payment.objects.filter(award__round__in=ids, state=PaymentState.PAID)
        .values("award__round")
        .annotate(n=Count("pk"), fen=Sum("amount_fen"))
    }
    return [
        RoundLine(one, *awards.get(one.pk, (0, 0)), *paid.get(one.pk, (0, 0))) for one in rounds
    ]


def payment_counts(found: Round) -> list[PaymentCount]:
    rows = (
        Payment.objects.filter(award__round=found)
        .values("state")
        .annotate(n=Count("pk"), fen=Sum("amount_fen"))
    )
    counted = {row["state"]: (row["n"], row["fen"]) for row in rows}
    return [
        PaymentCount(state, *counted[state.value]) for state in PaymentState if state in counted
    ]


def files_of(found: Round) -> list[PaymentFile]:
    return list(PaymentFile.objects.filter(round=found).order_by("pk"))


def answers_of(found: Round) -> list[BankAnswer]:
    return list(BankAnswer.objects.filter(round=found).order_by("pk"))


#: The way a round goes, and the log's word for each step.
WAY = (
    ("decide", "rounds.decide"),
    ("roster", "rounds.lock_roster"),
    ("release", "rounds.release"),
    ("export", "rounds.send"),
    ("answer", "rounds.take_answer"),
    ("reconcile", "rounds.reconcile"),
)


def stages(found: Round, on: date) -> list[Stage]:
    """The steps of a round in order, from what the log says was done."""
    entries = Entry.objects.filter(subject_kind="round", subject=str(found.pk)).order_by("id")
    done = {entry.action: entry for entry in entries}
    following = next_step(found)
    return [
        Stage(STEPS[name], _roles(STEPS[name]), done.get(action), name == following)
        for name, action in WAY
    ]


def planned_entry(found: Round) -> Entry | None:
    return Entry.objects.filter(
        subject_kind="round", subject=str(found.pk), action="rounds.plan"
    ).first()


def next_step(found: Round) -> str:
    """The one step that takes the round on; "" when it is at an end."""
    simple = {
        RoundState.PLANNED: "decide",
        RoundState.DECIDED: "roster",
        RoundState.ROSTERED: "release",
        RoundState.RELEASED: "export",
    }
    if found.state != RoundState.SENT:
        return simple.get(RoundState(found.state), "")
    payments = Payment.objects.filter(award__round=found)
    if payments.filter(state=PaymentState.SENT).exists():
        return "answer"
    if payments.filter(state=PaymentState.RETURNED).exists():
        return "return"
    settled = Award.objects.filter(round=found).filter(
        Q(payments__state=PaymentState.PAID) | Q(decisions__outcome="restore")
    )
    if settled.values("pk").distinct().count() == Award.objects.filter(round=found).count():
        return "reconcile"
    decided = Award.objects.filter(
        round=found, decisions__outcome="again", decisions__new_payments=None
    )
    return "release" if decided.exists() else "return"


def may_take(name: str, found: Round, by: Actor) -> bool:
    """Whether this actor may take a step now; the command asks again."""
    step = STEPS[name]
    if by.role not in step.roles or found.state not in step.starts:
        return False
    return all(getattr(found, field) != by.user_id for field in step.not_by)


def step_titles() -> dict[str, str]:
    return {name: step.title for name, step in STEPS.items()}


def who_acts(name: str) -> str:
    """The roles that may take a step, in words; "" for no step."""
    return _roles(STEPS[name]) if name else ""


def _roles(step: Step) -> str:
    roles = (Role(role) for role in step.roles if role != Role.OPERATOR)
    return "、".join(str(role.label) for role in roles)


def round_states() -> list[tuple[str, str]]:
    return [(one.value, str(one.label)) for one in RoundState]
