"""A member takes the worker's place: what is known of the new worker, and what is not any more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from ...errors import SucceededLater
from ...models import MemberFacts
from ...queries.filed import FiledHousehold, FiledMember
from ...rules.values import Value
from .brought import Content, Succession

#: What the form says of the worker and not of the household. Nobody has asked it of the new one.
OF_THE_WORKER = (
    "ethnicity", "marriage", "registration", "phone", "employer", "employer_kind",
    "employer_condition", "work_status", "work_since", "model_worker", "single_parent", "bank",
    "card_number", "consent_on",
)  # fmt: skip
#: What a member's row says, too.
OF_BOTH = (
    "name", "sex", "birth_date", "health", "disability", "disability_grade", "medical_insurance",
)  # fmt: skip


def succession_of(
    filed: FiledHousehold, successor: FiledMember | None, day: date
) -> Sequence[Succession]:
    """Raises SucceededLater where a later version names the former worker still."""
    if successor is None:
        return ()
    if not filed.is_latest:
        raise SucceededLater(filed.file_no, day)
    return (Succession(filed, successor, day),)


def of_successor(filed: FiledHousehold, successor: FiledMember | None) -> FiledHousehold:
    """The file with the new worker's person and number in place of the former's."""
    if successor is None:
        return filed
    return replace(
        filed,
        person_id=successor.person_id,
        id_secret_id=successor.id_secret_id,
        id_index=successor.id_index,
        card_secret_id=None,
        card_index=None,
    )


def succeeded(content: Content, successor: FiledMember | None) -> Content:
    """What is on file with the successor for the worker; nothing changes where there is none."""
    if successor is None:
        return content
    facts = MemberFacts.objects.get(id=successor.facts_id or 0)
    values = values_succeeded(content.values, facts, stays=False)
    return replace(content, values=values, id_on_file=successor.id_index, card_on_file=None)


def values_succeeded(
    values: Mapping[str, Value], facts: MemberFacts, *, stays: bool
) -> dict[str, Value]:
    """The new worker's own income as the member's was told; one person fewer unless the former stays."""
    after = {
        **values,
        **dict.fromkeys(OF_THE_WORKER),
        **{attr: getattr(facts, attr) or None for attr in OF_BOTH},
        "own_income_fen": facts.income_fen,
    }
    size = values["size"]
    if isinstance(size, int) and not stays:
        after["size"] = max(size - 1, 1)
    return after
