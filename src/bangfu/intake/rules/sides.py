"""One line for a worker and one member beside him: which column tells of whom.

A person sees it by a head that says so (成员姓名, or 家庭成员 over several columns), by what only one of
the two can have (关系, 医疗支出), by who else would have no column for it (姓名 beside 职工姓名), and else
by the columns that a head stands among.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from enum import Enum

from bangfu.documents.tables.headers import Heads, meaning
from bangfu.intake.rules.meanings import Meanings, own_field, says_whose
from bangfu.registry.rules.form import MEMBER_FORM, WORKER_FORM, Field, Form

_TOLD_APART = ("name", "id_number")  # both sides have a column of their own for these
_MANY = 8  # columns of a worker; a list of members that names its worker has fewer


class Side(Enum):
    WORKER = "worker"
    MEMBER = "member"
    BOTH = "both"  # the file number
    NEITHER = "neither"


Claims = dict[Side, set[str]]
_FORMS = {Side.WORKER: WORKER_FORM, Side.MEMBER: MEMBER_FORM}


def sides_of(heads: Heads, meanings: Meanings) -> tuple[Heads, Heads] | None:
    """The heads of the worker's side and those of the member's; None where each line is one person's."""
    whose = list(_whose(heads, meanings))
    if not {Side.WORKER, Side.MEMBER} <= set(whose):
        return None
    worker, member = (_of_side(heads, whose, side) for side in _FORMS)
    of_worker, of_member = (
        {field.attr for words in side.of if (field := _field(form, words, meanings))}
        for form, side in ((WORKER_FORM, worker), (MEMBER_FORM, member))
    )
    if any(attr not in side for attr in _TOLD_APART for side in (of_worker, of_member)):
        return None
    complete = all(field.attr in of_worker for field in WORKER_FORM.fields if field.required)
    return (worker, member) if complete or len(of_worker) >= _MANY else None


def _whose(heads: Heads, meanings: Meanings) -> Iterator[Side]:
    claims = _claims(heads, meanings)
    among = Side.WORKER
    for words in heads.of:
        side, told = _side_of(words, among, meanings, claims)
        among = side if told and side in _FORMS else among
        yield side


def _claims(heads: Heads, meanings: Meanings) -> Claims:
    """Fields that a head says to be of one of them alone; none where nothing but the file is a member's."""
    claims: Claims = {side: set() for side in _FORMS}
    for words in heads.of:
        fields = _fields(words, meanings)
        if len(told := _told(words, fields)) == 1:
            claims[told[0]].add(fields[told[0]].attr)
    return claims if claims[Side.MEMBER] else {side: set() for side in _FORMS}


def _side_of(
    words: Sequence[str], among: Side, meanings: Meanings, claims: Claims
) -> tuple[Side, bool]:
    """And whether the columns that follow are likely of the same.

    Args:
        among: whose the column before was.
        claims: a head that both could mean is of the one who has no column of his own for it.
    """
    fields = _fields(words, meanings)
    if any(field.attr == "file_no" for field in fields.values()):
        return Side.BOTH, False
    if told := _told(words, fields):
        return told[0], True
    free = [side for side in fields if fields[side].attr not in claims[side]]
    if len(free) == 1:
        return free[0], fields[free[0]].attr in _TOLD_APART
    return (among, True) if fields else (Side.NEITHER, False)


def _fields(words: Sequence[str], meanings: Meanings) -> dict[Side, Field]:
    """What a column would be of each who can have it."""
    fields = {side: _field(form, words, meanings) for side, form in _FORMS.items()}
    return {side: field for side, field in fields.items() if field is not None}


def _told(words: Sequence[str], fields: Mapping[Side, Field]) -> list[Side]:
    """Whose it is: as the head says, or because nobody else can have it."""
    if len(fields) == 1:
        return list(fields)
    return [side for side in fields if says_whose(words, _FORMS[side])]


def _of_side(heads: Heads, whose: Sequence[Side], side: Side) -> Heads:
    """What neither side reads stands on the worker's, to be told once."""
    wanted = {side, Side.BOTH} | ({Side.NEITHER} if side is Side.WORKER else set())
    of = tuple(words if each in wanted else () for each, words in zip(whose, heads.of, strict=True))
    return replace(heads, of=of)


def _field(form: Form, words: Sequence[str], meanings: Meanings) -> Field | None:
    return meaning(words, lambda word: own_field(form, meanings, word))[0]
