"""The roster of a round, who was left out, and what came back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet

from bangfu.acts.frame import tell
from bangfu.kernel.phrases import phrase
from bangfu.registry.models import Household
from bangfu.scope.actors import Actor
from bangfu.scope.paging import page_of

from ..bank_models import BankAnswer
from ..enums import PaymentState, ReturnOutcome, RoundState
from ..errors import NoRoster
from ..models import Award, LeftOut, Payment, PaymentFile, Round
from ..rules.claims import NOTHING_CLAIMED, Claimed, ClaimState, together
from ..rules.roster import Roster
from .answered import decided_by
from .candidates import preview_roster
from .claims import claims_of
from .due import held_back
from .out_of_sight import card_masks, file_no_of, files_in_sight

PAGE = 50


@dataclass(frozen=True)
class RosterLine:
    """`state` is a PaymentState or "" before release; `state_label` says it on screens.

    `file_no`: in its place, that the file moved away; `union_name` is then "". `claimed`: what of it
    is claimed back by decision, and what came of that.
    """

    award: Award
    file_no: str
    union_name: str
    card_mask: str
    state: str
    state_label: str
    claimed: Claimed = NOTHING_CLAIMED

    @property
    def in_sight(self) -> bool:
        """Whether the file is still in the reader's sight; else nothing but the award is shown."""
        return bool(self.union_name)

    @property
    def claim_state(self) -> ClaimState:
        """What of the award is claimed back, as a word."""
        return self.claimed.state(self.award.amount_fen)


@dataclass(frozen=True)
class RosterPage:
    rows: list[RosterLine]
    before: str
    after: str


@dataclass(frozen=True)
class Omitted:
    household_id: int
    file_no: str
    name: str
    hardship_class: str
    reasons: list[str]
    in_sight: bool = True


@dataclass(frozen=True)
class Unpaid:
    """Money that waits for a decision: returned by the bank, or held back at release."""

    award: Award
    card_mask: str
    why: str
    reference: str


class Held(NamedTuple):
    """An award that is due and not paid, and every reason why."""

    award: Award
    file_no: str
    card_mask: str
    why: str


def awards_of(round_: Round, by: Actor) -> QuerySet[Award]:
    """Without their households and cards, which may have moved out of sight."""
    return Award.objects.visible_to(by).filter(round=round_).order_by("sequence")


def roster_page(
    round_: Round,
    by: Actor,
    *,
    file: PaymentFile | None = None,
    answer: BankAnswer | None = None,
    after: str = "",
    before: str = "",
) -> RosterPage:
    """A page of the roster; the reading is logged.

    Args:
        file: only what was sent to the bank in it.
        answer: only what this answer of the bank decided.
        after, before: places on the roster, "" for none.
    """
    awards = awards_of(round_, by)
    if file is not None:
        sent = Payment.objects.filter(round=round_, file=file)
        awards = awards.filter(pk__in=sent.values("award_id"))
    if answer is not None:
        awards = awards.filter(pk__in=decided_by(answer).values("award_id"))
    page = page_of(awards, "sequence", after=after, before=before, size=PAGE)
    tell("round", round_.pk, {"count": len(page.rows)}, action="rounds.roster.read")
    return RosterPage(_lines(list(page.rows), by), page.before, page.after)


def roster_lines(round_: Round, by: Actor) -> list[RosterLine]:
    """The whole roster, for papers; the reading is logged.

    Raises:
        NoRoster: it was never locked.
    """
    rows = list(awards_of(round_, by))
    if not rows:
        raise NoRoster
    tell("round", round_.pk, {"count": len(rows)}, action="rounds.roster.export")
    return _lines(rows, by)


def _lines(awards: list[Award], by: Actor) -> list[RosterLine]:
    newest: dict[int, Payment] = {}
    for payment in Payment.objects.filter(award__in=awards).order_by("pk"):
        newest[payment.award_id] = payment
    files = files_in_sight([award.household_id for award in awards])
    masks = card_masks([award.card_secret_id for award in awards])
    claims = claims_of([award.pk for award in awards], by)
    lines = [
        _line(award, files.get(award.household_id), masks, newest.get(award.pk)) for award in awards
    ]
    return [
        replace(line, claimed=together(claim.sums for claim in claims[line.award.pk]))
        if line.award.pk in claims
        else line
        for line in lines
    ]


