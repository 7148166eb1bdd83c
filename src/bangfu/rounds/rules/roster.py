"""Who is on the roster, and for everyone else every reason why not: nobody twice, nobody forgotten."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bangfu.casework.enums import Settled
from bangfu.kernel.phrases import mark
from bangfu.programmes.rules.candidates import ONCE, Ground, Proposal, grounds_against
from bangfu.registry.rules.overlaps import OverlapKind

from .standing import Fallen, Standing, lower_of


class Reason(StrEnum):
    """Why an approved household is left out, beside what the programme says against it."""

    NO_CARD = mark("没有银行卡号")
    NO_IDENTITY = mark("没有身份证号")
    UNCONFIRMED = mark("账号未核对原件")
    SAME_PERSON = mark("同一人也在本花名册另一户")
    SAME_FAMILY = mark("家中有人也在本花名册另一户")
    SAME_CARD = mark("卡号与本花名册另一户相同")
    FAMILY_PLACED = mark("家中有人也在本季已列入的另一户")
    CARD_PLACED = mark("卡号与本季已列入的另一户相同")
    OF_ANOTHER_FILE = mark("人或卡属于另一份档案，须先改正")
    OBJECTION = mark("异议尚未答复")


#: Of a file that another roster of the programme holds in the same period.
PLACED = {OverlapKind.PERSON: Reason.FAMILY_PLACED, OverlapKind.CARD: Reason.CARD_PLACED}
#: What rosters were locked with by earlier versions; still shown.
FORMER_REASONS = (mark("批准后情况有变，待重算"), mark("同一人已在本花名册"))


@dataclass(frozen=True)
class Shared:
    """A person or a card that another file has, too; `settled` as this file is told, None: by nobody."""

    kind: OverlapKind
    other: int
    settled: Settled | None


@dataclass(frozen=True)
class Candidate:
    """An approved household on the day the roster is made. Money in fen; None is not known.

    Attributes:
        hardship_class: as it was approved.
        standing: how it is on the day of the roster.
        account_sound: its check digit fits, or a person confirmed it by the original.
        payee_index, card_index: blind indexes of the worker's identity and card numbers.
        per_time, per_year: the programme's ceilings at the household's place.
        given_this_year: fen of the programme in the calendar year, to household or person.
        times_in_season: how often the programme gives to household or person this season already, of
            `per_season` times.
        period, nth: the season as a key, and which of its times this one would be.
        shared: what the file has in common with others in sight.
        placed: what it shares, and nobody settled, with a file that another roster of the period holds.
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
    account_sound: bool
    per_time: int | None
    per_year: int | None
    given_this_year: int = 0
    times_in_season: int = 0
    per_season: int = ONCE
    period: str = ""
    nth: int = 1
    objection_open: bool = False
    shared: tuple[Shared, ...] = ()
    placed: tuple[OverlapKind, ...] = ()

    def settled_with(self, kind: OverlapKind) -> set[int]:
        """Files that rightly have the same person or card."""
        return {
            each.other for each in self.shared if each.kind == kind and each.settled == Settled.BOTH
        }


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
        """What all lines cost together."""
        return sum(line.amount_fen for line in self.lines)


def make_roster(candidates: Iterable[Candidate], amounts: Mapping[str, int]) -> Roster:
    """Sort candidates into lines and omissions, by file number; none is in neither.

    Whose class of the day is another that qualifies gets the lower of the two amounts.

    Args:
        amounts: fen per household, by class of hardship.
    """
    payable: list[Line] = []
    omitted: list[Omission] = []
    for candidate in candidates:
        hardship_class, amount = lower_of(candidate.hardship_class, candidate.standing, amounts)
        if reasons := reasons_against(candidate, amount):
            omitted.append(Omission(candidate, tuple(reasons)))
        else:
            payable.append(Line(candidate, hardship_class, amount, 0))
    twice = _twice([line.candidate for line in payable])
    omitted += [
        Omission(line.candidate, why)
        for line in payable
        if (why := twice.get(line.candidate.household_id))
    ]
    once = (line for line in payable if line.candidate.household_id not in twice)
    numbered = enumerate(sorted(once, key=lambda line: line.candidate.file_no), start=1)
    return Roster(
        [replace(line, sequence=number) for number, line in numbered],
        sorted(omitted, key=lambda omission: omission.candidate.file_no),
    )


