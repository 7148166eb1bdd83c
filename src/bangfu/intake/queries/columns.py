"""What the columns of a union's tables mean, and which of a batch nobody has explained yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bangfu.documents.tables.headers import head_word
from bangfu.documents.tables.told import held
from bangfu.kernel.masking import HIDDEN
from bangfu.kernel.phrases import mark, phrase
from bangfu.organisations.models import Union
from bangfu.registry.rules.form import FORMS, Form
from bangfu.scope.actors import Actor
from bangfu.scope.models import TIERS

from ..models import ColumnMeaning, ImportBatch
from ..rules.meanings import NOT_NEEDED, Meanings

__all__ = ["NOT_NEEDED"]
MOST_SHOWN = 200
FORM_OF: Mapping[str, Form] = {form.kind.value: form for form in FORMS}
LEFT_OUT = mark("不需要")


@dataclass(frozen=True)
class ColumnAsked:
    """A column that leads to no field. `choices`: code and name of what it may be said to mean; those
    of `fits` are of the kind that its cells are.
    """

    form: str
    sheet: str
    head: str
    choices: Sequence[tuple[str, str]]
    fits: frozenset[str]


@dataclass(frozen=True)
class MeaningTold:
    """`meaning` is the code, `meant` its words."""

    pk: int
    union: str
    form: str
    word: str
    meaning: str
    meant: str
    by_name: str
    at: datetime

    @property
    def where(self) -> str:
        return self.form


def meanings_of(union: Union | None) -> Meanings:
    """Those of the union and of all above it, the nearest first; in the machine's scope."""
    if union is None:
        return {}
    line = [above for tier in TIERS if (above := getattr(union, tier)) is not None]
    rows = held(ColumnMeaning.objects.filter(union_id__in=line).order_by("pk"), _word_of)
    return {(row.form, row.word): row.meaning for at in line for row in rows if row.union_id == at}


def columns_asked(batch: ImportBatch) -> list[ColumnAsked]:
    """Of its tables, those that could not be read included; one of a name in a form.

    What hides somebody's number is no head, and nobody is asked what it means.
    """
    asked: dict[tuple[str, str], ColumnAsked] = {}
    for table in tables_of(batch):
        form = FORM_OF[table["form"]]
        choices = [(attr, form.by_attr[attr].zh) for attr in table["lacking"]]
        for head, fits in zip(table["unread"], table.get("fits", ()), strict=False):
            if head == HIDDEN:
                continue
            column = ColumnAsked(table["form"], table["sheet"], head, choices, frozenset(fits))
            asked.setdefault((table["form"], head_word(head)), column)
    return list(asked.values())


def tables_of(batch: ImportBatch) -> Iterator[Mapping[str, Any]]:
    """Heads and meanings of each table, those that were refused whole last."""
    yield from batch.outline.get("columns", ())
    yield from batch.outline.get("columns_refused", ())


def meanings_told(by: Actor) -> list[MeaningTold]:
    """Every one that holds, the last told first."""
    rows = ColumnMeaning.objects.visible_to(by).select_related("union").order_by("pk")
    return [_told(row) for row in held(rows, _word_of)[:MOST_SHOWN]]


def meaning_told(meaning_id: int, by: Actor) -> MeaningTold:
    """Raises ColumnMeaning.DoesNotExist out of the actor's reach."""
    return _told(ColumnMeaning.objects.visible_to(by).select_related("union").get(pk=meaning_id))


def choices_of(form: str) -> list[tuple[str, str]]:
    """Everything that a column of this form may mean."""
    return [(field.attr, field.zh) for field in FORM_OF[form].fields]


def meant(form: str, meaning: str) -> str:
    """A meaning in words for a page; "" where none is held. Raises KeyError for none of the form."""
    if meaning == NOT_NEEDED:
        return phrase(LEFT_OUT)
    return FORM_OF[form].by_attr[meaning].zh if meaning else ""


def _word_of(row: ColumnMeaning) -> tuple[int, str, str]:
    return row.union_id, row.form, row.word


def _told(row: ColumnMeaning) -> MeaningTold:
    return MeaningTold(
        row.pk, row.union.name, row.form, row.word, row.meaning, meant(row.form, row.meaning),
        row.by_name, row.at,
    )  # fmt: skip
