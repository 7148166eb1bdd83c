"""Accounts to confirm by their originals, once before the first payment: a list, and the file's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.acts.frame import tell
from bangfu.acts.roles import holds
from bangfu.casework.enums import ParameterName
from bangfu.casework.queries import case_parameters
from bangfu.registry import duties
from bangfu.registry.commands.confirm_accounts import confirm_accounts
from bangfu.registry.enums import LookedAt
from bangfu.registry.errors import NoAccountChosen
from bangfu.registry.models import AccountConfirmation, Household, HouseholdFacts
from bangfu.registry.queries.accounts import accounts_to_confirm, confirmation_of
from bangfu.registry.queries.as_of import Masked
from bangfu.scope.actors import Actor
from bangfu.scope.counting import count_of
from bangfu.scope.paging import page_of
from bangfu.vault.models import Secret

from ..access import OfficerRequest, allow
from ..cursors import row_id
from ..forms_base import FormRefused, GroupedForm, status_with
from ..responses import see_other


class Chosen(forms.Field):
    """Ticked rows, by number."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> list[int]:
        if not all(each.isascii() and each.isdigit() and len(each) < 19 for each in value or []):
            raise forms.ValidationError(_("勾选的内容不能识别，请刷新页面。"))
        return [int(each) for each in value or []]


class AccountForm(GroupedForm):
    REFUSED_AT = {NoAccountChosen: None}
    accounts = Chosen(required=False)
    looked_at = forms.TypedChoiceField(
        label=gettext_lazy("核对的原件"), coerce=LookedAt, choices=LookedAt.choices
    )


@dataclass(frozen=True)
class Account:
    """The account of a file as its page shows it.

    Attributes:
        wanted: somebody has to see its original before the first payment, and nobody has.
        may_confirm: the officer may say so now.
    """

    masked: Masked
    confirmed: AccountConfirmation | None
    wanted: bool
    may_confirm: bool


def account_shown(
    masked: Masked | None, area_code: str, by: Actor, *, on: date, is_past: bool
) -> Account | None:
    if masked is None:
        return None
    confirmed = confirmation_of(masked.secret_id)
    wanted = confirmed is None and (masked.check_fits is not True or _every(area_code, on))
    may = wanted and not is_past and holds(by, duties.CONFIRM_ACCOUNT)
    return Account(masked, confirmed, wanted, may)


def _every(area_code: str, on: date) -> bool:
    """Whether each account is to be confirmed there, whatever its check digit says."""
    return bool(case_parameters([area_code], on)[area_code].get(ParameterName.EVERY_ACCOUNT))


@allow(duties.CONFIRM_ACCOUNT, "GET", "POST")
def account_list(request: OfficerRequest) -> HttpResponse:
    """Those whose check digit does not fit; with `?every=1` all that nobody confirmed."""
    if request.method != "POST":
        return _page(request, AccountForm(initial={"looked_at": LookedAt.CARD}))
    form = AccountForm(request.POST)
    try:
        done = form.send(
            lambda typed: confirm_accounts(**typed, on=request.today, by=request.actor)
        )
    except FormRefused:
        return _page(request, form)
    messages.success(request, _("已登记核对 %(n)s 户的账号。") % {"n": done})
    if file_no := request.POST.get("file_no"):
        return see_other("file_page", file_no)
    return see_other(request.get_full_path())


def _page(request: OfficerRequest, form: AccountForm) -> HttpResponse:
    every = request.GET.get("every") == "1"
    waiting = accounts_to_confirm(request.actor, request.today, every=every)
    after, before = (row_id(request, name) for name in ("after", "before"))
    page = page_of(waiting, "household_ref", after=after, before=before)
    tell("list", "files", {"shown": len(page.rows)}, action="registry.read_many")
    context = {
        "rows": _rows(page.rows, request.today),
        "page": page,
        "total": count_of(waiting),
        "every": every,
        "form": form,
    }
    return render(request, "files/accounts.html", context, status=status_with(form))


def _rows(accounts: Sequence[Secret], day: date) -> list[tuple[Secret, Household, str]]:
    ids = [each.household_ref for each in accounts]
    files = Household.objects.select_related("union").in_bulk(ids)
    facts = HouseholdFacts.objects.filter(household__in=ids).in_force(day)
    banks = dict(facts.values_list("household_id", "bank"))
    return [
        (each, files[each.household_ref], banks.get(each.household_ref, "")) for each in accounts
    ]
