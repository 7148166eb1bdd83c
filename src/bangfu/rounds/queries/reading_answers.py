"""What an answer file says of a round's payments: for taking it in, and for saying beforehand what that does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from bangfu.documents.spreadsheets import Sheet
from bangfu.documents.tables.fixed import as_written
from bangfu.kernel.text import squeeze
from bangfu.vault.enums import SecretKind
from bangfu.vault.sealing import blind_index

from ..answer_errors import AnswerRefused, AnswerUnclear
from ..models import BankAnswer, Payment, Round
from ..rules.bank_answer import AnswerLine, read_answer
from ..rules.bank_disagreements import Sent, disagreements
from ..rules.claims import NOTHING_CLAIMED, Claimed
from .bank_words import words_of
from .claims import claimed_in

NamedSheets = Sequence[tuple[str, Sequence[Sheet]]]


class PaidLine(NamedTuple):
    """A line of the answer with the amount that moved, in fen.

    `late`: it came back on a day after it had arrived; `claimed` says what of it was claimed back before.
    """

    reference: str
    paid: bool
    reason: str
    amount_fen: int
    late: bool
    claimed: Claimed = NOTHING_CLAIMED

    @property
    def surplus_fen(self) -> int:
        """What came in of it before, and now once more."""
        return self.claimed.recovered


@dataclass(frozen=True)
class AnswerAhead:
    """What taking a file in would do. Counts are of payments, amounts in fen.

    Attributes:
        paid, returned: what it would settle; `late` of the returned arrived before.
        surplus_fen: of the late ones, what had been recovered before: it came twice.
        before: lines that an earlier answer, or an earlier file of these, told alike.
        in_hand: those that the bank has not decided yet.
        again: this very file was taken in before, or stands twice among these; `paid` and `returned` say
            then what it did.
    """

    name: str
    paid: int = 0
    paid_fen: int = 0
    returned: int = 0
    returned_fen: int = 0
    late: int = 0
    surplus_fen: int = 0
    before: int = 0
    in_hand: int = 0
    again: bool = False


@dataclass(frozen=True)
class AnswersAhead:
    """`waiting`: payments that were sent and have no answer after these files either.
    `in_hand`: those of them that the bank says it has not decided, each once.
    """

    files: tuple[AnswerAhead, ...]
    waiting: int
    in_hand: int

    @property
    def together(self) -> AnswerAhead:
        """What all of them would do; those taken in before do nothing."""
        new = [each for each in self.files if not each.again]
        counted = ("paid", "paid_fen", "returned", "returned_fen", "late", "surplus_fen", "before")
        sums = {name: sum(getattr(each, name) for each in new) for name in counted}
        return AnswerAhead("", **sums, in_hand=self.in_hand)

    @property
    def all_again(self) -> bool:
        """Whether every file was taken in before, so that nothing is left to do."""
        return all(each.again for each in self.files)


def answers_ahead(round_: Round, bank: str, files: NamedSheets, on: date) -> AnswersAhead:
    """What taking these files in one after the other would do; nothing is changed.

    Raises:
        AnswerUnclear: of the first file that has words to be explained.
        AnswerRefused: of the first file with faults, each with the file's name.
    """
    sent: Mapping[str, Sent] = sent_of(round_, on)
    digests: set[str] = set()
    in_hand: set[str] = set()
    ahead = []
    for name, sheets in files:
        digest = digest_of(sheets)
        if earlier := BankAnswer.objects.filter(round=round_, digest=digest).first():
            ahead.append(_taken_before(name, earlier))
        elif digest in digests:
            ahead.append(AnswerAhead(name, again=True))
        else:
            try:
                told, sent, undecided = _ahead(round_, bank, name, sheets, sent)
            except AnswerRefused as refused:
                raise refused.of_file(name) from refused
            ahead.append(told)
            in_hand |= undecided
        digests.add(digest)
    waiting = {reference for reference, known in sent.items() if known.state == "sent"}
    return AnswersAhead(tuple(ahead), len(waiting), len(waiting & in_hand))


def _taken_before(name: str, earlier: BankAnswer) -> AnswerAhead:
    paid, returned = earlier.paid_count, earlier.returned_count
    return AnswerAhead(name, paid, earlier.paid_fen, returned, earlier.returned_fen, again=True)


def _ahead(
    round_: Round, bank: str, name: str, sheets: Sequence[Sheet], sent: Mapping[str, Sent]
) -> tuple[AnswerAhead, Mapping[str, Sent], frozenset[str]]:
    """With what is known of the payments after it, and which the bank has not decided."""
    lines, in_hand = lines_of(round_, bank, sheets, sent)
    fresh = fresh_of(lines, sent)
    paid = [line.amount_fen for line in fresh if line.paid]
    back = [line.amount_fen for line in fresh if not line.paid]
    told = AnswerAhead(
        name, len(paid), sum(paid), len(back), sum(back), sum(line.late for line in fresh),
        sum(line.surplus_fen for line in fresh), before=len(lines) - len(fresh), in_hand=len(in_hand),
    )  # fmt: skip
    after = {
        line.reference: sent[line.reference]._replace(
            state="paid" if line.paid else "returned", paid_earlier=False
        )
        for line in fresh
    }
    return told, {**sent, **after}, in_hand


def lines_of(
    round_: Round, bank: str, sheets: Sequence[Sheet], sent: Mapping[str, Sent]
) -> tuple[list[PaidLine], frozenset[str]]:
    """The file's lines, and which payments the bank has not decided. Raises AnswerUnclear, AnswerRefused."""
    told = read_answer(sheets, words_of(round_.union_id, squeeze(bank)))
    if told.unclear:
        raise AnswerUnclear(**vars(told.unclear))
    if faults := told.faults + disagreements(told.lines, sent, _card_index):
        raise AnswerRefused(sorted(faults))
    back = sum(sent[line.reference].amount_fen for line in told.lines if line.amount_fen is None)
    if differing := [fault for total in told.totals for fault in total.faults(back)]:
        raise AnswerRefused(differing)
    return [_in_full(line, sent[line.reference]) for line in told.lines], told.in_hand


