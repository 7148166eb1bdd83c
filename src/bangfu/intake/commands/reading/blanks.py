"""Cells left blank under a column of the table, without which no class can be decided."""

from __future__ import annotations

from collections.abc import Mapping

from bangfu.eligibility.rules.missing import needed_facts
from bangfu.eligibility.rules.parameters import Parameters
from bangfu.kernel.phrases import mark, phrase
from bangfu.registry.rules.form import MEMBER_FORM, WORKER_FORM, FormKind

from ...rules import JudgedMember
from .accepted import Accepted, RowKey, key_of

BLANK = mark("“{names}”空缺，此户待核实")
NO_BLANKS: Mapping[RowKey, str] = {}
NEEDED = {
    FormKind.WORKER: (WORKER_FORM, needed_facts(Parameters())),
    FormKind.MEMBER: (MEMBER_FORM, ("income_fen",)),
}


def blanks_of(accepted: Accepted) -> dict[RowKey, str]:
    """What is told of a row. A column that the whole table lacks is told of the table."""
    lacking = accepted.lacking()
    told: dict[RowKey, str] = {}
    for row in accepted.rows():
        kind = FormKind.MEMBER if isinstance(row, JudgedMember) else FormKind.WORKER
        form, needed = NEEDED[kind]
        absent = lacking.get((row.ref.file, row.ref.sheet, kind), ())
        blank = [attr for attr in needed if row.values.get(attr) is None and attr not in absent]
        if blank:
            names = "、".join(form.by_attr[attr].zh for attr in blank)
            told[key_of(row)] = phrase(BLANK, names=names)
    return told
