"""Accounts that money goes to: whether a person confirmed them by the original."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from bangfu.scope.actors import Actor
from bangfu.vault.enums import SecretKind
from bangfu.vault.models import Secret

from ..models import AccountConfirmation, HouseholdFacts


def confirmation_of(card_secret: int) -> AccountConfirmation | None:
    """None where nobody has seen the original. `card_secret`: of the vault."""
    return AccountConfirmation.objects.filter(card_secret=card_secret).first()


def accounts_in_force(by: Actor, on: date) -> QuerySet[Secret]:
    """The account of each file as it stands that day; `household_ref` is the file's id."""
    versions = HouseholdFacts.objects.filter(household=OuterRef("household_ref"), held_from__lte=on)
    newest = versions.order_by("-held_from", "-id").values("card_secret_id")[:1]
    cards = Secret.objects.visible_to(by).filter(kind=SecretKind.CARD)
    return cards.annotate(in_force=Subquery(newest)).filter(in_force=F("pk"))


def accounts_to_confirm(by: Actor, on: date, *, every: bool = False) -> QuerySet[Secret]:
    """Accounts that nobody confirmed and whose check digit does not fit; `every`: whatever it says."""
    confirmed = AccountConfirmation.objects.filter(card_secret=OuterRef("pk"))
    waiting = accounts_in_force(by, on).filter(~Exists(confirmed))
    return waiting if every else waiting.filter(check_fits=False)
