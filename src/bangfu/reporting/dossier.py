"""One household's file as of a day: people, basics, what changed when, who read it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Model, Q

from bangfu.audit.models import Entry
from bangfu.kernel.money import format_yuan
from bangfu.registry.models import Household, HouseholdFacts, MemberFacts, Membership
from bangfu.rounds.enums import PaymentState
from bangfu.rounds.models import Award
from bangfu.scope.actors import Actor
from bangfu.vault.models import Secret

WORKER = "本人"
NOTHING = "（空）"
NUMBERS = {"id_secret": "身份证号", "card_secret": "银行卡号"}
LAST_READINGS = 10
LAST_VERSIONS = 30
READ_ACTIONS = ("registry.read", "vault.read", "casework.read")
#: Columns of a version that say about it rather than in it.
NOT_FACTS = frozenset(
    {
        "id",
        "household",
        "membership",
        "batch",
        "held_from",
        "recorded_at",
        "recorded_by",
        "content_digest",
        "system",
        *(f"tier{n}" for n in range(1, 7)),
    }
)


@dataclass(frozen=True)
class Member:
    """Somebody of the household as the version of the day has them.

    `facts` is None for the worker, whose facts are the file's.
    """

    name: str
    relation: str
    sex: str
    age: int | None
    id_mask: str
    secret_id: int | None
    facts: MemberFacts | None


@dataclass(frozen=True)
class Difference:
    """One field of a version against the version before: column name, before, after."""

    title: str
    before: str
    after: str


@dataclass(frozen=True)
class Version:
    """A recorded version of the file or of a member's row; the first has no differences."""

    whose: str
    held_from: date
    recorded_at: datetime
    recorded_by: str
    differences: tuple[Difference, ...]
    is_first: bool


@dataclass(frozen=True)
class Dossier:
    """`facts` is None while the household was not on file."""

    household: Household
    day: date
    facts: HouseholdFacts | None
    members: tuple[Member, ...]
    card_mask: str

    @property
    def worker(self) -> Member | None:
        return next((one for one in self.members if one.facts is None), None)


def dossier(household: Household, day: date) -> Dossier:
    facts = (
        HouseholdFacts.objects.filter(household=household, held_from__lte=day)
        .select_related("union", "card_secret", "id_secret")
        .order_by("-held_from", "-id")
        .first()
    )
    card = facts.card_secret.mask if facts and facts.card_secret else ""
    return Dossier(household, day, facts, tuple(_members(household, facts, day)), card)


def versions(household: Household) -> list[Version]:
    """Every version recorded of the file and its members, the last recorded first."""
    files = HouseholdFacts.objects.filter(household=household).select_related("union")
    found = _compared(
        WORKER, files.select_related("card_secret", "id_secret").order_by("held_from", "id")
    )
    rows = MemberFacts.objects.filter(household=household).select_related(
        "membership__person", "id_secret"
    )
    by_member: dict[int, list[MemberFacts]] = {}
    for row in rows.order_by("held_from", "id"):
        by_member.setdefault(row.membership_id, []).append(row)
    for history in by_member.values():
        found += _compared(history[0].membership.person.name, history)
    shown = [each for each in found if each.differences or each.is_first]
    shown.sort(key=lambda version: (version.recorded_at, version.whose == WORKER), reverse=True)
    return _births_together(shown)[:LAST_VERSIONS]


def readings(household: Household) -> list[Entry]:
    """The last who read this file or opened a number in it."""
    found = Entry.objects.filter(subject_kind="household", subject=str(household.pk))
    return list(found.filter(action__in=READ_ACTIONS).order_by("-id")[:LAST_READINGS])


def secret_of(household: Household, secret_id: int, by: Actor) -> Secret:
    """A number of this very file. Raises Secret.DoesNotExist for any other."""
    return Secret.objects.visible_to(by).get(id=secret_id, household_ref=household.pk)


