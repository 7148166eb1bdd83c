"""One line for a worker and one member beside him: which column tells of whom.

A person sees it by a head that says so (成员姓名, or 家庭成员 over several columns), by what only one of
the two can have (关系, 医疗支出), and else by the columns that a head stands among.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import Enum

from bangfu.documents.tables.headers import Heads, head_word, meaning
from bangfu.intake.rules.meanings import SAYS_WHOSE, Meanings, own_field
from bangfu.registry.rules.form import MEMBER_FORM, WORKER_FORM, Field, Form

_TOLD_APART = ("name", "id_number")  # both sides have a column of their own for these
_MANY = 8  # columns of a worker; a list of members that names its worker has fewer


class Side(Enum):
    WORKER = "worker"
    MEMBER = "member"
    BOTH = "both"  # the file number
    NEITHER = "neither"


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
    among = Side.WORKER
    for words in heads.of:
        side = _side_of(words, among, meanings)
        among = side if side in _FORMS else among
        yield side


def _side_of(words: Sequence[str], among: Side, meanings: Meanings) -> Side:
    """`among`: whose the column before was."""
    fields = {side: _field(form, words, meanings) for side, form in _FORMS.items()}
    if any(field is not None and field.attr == "file_no" for field in fields.values()):
        return Side.BOTH
    able = [side for side, field in fields.items() if field is not None]
    told = [side for side in able if _says(words, _FORMS[side])]
    if told or len(able) == 1:
        return (told or able)[0]
    return among if able else Side.NEITHER


def _says(words: Sequence[str], form: Form) -> bool:
    """Whether a head says whose it is; a title over the whole table says more than that."""
    *groups, lowest = [head_word(head) for head in words]
    pattern = SAYS_WHOSE[form.kind]
    return bool(pattern.match(lowest)) or any(pattern.fullmatch(group) for group in groups)


def _of_side(heads: Heads, whose: Sequence[Side], side: Side) -> Heads:
    """What neither side reads stands on the worker's, to be told once."""
    wanted = {side, Side.BOTH} | ({Side.NEITHER} if side is Side.WORKER else set())
    of = tuple(words if each in wanted else () for each, words in zip(whose, heads.of, strict=True))
    return replace(heads, of=of)


def _field(form: Form, words: Sequence[str], meanings: Meanings) -> Field | None:
    return meaning(words, lambda word: own_field(form, meanings, word))[0]
