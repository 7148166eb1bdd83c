"""Change what one file says of the worker and the members, from a day on: new versions, the same as those on
file but for this.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from bangfu.acts.frame import nothing_changed, tell, use_case
from bangfu.scope.actors import Actor
from bangfu.vault.enums import SecretKind
from bangfu.vault.sealing import blind_index

from .. import duties
from ..enums import Change, Source
from ..errors import HeldAhead, NotOnFile, NotYetHeld, PersonOnFile
from ..models import HouseholdFacts
from ..queries.contents import worker_values
from ..queries.filed import FiledHousehold, filed_households
from ..queries.on_file import holders_of
from ..queries.overlaps import files_holding
from ..rules.form import WORKER_FORM
from ..rules.overlaps import OverlapKind
from ..rules.values import Value
from .met_elsewhere import require_few_met, tell_met, tell_met_though_refused
from .record_versions import hold_households, record_versions
from .recording.brought import Bringer, Brought, Content, HouseholdVersion
from .recording.digests import household_digests, known_digest
from .recording.members import MemberChange, members_asked
from .recording.sound import require_part, require_sound
from .recording.succeeding import of_successor, succeeded, succession_of

#: Which file it is, and where it is filed, do not change by this.
FIXED = frozenset({"file_no", "union_name"})
#: Numbers in the vault, and where a content knows them by their digest.
NUMBERS = {
    "id_number": (SecretKind.ID_NUMBER, "id_on_file"),
    "card_number": (SecretKind.CARD, "card_on_file"),
}


@use_case(duties.RECORD, numbers_in=("changes", "members"))
def record_household_version(
    *,
    file_no: str,
    held_from: date,
    changes: Mapping[str, Value],
    members: Sequence[MemberChange] = (),
    on: date,
    by: Actor,
) -> Change:
    """Record what is on file on `held_from` anew with some of it changed. Nothing else moves.

    Args:
        held_from: since when it is so; not after `on`, today.
        changes: values by attribute of the form (`rules.form`), None for what is not known. A number
            that is not among them stays as it is in the vault, unopened.
        members: who joins, is told of anew, leaves, or takes the worker's place, on that same day.

    Returns:
        CHANGED, or UNCHANGED where all of it is on file already.

    Raises:
        NotPermitted, NotOnFile, NotYetHeld: nothing was on file that day.
        TooManyMet: the officer was told of too many elsewhere today.
        SucceededLater: somebody takes over from a day after which the file was recorded anew already.
        HeldAhead, FieldBlank, FactOutOfBounds, NotAMember: the change itself can't be.
        PersonOnFile: the new number is another worker's; where it lies is told to who may see it, and to
            anybody else it counts as a look (`met_elsewhere`).
        KeyError: no such field, or one that stays as it is.
    """
    if held_from > on:
        raise HeldAhead(held_from, on)
    require_few_met(by)
    filed, facts = _held(file_no, held_from)
    met = _require_sound(filed, changes, held_from)
    as_filed = _on_file(filed, facts)
    met += _met_by_card(as_filed, changes, held_from)
    asked = members_asked(filed, held_from, members)
    succession = succession_of(filed, asked.successor, held_from)
    content = _changed(succeeded(as_filed, asked.successor), changes)
    require_part(content.values, changes)
    digest = known_digest(content, household_digests([content])[0], filed, as_filed)
    worker = of_successor(filed, asked.successor)
    version = HouseholdVersion(file_no, worker, held_from, content, digest, asked.missing)
    brought = Brought(
        held_from, [version], asked.versions, leaving=asked.leaving, successions=succession
    )
    record_versions(brought, Bringer(Source.PAGE, None, by.name))
    return _told(brought, filed.id, met + asked.met)


def _told(brought: Brought, household_id: int, met: int) -> Change:
    members = [each for each in brought.members if each.change is not Change.UNCHANGED]
    moved = len(members) + len(brought.leaving)
    if not moved and brought.households[0].change is Change.UNCHANGED:
        nothing_changed()
        return Change.UNCHANGED
    detail = {"day": str(brought.day)}
    tell("household", household_id, {**detail, "members": moved} if moved else detail)
    tell_met("household", household_id, met)
    return Change.CHANGED


def _require_sound(filed: FiledHousehold, changes: Mapping[str, Value], held_from: date) -> int:
    """How many who have the worker's new number are in a file out of the caller's sight. A refusal for one of
    those is a look, too, and told though nothing else of it is kept.
    """
    for attr, value in changes.items():
        if attr in FIXED:
            raise KeyError(attr)
        require_sound(WORKER_FORM.by_attr[attr], value)
    number = str(changes.get("id_number") or "")
    holders = holders_of([number], held_from).get(number, []) if number else []
    for holder in holders:
        if holder.is_worker and holder.file_no != filed.file_no:
            if not holder.visible:
                tell_met_though_refused(filed.id, number, held_from)
            raise PersonOnFile(holder.file_no)
    return int(any(not holder.visible for holder in holders))


def _met_by_card(as_filed: Content, changes: Mapping[str, Value], held_from: date) -> int:
    """Whether the new card is also that of a file out of the caller's sight: the file's page tells so."""
    number = str(changes.get("card_number") or "")
    if not number or _is_on_file("card_number", number, as_filed):
        return 0
    return int(None in files_holding(OverlapKind.CARD, [number], held_from).get(number, ()))


def _held(file_no: str, day: date) -> tuple[FiledHousehold, HouseholdFacts]:
    """The file as it is that day; nobody else changes it until this transaction ends."""
    hold_households([file_no])
    filed = filed_households([file_no], day).get(file_no)
    if filed is None:
        raise NotOnFile(file_no)
    if filed.facts_id is None:
        raise NotYetHeld(file_no, day, filed.opened_on)
    return filed, HouseholdFacts.objects.get(id=filed.facts_id)


def _on_file(filed: FiledHousehold, facts: HouseholdFacts) -> Content:
    unsaid = dict.fromkeys(WORKER_FORM.by_attr)
    return Content(
        {**unsaid, **worker_values(facts), "file_no": filed.file_no},
        facts.union_id,
        facts.area_code,
        id_on_file=filed.id_index,
        card_on_file=filed.card_index,
        unasked=tuple(facts.unasked),
    )


def _changed(content: Content, changes: Mapping[str, Value]) -> Content:
    """A number that is the one on file stays unopened, as one that is not told of."""
    told = {
        attr: value
        for attr, value in changes.items()
        if attr not in NUMBERS or not _is_on_file(attr, value, content)
    }
    area_code = str(told.get("area_code") or content.area_code)
    return Content(
        {**content.values, **told},
        content.union_id,
        area_code,
        id_on_file=None if "id_number" in told else content.id_on_file,
        card_on_file=None if "card_number" in told else content.card_on_file,
        unasked=tuple(attr for attr in content.unasked if attr not in told),
    )


def _is_on_file(attr: str, value: Value, content: Content) -> bool:
    kind, name = NUMBERS[attr]
    return bool(value) and blind_index(kind, str(value)) == getattr(content, name)