def fresh_of(lines: Iterable[PaidLine], sent: Mapping[str, Sent]) -> list[PaidLine]:
    """Those that tell something new; overlapping files count once."""
    return [line for line in lines if line.late or sent[line.reference].state == "sent"]


def sent_of(round_: Round, on: date, *, hold: bool = False) -> dict[str, Sent]:
    """By reference what is known of each payment of a round; held until the transaction ends, if asked."""
    payments = Payment.objects.filter(award__round=round_)
    if hold:
        payments = payments.select_for_update(of=("self",))
    told = payments.values_list(
        "pk", "reference", "amount_fen", "state", "award__payee_name", "card_index", "answered_on",
        "file__number",
    )  # fmt: skip
    claimed = claimed_in(round_)
    return {
        reference: Sent(
            amount_fen=amount,
            state=state,
            payee_name=payee,
            card_index=bytes(card),
            paid_earlier=bool(answered and answered < on),
            file=file or "",
            claimed=claimed.get(key, NOTHING_CLAIMED),
        )
        for key, reference, amount, state, payee, card, answered, file in told
    }


def digest_of(sheets: Sequence[Sheet]) -> str:
    """Of the content, so that the same answer as csv and as xlsx is one answer.

    Keyed: a bank may add a column of cards, and guesses could be tried on a plain digest.
    """
    rows = (row for sheet in sheets for row in sheet.rows)
    lines = ("\t".join(as_written(cell) for cell in row).rstrip() for row in rows)
    text = "\n".join(line for line in lines if line)
    return blind_index(SecretKind.CARD, sha256(text.encode()).hexdigest()).hex()


def _card_index(account: str) -> bytes:
    return blind_index(SecretKind.CARD, account)


def _in_full(line: AnswerLine, sent: Sent) -> PaidLine:
    amount = sent.amount_fen if line.amount_fen is None else line.amount_fen
    late = sent.may_come_back and not line.paid
    claimed = sent.claimed if late else NOTHING_CLAIMED
    return PaidLine(line.reference, line.paid, line.reason, amount, late, claimed)
