"""What the judge of the form cannot know: unions, jurisdiction, and who is on file elsewhere.

Asked when a file is read and once more under the lock of its merging, for others may have come in
between.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from bangfu.documents.tables.readings import Fault
from bangfu.kernel.masking import mask_identity
from bangfu.kernel.phrases import phrase
from bangfu.registry.models import Household
from bangfu.registry.queries.on_file import Holder, KnownFile, holders_of, known_files
from bangfu.registry.rules.bounds import MOST_PERSONS
from bangfu.registry.rules.form import MEMBER_FORM, WORKER_FORM, Form

from ...queries.on_file import in_sight
from ...rules import JudgedMember, JudgedWorker, faults
from ...rules.rows import Problem
from .accepted import Accepted, Problems, identities_of, key_of
from .unions import UnionDirectory, placed

#: Attribute of the form, and what is wrong with it.
Faulty = Iterator[tuple[str, Fault]]


def find_objections(
    accepted: Accepted, as_of: date, directory: UnionDirectory, *, confirmed: bool
) -> Problems:
    """Problems of rows that are good by themselves; run within the importing officer's scope.

    Args:
        confirmed: files out of that scope count, too. Else nothing follows from them.
    """
    holders = holders_of(identities_of(accepted.workers), as_of)
    files = known_files(row.file_no for row in accepted.rows())
    if not confirmed:
        files, holders = in_sight(files, holders)
    unions = filed_unions(accepted)
    problems: Problems = {}
    for worker in accepted.workers:
        faulty = _worker(worker, directory, unions, holders, files, accepted)
        _note(problems, worker, WORKER_FORM, faulty)
    for member in accepted.members:
        _note(problems, member, MEMBER_FORM, _member(member, files))
    return problems


def filed_unions(accepted: Accepted) -> dict[str, int]:
    """The present union of filed households whose row leaves 所属工会 blank."""
    blank = [row.file_no for row in accepted.workers if not row.values.get("union_name")]
    filed = Household.objects.filter(file_no__in=blank) if blank else Household.objects.none()
    return dict(filed.values_list("file_no", "union_id"))


def _worker(
    row: JudgedWorker,
    directory: UnionDirectory,
    unions: Mapping[str, int],
    holders: Mapping[str, list[Holder]],
    files: Mapping[str, KnownFile],
    accepted: Accepted,
) -> Faulty:
    """Of files out of sight a row tells only where nothing else keeps it from going in: whoever guesses at
    the numbers of strangers could have rows that go back either way, and leave nothing on file.
    """
    faulty = list(_of_itself(row, directory, unions, accepted))
    yield from faulty
    held = [holder for holder in holders.get(str(row.values["id_number"]), ()) if holder.is_worker]
    other = held[0] if held and held[0].file_no != row.file_no else None
    if other and other.visible:
        yield "id_number", faults.same_identity(other.file_no)
    elif taken := _number_taken(row, files, accepted, known=bool(held) and not other):
        if not (faulty and taken[1] is faults.FILE_NO_ELSEWHERE):
            yield taken
    elif other and not faulty:
        yield "id_number", faults.PERSON_ELSEWHERE


def _of_itself(
    row: JudgedWorker,
    directory: UnionDirectory,
    unions: Mapping[str, int],
    accepted: Accepted,
) -> Faulty:
    written, system = str(row.values["union_name"] or ""), str(row.values["system"] or "")
    union = placed(directory, written, system, unions, row.file_no)
    if isinstance(union, Fault):
        yield "union_name", union
    size = row.values["size"]
    if isinstance(size, int) and size > MOST_PERSONS:
        yield "size", _too_many_persons()
    if row.file_no in accepted.as_filed and _part_exceeds(row):
        yield "compulsory_education_fen", faults.COMPULSORY_EXCEEDS


def _number_taken(
    row: JudgedWorker, files: Mapping[str, KnownFile], accepted: Accepted, *, known: bool
) -> tuple[str, Fault] | None:
    """Args:
    known: the file of this number is this worker's.
    """
    filed, succession = files.get(row.file_no), accepted.successions.get(row.file_no)
    if isinstance(succession, Fault):
        return "name", succession
    if succession or known or not filed or (filed.visible and filed.name == row.values["name"]):
        return None
    return "file_no", faults.FILE_NO_TAKEN if filed.visible else faults.FILE_NO_ELSEWHERE


def _member(row: JudgedMember, files: Mapping[str, KnownFile]) -> Faulty:
    """A member whom another file has, too, is told of it (`sharing`) and settled on file."""
    filed = files.get(row.file_no)
    if filed and not filed.visible:
        yield "file_no", faults.UNKNOWN_FILE  # not the importer's; nothing is told of it


def _part_exceeds(row: JudgedWorker) -> bool:
    """One of the two may come from the file; the judge of the form saw only the table's."""
    whole, part = row.values["education_fen"], row.values["compulsory_education_fen"]
    return isinstance(part, int) and part > (whole if isinstance(whole, int) else 0)


def _too_many_persons() -> Fault:
    mend = phrase("家庭人口最多 {most} 人，请核对。", most=MOST_PERSONS)
    return Fault("bad-count", phrase("人数过多"), mend)


def _note(problems: Problems, row: JudgedWorker | JudgedMember, form: Form, faulty: Faulty) -> None:
    for attr, fault in faulty:
        value = row.values.get(attr)
        shown = SHOWN.get(attr, str)(str(value if value is not None else ""))
        problem = Problem(form.by_attr[attr].zh, fault.code, shown, fault.reason, fault.mend)
        problems.setdefault(key_of(row), []).append(problem)


SHOWN: dict[str, Callable[[str], str]] = {"id_number": mask_identity}
