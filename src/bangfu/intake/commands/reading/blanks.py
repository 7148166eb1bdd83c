"""What an import leaves open in a household, without which no class can be decided."""

from __future__ import annotations

from collections.abc import Mapping

from bangfu.eligibility.rules.missing import needed_facts
from bangfu.eligibility.rules.parameters import Parameters
from bangfu.kernel.phrases import mark, phrase
from bangfu.registry.rules.form import MEMBER_FORM, WORKER_FORM, FormKind

from ...rules import JudgedMember
from .accepted import Accepted, RowKey, key_of

BLANK = mark("“{names}”空缺，此户待核实")
NO_COLUMN = mark("表中没有“{names}”列，在档的也没有，此户待核实")
MEMBERS_BACK = mark("{count} 名家庭成员的行退回，此户待核实")
NO_BLANKS: Mapping[RowKey, tuple[str, ...]] = {}
NEEDED = {
    FormKind.WORKER: (WORKER_FORM, needed_facts(Parameters())),
    FormKind.MEMBER: (MEMBER_FORM, ("income_fen",)),
}


def blanks_of(accepted: Accepted) -> dict[RowKey, tuple[str, ...]]:
    """What is told of a row: what its own cells leave blank, what neither its table nor the file on record
    tells, and a worker of which members went back.
    """
    lacking = accepted.lacking()
    told: dict[RowKey, tuple[str, ...]] = {}
    for row in accepted.rows():
        kind = FormKind.MEMBER if isinstance(row, JudgedMember) else FormKind.WORKER
        form, needed = NEEDED[kind]
        absent = lacking.get((row.ref.file, row.ref.sheet, kind), ())
        unknown = [attr for attr in needed if row.values.get(attr) is None]
        open_left = [
            phrase(words, names="、".join(form.by_attr[attr].zh for attr in attrs))
            for words, attrs in (
                (BLANK, [attr for attr in unknown if attr not in absent]),
                (NO_COLUMN, [attr for attr in unknown if attr in absent]),
            )
            if attrs
        ]
        if kind is FormKind.WORKER and (back := accepted.missing.get(row.file_no)):
            open_left.append(phrase(MEMBERS_BACK, count=len(back)))
        if open_left:
            told[key_of(row)] = tuple(open_left)
    return told
