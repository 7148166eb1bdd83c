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
    written, system = str(row.values["union_name"] or ""), str(row.values["system"] or "")
    union = placed(directory, written, system, unions, row.file_no)
    if isinstance(union, Fault):
        yield "union_name", union
    size = row.values["size"]
    if isinstance(size, int) and size > MOST_PERSONS:
        yield "size", _too_many_persons()
    if row.file_no in accepted.as_filed and _part_exceeds(row):
        yield "compulsory_education_fen", faults.COMPULSORY_EXCEEDS
    held = [holder for holder in holders.get(str(row.values["id_number"]), ()) if holder.is_worker]
    if held and held[0].file_no != row.file_no:
        yield "id_number", _elsewhere(held[0])
        return
    filed, succession = files.get(row.file_no), accepted.successions.get(row.file_no)
    if isinstance(succession, Fault):
        yield "name", succession
    elif succession or held or not filed:
        return
    elif not (filed.visible and filed.name == row.values["name"]):
        yield "file_no", faults.FILE_NO_TAKEN


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


def _elsewhere(holder: Holder) -> Fault:
    return faults.same_identity(holder.file_no) if holder.visible else faults.PERSON_ELSEWHERE


def _note(problems: Problems, row: JudgedWorker | JudgedMember, form: Form, faulty: Faulty) -> None:
    for attr, fault in faulty:
        value = row.values.get(attr)
        shown = SHOWN.get(attr, str)(str(value if value is not None else ""))
        problem = Problem(form.by_attr[attr].zh, fault.code, shown, fault.reason, fault.mend)
        problems.setdefault(key_of(row), []).append(problem)


SHOWN: dict[str, Callable[[str], str]] = {"id_number": mask_identity}