def _line(
    award: Award, file: Household | None, masks: Mapping[int, str], payment: Payment | None
) -> RosterLine:
    state = payment.state if payment else ""
    label = str(PaymentState(state).label) if state else ""
    union = file.union.name if file else ""
    mask = masks[award.card_secret_id]
    return RosterLine(award, file_no_of(file), union, mask, state, label)


def left_out(round_: Round, by: Actor, on: date) -> tuple[Roster | None, list[Omitted]]:
    """Everyone approved who is not on the roster, with every reason.

    Before the roster is locked: as of today, with the roster as it would be made. Afterwards: as
    it was when it was locked. The reading is logged.
    """
    if round_.state in (RoundState.PLANNED, RoundState.DECIDED):
        preview = preview_roster(round_, by, on)
        omitted = [
            Omitted(
                omission.candidate.household_id,
                omission.candidate.file_no,
                omission.candidate.payee_name,
                omission.candidate.hardship_class,
                [phrase(reason) for reason in omission.reasons],
            )
            for omission in preview.omitted
        ]
    else:
        preview, omitted = None, _kept(round_, by)
    tell("round", round_.pk, {"count": len(omitted)}, action="rounds.left_out.read")
    return preview, omitted


def _kept(round_: Round, by: Actor) -> list[Omitted]:
    rows = LeftOut.objects.visible_to(by).filter(round=round_)
    files = files_in_sight([row.household_id for row in rows])
    omitted = [
        Omitted(
            row.household_id,
            file_no_of(file := files.get(row.household_id)),
            file.head_name if file else "—",
            row.hardship_class,
            row.said,
            row.household_id in files,
        )
        for row in rows
    ]
    return sorted(omitted, key=lambda each: (each.household_id not in files, each.file_no))


def left_out_count(round_: Round, by: Actor) -> int:
    """How many stand on the kept list of who was left out, in the actor's sight; 0 before the
    roster is locked.
    """
    return LeftOut.objects.visible_to(by).filter(round=round_).count()


def reason_counts(omitted: list[Omitted]) -> list[tuple[str, int]]:
    """Each reason in words with how many households it concerns, the most frequent first. A
    household with two reasons counts in both.
    """
    return Counter(reason for omission in omitted for reason in omission.reasons).most_common()


def unpaid(round_: Round, by: Actor, on: date) -> list[Unpaid]:
    """What an approver has to decide on."""
    if round_.state not in (RoundState.RELEASED, RoundState.SENT):
        return []
    returned = (
        Payment.objects.visible_to(by)
        .filter(award__round=round_, state=PaymentState.RETURNED)
        .select_related("award")
        .order_by("award__sequence")
    )
    masks = card_masks([payment.card_secret_id for payment in returned])
    waiting = [
        Unpaid(
            payment.award,
            masks[payment.card_secret_id],
            phrase("银行退回：{reason}", reason=payment.bank_reason),
            payment.reference,
        )
        for payment in returned
    ]
    return waiting + [
        Unpaid(held.award, held.card_mask, phrase("{why}，放款时暂缓", why=held.why), "")
        for held in held_awards(round_, by, on)
    ]


def held_awards(round_: Round, by: Actor, on: date) -> list[Held]:
    """Whom a release on that day leaves out, in the order of the roster."""
    reasons = held_back(round_, on)
    awards = list(awards_of(round_, by).filter(pk__in=reasons))
    return [
        Held(line.award, line.file_no, line.card_mask, reasons[line.award.pk])
        for line in _lines(awards, by)
    ]


def outcomes() -> list[tuple[str, str]]:
    """What may be decided of money that could not be paid: (code, words) each."""
    return [(outcome.value, str(outcome.label)) for outcome in ReturnOutcome]
