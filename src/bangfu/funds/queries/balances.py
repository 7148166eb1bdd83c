"""Funds one may see, and what each of them holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from bangfu.scope.actors import Actor

from ..enums import AccountKind
from ..models import Account, Fund


@dataclass(frozen=True)
class Balances:
    """Where a fund's money stands, in fen; received = the sum of all others."""

    received: int = 0
    available: int = 0
    reserved: int = 0
    clearing: int = 0
    paid: int = 0
    returned: int = 0
    to_recover: int = 0
    lost: int = 0
    surplus: int = 0

    @property
    def adds_up(self) -> bool:
        """Whether all that came in stands somewhere: the books' own check of one fund."""
        held = self.available + self.reserved + self.clearing + self.returned + self.surplus
        return self.received == held + self.paid + self.to_recover + self.lost


@dataclass(frozen=True)
class FundLine:
    fund: Fund
    balances: Balances


def funds_visible(by: Actor) -> QuerySet[Fund]:
    """Funds of the actor's jurisdiction with union and programme, the latest first."""
    return Fund.objects.visible_to(by).select_related("union", "programme").order_by("-id")


def fund_seen(by: Actor, fund_id: int) -> FundLine:
    """Raises Fund.DoesNotExist when it is not in the actor's jurisdiction."""
    fund = funds_visible(by).get(pk=fund_id)
    return FundLine(fund, balances_of([fund.pk])[fund.pk])


def fund_lines(by: Actor) -> list[FundLine]:
    """All funds in the actor's jurisdiction, the latest first."""
    funds = list(funds_visible(by))
    held = balances_of(fund.pk for fund in funds)
    return [FundLine(fund, held[fund.pk]) for fund in funds]


def balances_of(fund_ids: Iterable[int]) -> dict[int, Balances]:
    """By fund id; zeroes for one that is out of sight."""
    ids = list(fund_ids)
    balances: dict[int, dict[str, int]] = {fund_id: {} for fund_id in ids}
    for fund_id, kind, balance in Account.objects.filter(fund_id__in=ids).values_list(
        "fund_id", "kind", "balance"
    ):
        if kind == AccountKind.SOURCE:
            balances[fund_id]["received"] = -balance
        else:
            balances[fund_id][kind] = balance
    return {fund_id: Balances(**held) for fund_id, held in balances.items()}
