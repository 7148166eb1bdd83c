"""Files of households as they lie in the register: the file, its people, versions, sealed numbers.

The database stamps where each row belongs; whoever calls acts as somebody who may write it.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import connection

from bangfu.kernel.cards import luhn_ok
from bangfu.kernel.masking import mask_card, mask_identity
from bangfu.organisations.models import Union
from bangfu.registry.enums import Source
from bangfu.registry.models import Household, HouseholdFacts, MemberFacts, Membership, Person
from bangfu.registry.queries.as_of import HouseholdAsOf, as_of
from bangfu.scope.actors import Actor
from bangfu.vault.enums import SecretKind
from bangfu.vault.models import Secret
from bangfu.vault.sealing import seal_many, tail_index

OPENED = date(2010, 1, 1)
MASKED = {SecretKind.ID_NUMBER: mask_identity, SecretKind.CARD: mask_card}
#: Of a version that a page brought.
BROUGHT = {"source": Source.PAGE, "recorded_by": "测试", "content_digest": b""}


def household_of(union: Union, file_no: str, **more: Any) -> Household:
    """Not saved yet: the file of a worker of a union, where the union is."""
    usual = {"area_code": union.area_code, "head_name": "样例甲", "opened_on": OPENED}
    return Household(file_no=file_no, union=union, **{**usual, **more})


def make_household(union: Union, file_no: str, **more: Any) -> Household:
    """A file that nothing is known of."""
    household = household_of(union, file_no, **more)
    household.save()
    return household


def facts_of(household: Household, held_from: date | None = None, **facts: Any) -> HouseholdFacts:
    """Not saved yet: a version of the file, from the day it was opened unless another is said."""
    usual = {"union": household.union, "area_code": household.area_code}
    return HouseholdFacts(
        household=household,
        held_from=held_from or household.opened_on,
        **{**BROUGHT, **usual, **facts},
    )


def make_facts(household: Household, held_from: date | None = None, **facts: Any) -> HouseholdFacts:
    version = facts_of(household, held_from, **facts)
    version.save()
    return version


def make_member(
    household: Household,
    relation: str,
    since: date,
    *,
    name: str = "",
    secret: Secret | None = None,
) -> Membership:
    """A person who belongs to the household from a day on; 本人 is the worker."""
    person = Person.objects.create(
        household=household, name=name or f"样例{relation}", id_secret=secret
    )
    return Membership.objects.create(
        household=household, person=person, relation=relation, held_from=since
    )


def make_member_facts(membership: Membership, ordinal: int, **facts: Any) -> MemberFacts:
    """What is known of a member from the day of joining; `ordinal` from 1, the worker not counted."""
    return MemberFacts.objects.create(
        household=membership.household,
        membership=membership,
        held_from=membership.held_from,
        ordinal=ordinal,
        name=membership.person.name,
        relation=membership.relation,
        **{**BROUGHT, **facts},
    )


def seal(household: Household, kind: SecretKind, number: str) -> Secret:
    """A number of the household's in the vault."""
    with connection.cursor() as cursor:
        cursor.execute("select nextval(pg_get_serial_sequence('vault_secret', 'id'))")
        secret_id = cursor.fetchone()[0]
    box = seal_many(kind, [(secret_id, number)])[0]
    return Secret.objects.create(
        id=secret_id,
        kind=kind,
        household_ref=household.pk,
        key_version=box.key_version,
        sealed=box.sealed,
        blind_index=box.blind_index,
        mask=MASKED[kind](number),
        tail_index=tail_index(number) if kind is SecretKind.ID_NUMBER else None,
        check_fits=luhn_ok(number) if kind is SecretKind.CARD else None,
    )


def household_as_of(
    file_no: str, day: date, by: Actor, known_at: datetime | None = None
) -> HouseholdAsOf:
    """As the actor finds it by its number; Household.DoesNotExist out of sight."""
    household = Household.objects.visible_to(by).get(file_no=file_no)
    return as_of(household, day, known_at)