def _twice(payable: Sequence[Candidate]) -> dict[int, tuple[Reason, ...]]:
    """Household → why, of all who would get one person, one family or one card paid twice: which of
    them is right, nobody here knows. What was settled as right in both is paid to both.
    """
    on_roster = {candidate.household_id for candidate in payable}
    of_payee, on_card = _files_by(payable, "payee_index"), _files_by(payable, "card_index")
    twice: dict[int, tuple[Reason, ...]] = {}
    for candidate in payable:
        payees = of_payee[candidate.payee_index] - {candidate.household_id}
        cards = on_card[candidate.card_index] - {candidate.household_id}
        against = (
            (Reason.SAME_PERSON, _payees_against(candidate, payees)),
            (Reason.SAME_FAMILY, (_open_persons(candidate) - payees) & on_roster),
            (Reason.SAME_CARD, cards - candidate.settled_with(OverlapKind.CARD)),
        )
        if reasons := tuple(reason for reason, others in against if others):
            twice[candidate.household_id] = reasons
    return twice


def _payees_against(candidate: Candidate, payees: set[int]) -> set[int]:
    """A payee who is rightly the worker of two files still stands once on a roster, by the first."""
    rightly = candidate.settled_with(OverlapKind.PERSON)
    return {other for other in payees if other not in rightly or other < candidate.household_id}


def _files_by(payable: Sequence[Candidate], index: str) -> dict[bytes | None, set[int]]:
    files: dict[bytes | None, set[int]] = defaultdict(set)
    for candidate in payable:
        files[getattr(candidate, index)].add(candidate.household_id)
    return files


def _open_persons(candidate: Candidate) -> set[int]:
    """Files that share somebody with this one, which nobody has settled."""
    return {
        shared.other
        for shared in candidate.shared
        if shared.kind == OverlapKind.PERSON and shared.settled is None
    }


def reasons_against(candidate: Candidate, amount_fen: int) -> list[Reason | Ground | Fallen]:
    """Every reason against a line of `amount_fen`, so that all are mended at once."""
    unpayable = (
        (Reason.NO_CARD, candidate.card_index is None),
        (Reason.UNCONFIRMED, candidate.card_index is not None and not candidate.account_sound),
        (Reason.NO_IDENTITY, candidate.payee_index is None),
    )
    grounds = grounds_against(proposal_of(candidate, amount_fen))
    return [
        *(reason for reason, holds in unpayable if holds),
        *grounds,
        *([Reason.OBJECTION] if candidate.objection_open else []),
        *([Reason.OF_ANOTHER_FILE] if _belongs_elsewhere(candidate) else []),
        # Who has the place already is told that alone: it is settled by nobody.
        *(PLACED[kind] for kind in candidate.placed if Ground.ALREADY not in grounds),
        *candidate.standing.fallen(),
    ]


def _belongs_elsewhere(candidate: Candidate) -> bool:
    return any(shared.settled == Settled.ELSEWHERE for shared in candidate.shared)


def proposal_of(candidate: Candidate, amount_fen: int) -> Proposal:
    """What the programme's ceilings are asked about: this amount in fen beside what was given
    already.
    """
    return Proposal(
        amount_fen=amount_fen,
        per_time_fen=candidate.per_time,
        per_year_fen=candidate.per_year,
        given_this_year_fen=candidate.given_this_year,
        times_in_season=candidate.times_in_season,
        per_season=candidate.per_season,
    )
