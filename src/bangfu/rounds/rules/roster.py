"""Who is on the roster, and for everyone else every reason why not: nobody twice, nobody forgotten."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bangfu.kernel.phrases import mark
from bangfu.programmes.rules.candidates import Claim, Ground, grounds_against

from .standing import Fallen, Standing, lower_of


class Reason(StrEnum):
    """Why an approved household is left out, beside what the programme says against it."""

    NO_CARD = mark("没有银行卡号")
    NO_IDENTITY = mark("没有身份证号")
    SAME_PERSON = mark("同一人已在本花名册")
    SAME_CARD = mark("卡号与本花名册另一户相同")
    OBJECTION = mark("异议尚未答复")


#: What rosters were locked with before they read the determination of their day; still shown.
FORMER_REASONS = (mark("批准后情况有变，待重算"),)


@dataclass(frozen=True)
class Candidate:
    """An approved household on the day the roster is made. Money in fen; None is not known.

    Attributes:
        hardship_class: as it was approved.
        standing: how it is on the day of the roster.
        payee_index, card_index: blind indexes of the worker's identity and card numbers.
        per_time, per_year: the programme's ceilings at the household's place.
        given_this_year: awards of the programme in the calendar year, to household or person.
        in_season: already on another roster of the programme this season.
    """

    household_id: int
    file_no: str
    case_id: int
    hardship_class: str
    standing: Standing
    person_id: int
    payee_name: str
    payee_index: bytes | None
    bank: str
    card_secret_id: int | None
    card_index: bytes | None
    per_time: int | None
    per_year: int | None
    given_this_year: int = 0
    in_season: bool = False
    objection_open: bool = False


@dataclass(frozen=True)
class Line:
    """`hardship_class`: the one whose amount is taken, the approved or the day's."""

    candidate: Candidate
    hardship_class: str
    amount_fen: int
    sequence: int


@dataclass(frozen=True)
class Omission:
    candidate: Candidate
    reasons: tuple[Reason | Ground | Fallen, ...]


@dataclass(frozen=True)
class Roster:
    lines: list[Line]
    omitted: list[Omission]

    @property
    def total_fen(self) -> int:
        return sum(line.amount_fen for line in self.lines)


def make_roster(candidates: Iterable[Candidate], amounts: Mapping[str, int]) -> Roster:
    """Sort candidates by file number into lines and omissions; none is in neither.

    Whose class of the day is another that qualifies gets the lower of the two amounts.

    Args:
        amounts: fen per household, by class of hardship.
    """
    payable: list[Line] = []
    omitted: list[Omission] = []
    seen: set[bytes] = set()
    for candidate in sorted(candidates, key=lambda c: c.file_no):
        hardship_class, amount = lower_of(candidate.hardship_class, candidate.standing, amounts)
        reasons = reasons_against(candidate, amount)
        if candidate.payee_index in seen:
            reasons.append(Reason.SAME_PERSON)
        if reasons:
            omitted.append(Omission(candidate, tuple(reasons)))
            continue
        seen.add(candidate.payee_index or b"")
        payable.append(Line(candidate, hardship_class, amount, 0))
    return _each_on_its_own_card(payable, omitted)


def _each_on_its_own_card(payable: Sequence[Line], omitted: Sequence[Omission]) -> Roster:
    """Number the lines, and leave out all who would be paid on one card: whose it is, nobody here knows."""
    on_card = Counter(line.candidate.card_index for line in payable)
    alone = [line for line in payable if on_card[line.candidate.card_index] == 1]
    shared = [line.candidate for line in payable if on_card[line.candidate.card_index] > 1]
    left = [*omitted, *(Omission(candidate, (Reason.SAME_CARD,)) for candidate in shared)]
    return Roster(
        [replace(line, sequence=number) for number, line in enumerate(alone, start=1)],
        sorted(left, key=lambda omission: omission.candidate.file_no),
    )


def reasons_against(candidate: Candidate, amount_fen: int) -> list[Reason | Ground | Fallen]:
    """Every reason against a line of `amount_fen`, so that all are mended at once."""
    unpayable = (
        (Reason.NO_CARD, candidate.card_index is None),
        (Reason.NO_IDENTITY, candidate.payee_index is None),
    )
    return [
        *(reason for reason, holds in unpayable if holds),
        *grounds_against(claim_of(candidate, amount_fen)),
        *([Reason.OBJECTION] if candidate.objection_open else []),
        *candidate.standing.fallen(),
    ]


def claim_of(candidate: Candidate, amount_fen: int) -> Claim:
    return Claim(
        amount_fen=amount_fen,
        per_time_fen=candidate.per_time,
        per_year_fen=candidate.per_year,
        given_this_year_fen=candidate.given_this_year,
        in_season=candidate.in_season,
    )
