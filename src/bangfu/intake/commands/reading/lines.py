"""What the preview says of each household: who is new, and what changes against what is on file.

Written when the batch is read, so that a page of the preview costs no more than its own lines.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bangfu.kernel.masking import mask_phone
from bangfu.organisations.models import Union
from bangfu.registry.commands.recording.brought import Content, HouseholdVersion
from bangfu.registry.models import HouseholdFacts, MemberFacts
from bangfu.registry.queries.contents import member_values, worker_values
from bangfu.registry.rules.form import MEMBER_FORM, WORKER_FORM, Form, ValueKind
from bangfu.registry.rules.values import Value
from bangfu.vault.enums import SecretKind
from bangfu.vault.sealing import blind_indexes

from ...enums import Outcome, Tab
from ...rules.differences import (
    ABSENT,
    ADDED,
    CHANGED,
    GONE,
    LEFT,
    MEMBER,
    MISSING,
    ON_FILE,
    ORDER,
    PLACE,
    PRINCIPAL,
)
from ...rules.values import show_value
from ..merging.deciding import Decisions, HouseholdDecision, MemberDecision
from ..merging.succeeding import SuccessionTold
from .accepted import RowKey, key_of

AT_ONCE = 1_000  # households whose versions on file are held together
NUMBERS = {"id_number": SecretKind.ID_NUMBER, "card_number": SecretKind.CARD}
Difference = dict[str, str]


@dataclass(frozen=True, slots=True)
class HouseholdLine:
    """Where the preview shows a household, and what it says of it."""

    tab: Tab
    differences: Sequence[Difference]


@dataclass
class _Household:
    """A household with all that is decided of its members."""

    decision: HouseholdDecision
    members: list[MemberDecision] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        return self.decision.filed is None

    @property
    def key(self) -> RowKey | None:
        row = self.decision.row or (self.members[0].row if self.members else None)
        return key_of(row) if row else None

    @property
    def changes(self) -> bool:
        members = any(each.outcome != Outcome.UNCHANGED for each in self.members)
        return members or bool(self.absent) or self.decision.outcome != Outcome.UNCHANGED


def household_lines(decisions: Decisions) -> dict[RowKey, HouseholdLine]:
    """By the row at which each stands; a household that stays as it is has none."""
    lines: dict[RowKey, HouseholdLine] = {}
    changing: list[tuple[RowKey, _Household]] = []
    for household in _households(decisions):
        key = household.key
        if key is None or not household.changes:
            continue
        if household.is_new:
            lines[key] = HouseholdLine(Tab.NEW, list(map(_joins, household.members)))
        else:
            changing.append((key, household))
    for start in range(0, len(changing), AT_ONCE):
        part = changing[start : start + AT_ONCE]
        told = _changed([household for _, household in part])
        for (key, _), differences in zip(part, told, strict=True):
            lines[key] = HouseholdLine(Tab.CHANGED, differences)
    return lines


def _households(decisions: Decisions) -> Iterable[_Household]:
    households = {each.file_no: _Household(each) for each in decisions.households}
    for member in decisions.members:
        if member.version.file_no in households:
            households[member.version.file_no].members.append(member)
    for decision, absent in decisions.newly_absent():
        households[decision.file_no].absent.append(absent.name)
    return households.values()


def _changed(households: Sequence[_Household]) -> Iterator[list[Difference]]:
    workers = _on_file(HouseholdFacts, (each.decision.filed for each in households))
    filed = [member.version.filed for each in households for member in each.members]
    members = _on_file(MemberFacts, filed)
    unions = _union_names(households, workers)
    indexes = _indexes(households)
    for each in households:
        differences = [_goes(name) for name in each.absent]
        differences += _of_worker(each.decision, workers, unions, indexes)
        for member in each.members:
            differences += _of_member(member, members, indexes)
        others = [difference for difference in differences if difference["field"] != ORDER]
        yield sorted(others or differences, key=_place)


def _place(difference: Difference) -> tuple[bool, int]:
    """Another worker first, then removals."""
    return difference["field"] != PRINCIPAL, PLACE[difference["what"]]


def _on_file(model: type[Any], filed: Iterable[Any]) -> dict[int, Any]:
    wanted = [row.facts_id for row in filed if row and row.facts_id]
    versions: dict[int, Any] = model.objects.in_bulk(wanted)
    return versions


def _union_names(
    households: Sequence[_Household], workers: Mapping[int, HouseholdFacts]
) -> dict[int, str]:
    wanted = {version.union_id for version in workers.values()}
    for each in households:
        if isinstance(each.decision.version, HouseholdVersion):
            wanted.add(each.decision.version.content.union_id)
    return dict(Union.objects.filter(pk__in=wanted).values_list("pk", "name"))


def _indexes(households: Sequence[_Household]) -> dict[tuple[str, str], bytes]:
    """By attribute and number: how the vault knows a number again."""
    numbers: dict[str, set[str]] = defaultdict(set)
    for each in households:
        rows = [each.decision.row, *(member.row for member in each.members)]
        for row in rows:
            for attr in NUMBERS if row else ():
                if row and row.values.get(attr):
                    numbers[attr].add(str(row.values[attr]))
    indexes: dict[tuple[str, str], bytes] = {}
    for attr, written in numbers.items():
        listed = sorted(written)
        keyed = blind_indexes(NUMBERS[attr], listed)
        indexes.update({(attr, number): key for number, key in zip(listed, keyed, strict=True)})
    return indexes


def _of_worker(
    decision: HouseholdDecision,
    workers: Mapping[int, HouseholdFacts],
    unions: Mapping[int, str],
    indexes: Mapping[tuple[str, str], bytes],
) -> Iterator[Difference]:
    filed, version = decision.filed, decision.version
    if filed is None or decision.outcome == Outcome.UNCHANGED:
        return
    if tuple(version.missing) != tuple(filed.missing):
        yield _differs(CHANGED, "", MISSING, str(len(filed.missing)), str(len(version.missing)))
    on_file = workers.get(filed.facts_id or 0)
    if not isinstance(version, HouseholdVersion) or on_file is None:
        return
    content, succession = version.content, decision.succession
    if succession:
        filed = succession.former
        yield from _succeeds(succession, content)
    before = {**worker_values(on_file), "union_name": unions.get(on_file.union_id, "")}
    now = {**content.values, "area_code": content.area_code}
    now["union_name"] = unions.get(content.union_id, "")
    known = {"id_number": filed.id_index, "card_number": filed.card_index}
    kept = {"id_number": content.id_on_file, "card_number": content.card_on_file}
    yield from _numbers("", WORKER_FORM, now, known, kept, indexes)
    if succession:
        del before["name"]  # told already
    yield from _fields("", WORKER_FORM, before, now)


def _succeeds(succession: SuccessionTold, content: Content) -> Iterator[Difference]:
    former = succession.former.head_name
    yield _differs(CHANGED, "", PRINCIPAL, former, str(content.values["name"]))
    if not succession.stays:
        yield _differs(GONE, "", MEMBER, former, LEFT)


def _of_member(
    member: MemberDecision,
    members: Mapping[int, MemberFacts],
    indexes: Mapping[tuple[str, str], bytes],
) -> Iterator[Difference]:
    version, filed = member.version, member.version.filed
    if filed is None:
        yield _joins(member)
        return
    if member.outcome == Outcome.UNCHANGED:
        return
    if filed.absent:
        yield _differs(ADDED, filed.name, MEMBER, ABSENT, filed.name)
    elif filed.ordinal != version.ordinal:
        yield _differs(CHANGED, filed.name, ORDER, str(filed.ordinal), str(version.ordinal))
    known = {"id_number": filed.id_index}
    yield from _numbers(filed.name, MEMBER_FORM, version.values, known, {}, indexes)
    if on_file := members.get(filed.facts_id or 0):
        yield from _fields(filed.name, MEMBER_FORM, member_values(on_file), version.values)


def _fields(
    who: str, form: Form, before: Mapping[str, Value], now: Mapping[str, Value]
) -> Iterator[Difference]:
    for column in form.fields:
        if (
            column.attr in NUMBERS
            or column.attr not in before
            or before[column.attr] == now.get(column.attr)
        ):
            continue
        old, new = (_shown(form, column.attr, values[column.attr]) for values in (before, now))
        yield _differs(_what(old, new), who, column.zh, old, new)


def _numbers(
    who: str,
    form: Form,
    now: Mapping[str, Value],
    known: Mapping[str, bytes | None],
    kept: Mapping[str, bytes | None],
    indexes: Mapping[tuple[str, str], bytes],
) -> Iterator[Difference]:
    """Numbers are compared by their keyed digests; of what is on file nothing is opened."""
    for attr, on_file in known.items():
        number = str(now.get(attr) or "")
        index = indexes.get((attr, number)) if number else kept.get(attr)
        if index != on_file:
            old = ON_FILE if on_file else ""
            new = _shown(form, attr, number) if number else ""
            yield _differs(_what(old, new), who, form.by_attr[attr].zh, old, new)


def _shown(form: Form, attr: str, value: Value) -> str:
    if form.by_attr[attr].kind is ValueKind.PHONE:
        return mask_phone(str(value or ""))
    return show_value(form.by_attr[attr], value)


def _what(old: str, new: str) -> str:
    if not new:
        return GONE
    return CHANGED if old else ADDED


def _joins(member: MemberDecision) -> Difference:
    relation = _shown(MEMBER_FORM, "relation", member.row.values.get("relation"))
    return _differs(ADDED, relation, MEMBER, "", str(member.row.values.get("name") or ""))


def _goes(name: str) -> Difference:
    return _differs(GONE, "", MEMBER, name, ABSENT)


def _differs(what: str, who: str, title: str, before: str, after: str) -> Difference:
    return {"what": what, "who": who, "field": title, "before": before, "after": after}
