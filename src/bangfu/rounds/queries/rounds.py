"""The list of rounds, and one round with all that its page shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum

from bangfu.acts.incompatible import apart_from
from bangfu.acts.roles import holders
from bangfu.acts.ways import doer, who_did
from bangfu.kernel.states import bars
from bangfu.scope.actors import Actor
from bangfu.scope.by_hand import sight, sight_values
from bangfu.scope.enums import MACHINE_ROLES
from bangfu.scope.prepared import prepared_rows

from ..enums import PaymentState, RoundState
from ..models import Award, BankAnswer, Payment, PaymentFile, Round, RoundEvent
from ..rules.states import TABLE, Act, duty_of
from .due import held_back

PAGE = 50
OPEN = f"""
select r.id from rounds_round r where {{in_sight}}
  and r.state not in ('{RoundState.RECONCILED.value}', '{RoundState.CANCELLED.value}')
"""


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
class RoundStage:
    """One step on the way: taken (by whom, when), next, or still to come; `roles` may take it."""

    act: Act
    roles: str
    taken: RoundEvent | None
    is_next: bool


def rounds_visible(by: Actor) -> QuerySet[Round]:
    """Rounds of the actor's jurisdiction, with union, programme and fund; in no order."""
    return Round.objects.visible_to(by).select_related("union", "programme", "fund")


def rounds_open(by: Actor) -> list[Round]:
    """Those neither reconciled nor cancelled, the newest first; every desk asks, and mostly there are few."""
    ids = prepared_rows(OPEN.format(in_sight=sight(by, "r")), sight_values(by))
    if not ids:
        return []
    return list(rounds_visible(by).filter(pk__in=[id_ for (id_,) in ids]).order_by("-pk"))


def round_seen(by: Actor, round_id: int) -> Round:
    """Raises Round.DoesNotExist when it is not in the actor's jurisdiction."""
    return rounds_visible(by).get(pk=round_id)


def round_page(by: Actor, *, state: str = "", after: str = "") -> RoundPage:
    """Newest first; a cursor that is none is taken as none, a state that is none is no round's."""
    visible = rounds_visible(by).order_by("-pk")
    if state:
        visible = visible.filter(state=state)
    older_than = int(after) if after.isascii() and after.isdigit() and len(after) < 19 else 0
    if older_than:
        visible = visible.filter(pk__lt=older_than)
    rows = list(visible[: PAGE + 1])
    more, rows = len(rows) > PAGE, rows[:PAGE]
    return RoundPage(_lines(rows), "", str(rows[-1].pk) if more else "")


def round_line(round_: Round) -> RoundLine:
    """One round as lists show it: its sums in fen are read for it alone."""
    return _lines([round_])[0]


def _lines(rounds: Iterable[Round]) -> list[RoundLine]:
    ids = [round_.pk for round_ in rounds]
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
        RoundLine(round_, *awards.get(round_.pk, (0, 0)), *paid.get(round_.pk, (0, 0)))
        for round_ in rounds
    ]


def payment_counts(round_: Round) -> list[PaymentCount]:
    """By state in the order of states, with sums in fen; states without a payment are missing."""
    rows = (
        Payment.objects.filter(award__round=round_)
        .values("state")
        .annotate(n=Count("pk"), fen=Sum("amount_fen"))
    )
    counted = {row["state"]: (row["n"], row["fen"]) for row in rows}
    return [
        PaymentCount(state, *counted[state.value]) for state in PaymentState if state in counted
    ]


def files_of(round_: Round) -> list[PaymentFile]:
    """Payment files in the order in which they were made."""
    return list(PaymentFile.objects.filter(round=round_).order_by("pk"))


def answers_of(round_: Round) -> list[BankAnswer]:
    """Answers in the order in which they were taken in."""
    return list(BankAnswer.objects.filter(round=round_).order_by("pk"))


#: The way a round goes.
WAY = (Act.DECIDE, Act.ROSTER, Act.RELEASE, Act.EXPORT, Act.ANSWER, Act.RECONCILE)


def stages(round_: Round, following: str) -> list[RoundStage]:
    """The acts of a round in order, from what its events say was done; of a repeated one the last.

    Args:
        following: its `next_step`.
    """
    events = list(round_.events.order_by("id"))
    taken = {event.duty: event for event in events}
    if events and events[-1].to_state != RoundState.RECONCILED:  # a late return opened it again
        taken.pop(duty_of(Act.RECONCILE), None)
    return [
        RoundStage(act, who_acts(act), taken.get(duty_of(act)), act == following) for act in WAY
    ]


def planned_event(round_: Round) -> RoundEvent | None:
    """Who planned it, and when; None where no such event was written."""
    return round_.events.filter(duty=duty_of(Act.PLAN)).first()


def next_step(round_: Round, on: date) -> str:
    """The one step that takes the round on that day; "" when it is at an end."""
    simple = {
        RoundState.PLANNED: "decide",
        RoundState.DECIDED: "roster",
        RoundState.ROSTERED: "release",
        RoundState.RELEASED: "export",
    }
    if round_.state != RoundState.SENT:
        return simple.get(RoundState(round_.state), "")
    payments = Payment.objects.filter(award__round=round_)
    if payments.filter(state=PaymentState.SENT).exists():
        return "answer"
    if payments.filter(state=PaymentState.RETURNED).exists():
        return "return"
    settled = Award.objects.filter(round=round_).filter(
        Q(payments__state=PaymentState.PAID) | Q(decisions__outcome="restore")
    )
    if settled.values("pk").distinct().count() == Award.objects.filter(round=round_).count():
        return "reconcile"
    return "release" if _may_be_released(round_, on) else "return"


def steps_waiting(round_: Round, on: date) -> list[str]:
    """The next step, and what came back to be decided on while the bank still owes other answers."""
    step = next_step(round_, on)
    if step != "answer":
        return [step] if step else []
    returned = Payment.objects.filter(award__round=round_, state=PaymentState.RETURNED)
    return [step, "return"] if returned.exists() else [step]


def _may_be_released(round_: Round, on: date) -> bool:
    """Whether some award that was decided to be paid again is not held back."""
    again = Award.objects.filter(
        round=round_, decisions__outcome="again", decisions__new_payments=None
    ).exclude(decisions__outcome="restore")
    waiting = set(again.values_list("pk", flat=True))
    return bool(waiting and waiting - held_back(round_, on, waiting).keys())


def open_acts(round_: Round, by: Actor) -> list[str]:
    """What this actor may do with a round now; the command asks again."""
    return [str(act) for act in Act if may_do(act, round_, by)]


def may_do(name: str, round_: Round, by: Actor) -> bool:
    """By state, duty, and what the officer did to this round before. Raises ValueError for no act."""
    move, who = TABLE.move(Act(name), round_.state), doer(by)
    if move is None or move.duty not in who.duties:
        return False
    done = who_did(RoundEvent, "round_id", [round_.pk]).get(round_.pk, {})
    return not bars(move, who, done, apart_from)


def act_title(name: str) -> str:
    """What an act is called; "" for no act."""
    return Act(name).label if name else ""


def who_acts(name: str) -> str:
    """The roles whose duty an act is, in words; "" for no act."""
    roles = holders(duty_of(Act(name))) if name else ()
    return "、".join(str(role.label) for role in roles if role not in MACHINE_ROLES)


def round_states() -> list[tuple[str, str]]:
    """Every state of a round: (code, words) each, for a filter."""
    return [(state.value, str(state.label)) for state in RoundState]
