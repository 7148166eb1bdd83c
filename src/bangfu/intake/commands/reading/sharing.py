"""What rows that may go in share with others: a person or a card that another file has, too.

It hinders nobody from coming in, for it is settled on file (`casework`); the sender is told, of a file
out of sight only that there is one, and not before the import is confirmed: who may ask without leaving
anything on file can guess at the numbers of strangers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from bangfu.kernel.phrases import mark, phrase
from bangfu.registry.queries.overlaps import files_holding
from bangfu.registry.rules.overlaps import OverlapKind

from .accepted import Accepted, JudgedRow, RowKey, key_of

SHARED = {
    OverlapKind.PERSON: mark("此人也在档案 {files} 中，须核实处理后才能提交"),
    OverlapKind.CARD: mark("银行卡号与档案 {files} 相同，须核实处理后才能提交"),
}
HIDDEN = {
    OverlapKind.PERSON: mark("此人也在您管辖范围以外的档案中，由上级工会核实处理后才能提交"),
    OverlapKind.CARD: mark("银行卡号与您管辖范围以外的档案相同，由上级工会核实处理后才能提交"),
}
Rows = Mapping[str, list[JudgedRow]]


@dataclass(frozen=True)
class Sharing:
    """What each row is told.

    Attributes:
        seen: of files in the sender's sight.
        hidden: of files out of it.
    """

    seen: Mapping[RowKey, list[str]]
    hidden: Mapping[RowKey, list[str]]


def sharing_of(accepted: Accepted, as_of: date) -> Sharing:
    """Rows against each other and against what is on file that day; within the sender's scope.

    What a file of this import says itself wins over what is on file of it.
    """
    seen: dict[RowKey, list[str]] = defaultdict(list)
    hidden: dict[RowKey, list[str]] = defaultdict(list)
    for kind, rows, renewed in (
        (OverlapKind.PERSON, _by_number(accepted.rows(), "id_number"), _listed(accepted)),
        (OverlapKind.CARD, _by_number(accepted.workers, "card_number"), _carded(accepted)),
    ):
        for row, others in _others(kind, rows, renewed, as_of):
            if files := sorted({file_no for file_no in others if file_no}):
                seen[key_of(row)].append(phrase(SHARED[kind], files="、".join(files)))
            if None in others:
                hidden[key_of(row)].append(phrase(HIDDEN[kind]))
    return Sharing(seen, hidden)


def _others(
    kind: OverlapKind, rows: Rows, renewed: set[str], as_of: date
) -> Iterator[tuple[JudgedRow, set[str | None]]]:
    """Each row with the other files that have its number; None stands for those out of sight."""
    on_file = files_holding(kind, rows, as_of)
    for number, of_number in rows.items():
        filed = {file_no for file_no in on_file.get(number, ()) if file_no not in renewed}
        for row in of_number:
            others = (filed | {each.file_no for each in of_number}) - {row.file_no}
            if others:
                yield row, others


def _by_number(rows: Iterable[JudgedRow], attr: str) -> dict[str, list[JudgedRow]]:
    by_number: dict[str, list[JudgedRow]] = defaultdict(list)
    for row in rows:
        if number := row.values.get(attr):
            by_number[str(number)].append(row)
    return by_number


def _listed(accepted: Accepted) -> set[str]:
    """Files whose persons this import lists, as far as it does."""
    return {row.file_no for row in accepted.workers} if accepted.lists_members else set()


def _carded(accepted: Accepted) -> set[str]:
    """Files whose card this import says; where its table has no column for it, the one on file stays."""
    return {row.file_no for row in accepted.workers if row.card_on_file is None}
