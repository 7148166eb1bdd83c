"""What the words of a union's banks mean, as its officers have said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from bangfu.documents.spreadsheets import Sheet
from bangfu.documents.tables.told import held
from bangfu.kernel.phrases import mark, phrase
from bangfu.scope.actors import Actor

from ..answer_errors import AnswerGone
from ..models import BankAnswer, BankWord, Round, WaitingAnswer
from ..rules.bank_answer import Unclear, read_answer
from ..rules.bank_words import (
    ASKED_COLUMNS,
    MAY_LACK,
    YES,
    BankWords,
    Kind,
    Own,
    Result,
    words_with,
)

__all__ = ["MAY_LACK", "YES", "Own", "Unclear"]
COLUMN, RESULT, LACKING = Kind.COLUMN.value, Kind.RESULT.value, Kind.LACKING.value
MOST_SHOWN = 200
RESULT_WORDS = {
    Result.PAID: mark("已付"),
    Result.RETURNED: mark("退回"),
    Result.IN_HAND: mark("还没有结果"),
}


@dataclass(frozen=True)
class WordTold:
    """`meaning` is the code, `meant` its words; `word` of what is lacking is the column."""

    pk: int
    union: str
    bank: str
    kind: str
    word: str
    meaning: str
    meant: str
    by_name: str
    at: datetime

    @property
    def where(self) -> str:
        """Whose word it is, as lists call it; columns of imports say the table there."""
        return self.bank


def words_of(union_id: int, bank: str) -> BankWords:
    """The shipped words and what was told of this bank to this union; in the running scope."""
    rows = BankWord.objects.filter(union_id=union_id, payer_bank=bank).order_by("pk")
    last = reversed(held(rows, _word_of))  # of two heads for a column the one told first counts
    return words_with(Own(row.kind, row.word, row.meaning) for row in last)


def banks_of(union_id: int) -> list[str]:
    """Names that a union has for its banks, the last used first."""
    answers = (
        BankAnswer.objects.filter(round__union_id=union_id).exclude(payer_bank="").order_by("-pk")
    )
    words = BankWord.objects.filter(union_id=union_id).exclude(payer_bank="").order_by("-pk")
    used = [*answers.values_list("payer_bank", flat=True)[:MOST_SHOWN]]
    return list(dict.fromkeys([*used, *words.values_list("payer_bank", flat=True)[:MOST_SHOWN]]))


def words_told(by: Actor) -> list[WordTold]:
    """Every word that holds, the last told first."""
    rows = BankWord.objects.visible_to(by).select_related("union").order_by("pk")
    return [_told(row) for row in held(rows, _word_of)[:MOST_SHOWN]]


def word_told(word_id: int, by: Actor) -> WordTold:
    """Raises BankWord.DoesNotExist out of the actor's reach."""
    return _told(BankWord.objects.visible_to(by).select_related("union").get(pk=word_id))


def _told(row: BankWord) -> WordTold:
    return WordTold(
        row.pk,
        row.union.name,
        row.payer_bank,
        row.kind,
        word_shown(row.kind, row.word),
        row.meaning,
        meaning_told(row.kind, row.meaning) if row.meaning else "",
        row.by_name,
        row.at,
    )


def waiting_of(round_: Round) -> list[WaitingAnswer]:
    """The first of each that came together, with how many `others` did."""
    kept = WaitingAnswer.objects.filter(round=round_, first=None)
    kept = kept.annotate(more=Count("others"))
    return list(kept.defer("sealed").order_by("pk"))


def waiting_answer(round_id: int, waiting_id: int, by: Actor) -> WaitingAnswer:
    """Raises AnswerGone; Round.DoesNotExist out of the actor's reach."""
    round_ = Round.objects.visible_to(by).get(pk=round_id)
    waiting = WaitingAnswer.objects.filter(round=round_, pk=waiting_id, first=None).first()
    if waiting is None:
        raise AnswerGone
    return waiting


def what_is_unclear(round_: Round, bank: str, sheets: Sequence[Sheet]) -> Unclear:
    """What of an answer somebody has to explain, as things stand."""
    return read_answer(sheets, words_of(round_.union_id, bank)).unclear or Unclear()


def meaning_told(kind: str, meaning: str) -> str:
    """In words for a page. Raises ValueError or KeyError for a meaning that nobody can choose."""
    if kind == Kind.LACKING:
        return phrase("回单里没有这一列")
    if kind == Kind.RESULT:
        return phrase(RESULT_WORDS[Result(meaning)])
    return phrase("“{column}”列", column=ASKED_COLUMNS[meaning])


def word_shown(kind: str, word: str) -> str:
    """As the bank writes it; of a column that is lacking its name."""
    return ASKED_COLUMNS[word] if kind == Kind.LACKING else word


def choices_for(kind: str) -> list[tuple[str, str]]:
    """What a word may mean, by code."""
    codes: dict[str, Iterable[str]] = {COLUMN: ASKED_COLUMNS, RESULT: Result, LACKING: [YES]}
    return [(str(code), meaning_told(kind, code)) for code in codes[kind]]


def column_codes(columns: Iterable[str]) -> list[tuple[str, str]]:
    """Code and name of columns that a file lacks."""
    lacking = set(columns)
    return [(code, column) for code, column in ASKED_COLUMNS.items() if column in lacking]


def _word_of(row: BankWord) -> tuple[int, str, str, str]:
    return row.union_id, row.payer_bank, row.kind, row.word
