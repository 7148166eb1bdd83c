"""Several columns that could mean one field: which of them is the worker's, which a member's.

本人月平均收入 and 月收入, 职工姓名 and 姓名, 手机号码 and 联系电话: the nearest head is the field's column,
the others are seconds. A row asks them where the column is blank, and compares them where it is not.
"""

from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import NamedTuple

from bangfu.documents.tables.headers import bare_word, head_word
from bangfu.intake.rules.meanings import says_whose
from bangfu.registry.rules.form import MEMBER_FORM, WORKER_FORM, Field, Form


class Nearness(IntEnum):
    """How near a head is to the persons of a form."""

    OWN = 0  # it says whose it is, or is the form's own word
    WORD = 1  # another word for it
    OTHERS = 2  # it says that it is somebody else's, or is the other form's own word


class Column(NamedTuple):
    """A column that leads to a field; `head` as written."""

    place: int
    field: Field
    head: str
    nearness: Nearness


def nearness_of(form: Form, words: Sequence[str], field: Field) -> Nearness:
    """Args:
    words: the heads of the column, from the top down.
    """
    other = MEMBER_FORM if form is WORKER_FORM else WORKER_FORM
    written = [head for head in words if bare_word(head)][-1]
    lowest = {head_word(written), bare_word(written)}
    if field.attr == "file_no":  # 职工编号 is a factory's number of its worker, where both stand
        return Nearness.OWN if field.zh in lowest else Nearness.WORD
    if field.zh in lowest or says_whose(words, form):
        return Nearness.OWN
    if says_whose(words, other) or any(each.zh in lowest for each in other.fields):
        return Nearness.OTHERS
    return Nearness.WORD


def parted(columns: Iterable[Column]) -> tuple[list[Column], list[Column]]:
    """The column of each field in sheet order, and the seconds; of one head twice both are columns."""
    of_field: dict[str, list[Column]] = {}
    for column in columns:
        of_field.setdefault(column.field.attr, []).append(column)
    first: list[Column] = []
    seconds: list[Column] = []
    for several in of_field.values():
        several.sort(key=lambda each: (each.nearness, each.place))
        said: set[str] = set()
        for at, each in enumerate(several):
            word = head_word(each.head)
            (first if at == 0 or word in said else seconds).append(each)
            said.add(word)
    return sorted(first), sorted(seconds)
