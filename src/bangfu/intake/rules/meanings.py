"""What the columns of a union's tables mean, as its officers have said: told once, held for its own and
those below.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from bangfu.documents.spreadsheets.cells import Cell
from bangfu.documents.tables.headers import bare_word, head_word, is_blank
from bangfu.documents.tables.readings import Reading
from bangfu.registry.rules.form import Field, Form, FormKind

NOT_NEEDED = "-"  # in place of a field: the column is left out, and nobody is told any more
LONGEST_WORD = 40
#: By the form's kind and the head without dress: an attribute of the form, or NOT_NEEDED.
Meanings = Mapping[tuple[str, str], str]
NONE: Meanings = {}
#: How a head says whose column it is: 户主身份证号, 成员性别; over several columns 家庭成员情况.
SAYS_WHOSE = {
    FormKind.WORKER: re.compile(r"^(?:困难职工|职工|户主|本人)+(?:基本)?(?:情况|信息)?"),
    FormKind.MEMBER: re.compile(r"^(?:家庭成员|成员|家属)(?:基本)?(?:情况|信息)?"),
}
_SAMPLE = 30  # cells that tell what kind of thing a column holds
ROWS_LOOKED_AT = 300
_ENOUGH = 0.8


def own_field(form: Form, meanings: Meanings, word: str) -> Field | None:
    """The form's own words come first: they mean the same for everybody."""
    return form_field(form, word) or form.by_attr.get(meanings.get((form.kind.value, word), ""))


def form_field(form: Form, word: str) -> Field | None:
    """The field that the form itself has for a head without dress, whose column it is left out."""
    return form.by_header.get(word) or form.by_header.get(SAYS_WHOSE[form.kind].sub("", word))


def says_whose(words: Sequence[str], form: Form) -> bool:
    """Whether the heads of a column say that it is of the form's persons; a title over the whole table
    says more than that.
    """
    *groups, lowest = [head_word(head) for head in words]
    pattern = SAYS_WHOSE[form.kind]
    return bool(pattern.match(lowest)) or any(pattern.fullmatch(group) for group in groups)


def not_needed(form: Form, meanings: Meanings, head: str) -> bool:
    """Whether somebody said that nobody needs a column with this head."""
    words = (head_word(head), bare_word(head))
    return any(meanings.get((form.kind.value, word)) == NOT_NEEDED for word in words)


def fitting(
    form: Form,
    known: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    place: int,
    read: Callable[[Field, Cell], Reading],
) -> tuple[str, ...]:
    """Attributes whose kind the column's cells are of; all where it is empty.

    Args:
        known: attributes that the table has a column for.
        rows: the first ones below the header.
    """
    cells = [row[place] for row in rows if place < len(row) and not is_blank(row[place])]
    sample = list(dict.fromkeys(cells))[:_SAMPLE]
    others = (field for field in form.fields if field.attr not in known)
    return tuple(field.attr for field in others if _fits(field, sample, read))


def _fits(field: Field, sample: Sequence[Cell], read: Callable[[Field, Cell], Reading]) -> bool:
    good = sum(read(field, cell).fault is None for cell in sample)
    return good >= _ENOUGH * len(sample)
