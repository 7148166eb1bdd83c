"""One household's file as of a day: people, basics, what changed when, who read it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Model

from bangfu.audit.models import Entry
from bangfu.kernel.masking import mask_phone
from bangfu.kernel.money import format_yuan
from bangfu.kernel.phrases import mark, phrase
from bangfu.registry.models import Household, HouseholdFacts, MemberFacts
from bangfu.registry.queries.as_of import HouseholdAsOf, Masked
from bangfu.registry.rules.newborns import number_due
from bangfu.registry.versions import Version
from bangfu.scope.actors import Actor
from bangfu.vault.models import Secret

WORKER = "本人"
NOTHING = mark("（空）")
#: Columns that have no name on the form, and what they are called.
TITLES = {
    "id_secret": mark("身份证号"),
    "card_secret": mark("银行卡号"),
    "missing_members": mark("没有读到的成员行"),
    "unasked": mark("报来的表没有的支出项"),
}
LAST_READINGS = 10
LAST_VERSIONS = 30
#: What is told of a version itself, in the order of `ShownVersion`.
STAMP = ("held_from", "recorded_at", "recorded_by")
READ_ACTIONS = ("registry.read", "registry.read_phone", "vault.read", "casework.read")
#: Columns that tell of a version itself, not of the household. They are named rather than the
#: others, so that a new field of the form is compared by itself.
NOT_FACTS = frozenset(
    {
        "id",
        "household",
        "membership",
        "ordinal",
        *(field.name for field in Version._meta.fields),
    }
)

OLDEST_ASKED = 3  # years; of whom no number is on file later, that is another matter


@dataclass(frozen=True)
class Member:
    """Somebody of the household by the version in force that day.

    `age` is in whole years, None where the birth date is not known or later. `facts` is None for
    the worker, whose facts are the file's. `number_due`: until when the number of a child who has none
    is asked for.
    """

    name: str
    relation: str
    sex: str
    age: int | None
    identity: Masked | None
    facts: MemberFacts | None

    @property
    def number_due(self) -> date | None:
        born = self.facts.birth_date if self.facts else None
        if self.identity or born is None or self.age is None or self.age > OLDEST_ASKED:
            return None
        return number_due(born)


@dataclass(frozen=True)
class FieldDifference:
    """One field of a version and of the one before, in words; numbers masked."""

    title: str
    before: str
    after: str


@dataclass(frozen=True)
class ShownVersion:
    """A recorded version of the file or of a member's row; the first has no differences.

    `whose` is 本人 for the file, else the member's name.
    """

    whose: str
    held_from: date
    recorded_at: datetime
    recorded_by: str
    differences: tuple[FieldDifference, ...]
    is_first: bool


@dataclass(frozen=True)
class Dossier:
    """`facts` is None while the household was not on file."""

    facts: HouseholdFacts | None
    worker: Member | None
    members: tuple[Member, ...]
    card: Masked | None


def dossier(held: HouseholdAsOf | None) -> Dossier:
    """Who and what was on file that day, the worker first among the members.

    Args:
        held: None while the household was not on file.
    """
    if held is None:
        return Dossier(None, None, (), None)
    worker = _member(held.facts, WORKER, held.identity, held.day, None)
    others = [
        _member(member.facts, member.facts.relation, member.identity, held.day, member.facts)
        for member in held.members
    ]
    return Dossier(held.facts, worker, (worker, *others), held.card)


def income_of_all(dossier_: Dossier) -> int | None:
    """What those on the file earn together in a month, in fen; None while one is not known."""
    if dossier_.facts is None:
        return None
    members = [member.facts.income_fen for member in dossier_.members if member.facts]
    incomes = [dossier_.facts.own_income_fen, *members]
    known = [income for income in incomes if income is not None]
    return sum(known) if len(known) == len(incomes) else None


def versions(household: Household) -> list[ShownVersion]:
    """The last `LAST_VERSIONS` recorded that changed something shown, the last recorded first.

    Members who came with the file's first version are part of it and no change of their own.
    """
    listed = [*_file_versions(household), *_member_versions(household)]
    shown = [each for each in listed if each.differences or each.is_first]
    shown.sort(key=lambda version: (version.recorded_at, version.whose == WORKER), reverse=True)
    return _births_together(shown)[:LAST_VERSIONS]


def _file_versions(household: Household) -> list[ShownVersion]:
    rows = HouseholdFacts.objects.filter(household=household).order_by("held_from", "id")
    stamps = list(rows.values_list(*STAMP)[:2])
    if len(stamps) < 2:
        return [_first(WORKER, *stamp) for stamp in stamps]
    return _compared(WORKER, rows.select_related("union", "card_secret", "id_secret"))


def _member_versions(household: Household) -> Iterable[ShownVersion]:
    rows = MemberFacts.objects.filter(household=household).order_by("held_from", "id")
    stamps: dict[tuple[int, str], list[Any]] = {}
    for membership, name, *stamp in rows.values_list(
        "membership_id", "membership__person__name", *STAMP
    ):
        stamps.setdefault((membership, name), []).append(stamp)
    several = [membership for (membership, _name), its in stamps.items() if len(its) > 1]
    histories: dict[int, list[MemberFacts]] = {}
    # Most were never changed: their whole rows, of some thirty columns, are not read.
    for row in rows.filter(membership__in=several).select_related("id_secret") if several else ():
        histories.setdefault(row.membership_id, []).append(row)
    for (membership, name), its in stamps.items():
        if membership in histories:
            yield from _compared(name, histories[membership])
        else:
            yield _first(name, *its[0])


def readings(household: Household) -> list[Entry]:
    """The last `LAST_READINGS` entries of the log on who opened this file or a number in it."""
    entries = Entry.objects.filter(subject_kind="household", subject=str(household.pk))
    return list(entries.filter(action__in=READ_ACTIONS).order_by("-id")[:LAST_READINGS])


def secret_of(household: Household, secret_id: int, by: Actor) -> Secret:
    """A number of this very file. Raises Secret.DoesNotExist for any other, or out of sight."""
    return Secret.objects.visible_to(by).get(id=secret_id, household_ref=household.pk)


def _member(
    own_facts: HouseholdFacts | MemberFacts,
    relation: str,
    identity: Masked | None,
    day: date,
    facts: MemberFacts | None,
) -> Member:
    return Member(
        own_facts.name, relation, own_facts.sex, _age(own_facts.birth_date, day), identity, facts
    )


def _age(born: date | None, day: date) -> int | None:
    if born is None or born > day:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _first(whose: str, held_from: date, recorded_at: datetime, recorded_by: str) -> ShownVersion:
    return ShownVersion(whose, held_from, recorded_at, recorded_by, (), is_first=True)


def _compared(whose: str, history: Iterable[Model]) -> list[ShownVersion]:
    listed: list[ShownVersion] = []
    before: Any = None
    for row in history:
        now: Any = row
        differences = () if before is None else tuple(_differences(before, now))
        stamp = (getattr(now, name) for name in STAMP)
        listed.append(ShownVersion(whose, *stamp, differences, is_first=before is None))
        before = now
    return listed


def _differences(before: Model, after: Model) -> Iterable[FieldDifference]:
    for field in before._meta.concrete_fields:
        if field.name in NOT_FACTS:
            continue
        old, new = getattr(before, field.name), getattr(after, field.name)
        if _compared_by(old) != _compared_by(new):
            title = phrase(TITLES.get(field.name, str(field.verbose_name)))
            yield FieldDifference(title, _said(field.name, old), _said(field.name, new))


def _compared_by(value: Any) -> Any:
    """Numbers by their blind index: sealed anew, one is still the same."""
    return bytes(value.blind_index) if isinstance(value, Secret) else value


def _said(name: str, value: Any) -> str:
    if value is None or value == "" or value == []:
        return phrase(NOTHING)
    if isinstance(value, bool):
        return phrase("是") if value else phrase("否")
    if name == "phone":
        return mask_phone(value)
    if name.endswith("_fen"):
        return phrase("{amount} 元", amount=format_yuan(value))
    if isinstance(value, Secret):
        return value.mask
    if isinstance(value, list):
        return "、".join(str(part) for part in value)
    return str(value)


def _births_together(shown: Sequence[ShownVersion]) -> list[ShownVersion]:
    """Leave out the first versions of members who came with the file itself."""
    first = [each for each in shown if each.is_first and each.whose == WORKER]
    begun = first[0].held_from if first else None
    return [
        each
        for each in shown
        if not (each.is_first and each.whose != WORKER and each.held_from == begun)
    ]