def _members(household: Household, facts: HouseholdFacts | None, day: date) -> Iterable[Member]:
    held = (
        Membership.objects.filter(household=household, held_from__lte=day)
        .filter(Q(held_until=None) | Q(held_until__gte=day))
        .select_related("person", "person__id_secret")
    )
    newest = (
        MemberFacts.objects.filter(household=household, held_from__lte=day)
        .select_related("id_secret")
        .order_by("membership_id", "-held_from", "-id")
        .distinct("membership_id")
    )
    rows = {row.membership_id: row for row in newest}
    worker = [one for one in held if one.relation == WORKER]
    others = [one for one in held if one.relation != WORKER and one.pk in rows]
    others.sort(key=lambda one: (rows[one.pk].ordinal, one.pk))
    yield from (_member(one, facts, day) for one in worker)
    yield from (_member(one, rows[one.pk], day) for one in others)


def _member(
    membership: Membership, facts: HouseholdFacts | MemberFacts | None, day: date
) -> Member:
    person = membership.person
    said = facts if facts is not None and facts.name else person
    secret = said.id_secret
    return Member(
        name=said.name,
        relation=membership.relation,
        sex=said.sex,
        age=_age(said.birth_date, day),
        id_mask=secret.mask if secret else "",
        secret_id=secret.pk if secret else None,
        facts=facts if isinstance(facts, MemberFacts) else None,
    )


def _age(born: date | None, day: date) -> int | None:
    if born is None or born > day:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _compared(whose: str, history: Iterable[Model]) -> list[Version]:
    found: list[Version] = []
    before: Any = None
    for row in history:
        now: Any = row
        differences = () if before is None else tuple(_differences(before, now))
        stamp = (whose, now.held_from, now.recorded_at, now.recorded_by)
        found.append(Version(*stamp, differences, is_first=before is None))
        before = now
    return found


def _differences(before: Model, after: Model) -> Iterable[Difference]:
    for field in before._meta.concrete_fields:
        if field.name in NOT_FACTS:
            continue
        old, new = getattr(before, field.name), getattr(after, field.name)
        if _compared_by(old) != _compared_by(new):
            title = NUMBERS.get(field.name, str(field.verbose_name))
            yield Difference(title, _said(field.name, old), _said(field.name, new))


def _compared_by(value: Any) -> Any:
    """A number sealed anew is still the same number."""
    return bytes(value.blind_index) if isinstance(value, Secret) else value


def _said(name: str, value: Any) -> str:
    if value is None or value == "" or value == []:
        return NOTHING
    if isinstance(value, bool):
        return "是" if value else "否"
    if name.endswith("_fen"):
        return f"{format_yuan(value)} 元"
    if isinstance(value, Secret):
        return value.mask
    if isinstance(value, list):
        return "、".join(str(one) for one in value)
    return str(value)


def _births_together(shown: Sequence[Version]) -> list[Version]:
    """Members who came in with the file itself are no change of it."""
    first = [each for each in shown if each.is_first and each.whose == WORKER]
    begun = first[0].held_from if first else None
    return [
        each
        for each in shown
        if not (each.is_first and each.whose != WORKER and each.held_from == begun)
    ]


@dataclass(frozen=True)
class Aid:
    """One award of the household, with how its last payment stands; `state` "" before any."""

    award: Award
    state: str
    state_label: str


def aid_given(household: Household) -> list[Aid]:
    """Every award, the last first."""
    awards = (
        Award.objects.filter(household=household)
        .select_related("round", "round__programme", "round__fund")
        .prefetch_related("payments")
        .order_by("-round__day", "-id")
    )
    return [_aid(award) for award in awards]


def _aid(award: Award) -> Aid:
    payments = sorted(award.payments.all(), key=lambda payment: payment.pk)
    if not payments:
        return Aid(award, "", "")
    state = PaymentState(payments[-1].state)
    return Aid(award, state.value, state.label)
