"""Every form of the product, sent empty and sent wrong: what its page says of each field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import is_dataclass
from typing import Any

from django import forms
from django.http import HttpResponse
from django.test import Client

from architecture.test_access import Route
from bangfu.web.forms_base import Grouped
from bangfu.web.money_fields import YuanField
from integration.reporting.typed import Typed

from .asking import Target, address, body, undone
from .shop import Shop
from .sight import OFFICERS, ROLE

#: What goes along with a form and is no part of it.
TOKEN = "csrfmiddlewaretoken"  # every form of a page sends it, so that none is quite empty
#: Buttons, filters and choices among what a page offers: nothing typed can be wrong.
NOTHING_TYPED = {
    "appointment_end", "appointment_second", "appointment_withdraw", "bank_word_change", "case_approve", "case_check",
    "case_find", "case_new", "case_review_export", "file_export", "file_find", "file_reveal", "fund_ledger",
    "fund_reversal_do", "import_back", "import_drop", "import_export", "import_meaning_change",
    "import_merge", "import_report", "import_stop", "job_stop", "log_export", "log_find", "reassess",
    "round_answer_forget", "round_answer_take", "round_export", "round_reconcile", "round_release",
    "round_roster", "round_send", "round_simulate", "switch", "user_confirm", "user_disable", "user_enable",
}  # fmt: skip
#: No object of the shop is in the state in which its page shows the form; money's own tests send these.
NOT_SHOWN = {
    "fund_reverse", "import_columns", "round_answer", "round_claim_end", "round_return_decide",
    "round_surplus",
}  # fmt: skip
#: How a page is asked for so that it shows the form.
WITH = {"account_list": "?every=1"}
BESIDE = {"cases", "households", "other_ids", "seen", "version", "key"}


def officer_for(route: Route, target: Target) -> str | None:
    """Somebody whose duty the route is, and who sees what it is asked for."""
    return next((one for one in OFFICERS if ROLE[one] in route.roles and target.seen(one)), None)


def refused(client: Client, name: str, target: Target, shop: Shop, typed: dict[str, str]) -> Any:
    beside = {key: value for key, value in body(name, target, shop).items() if key in BESIDE}
    with undone():
        return client.post(
            address(name, target) + WITH.get(name, ""), {TOKEN: "x", **beside, **typed}
        )


def bound_forms(response: Any) -> list[Grouped]:
    """The forms of ours on a page that were sent, each once, wherever its view keeps them."""
    contexts = response.context or []
    values = [value for each in contexts for layer in each.dicts for value in layer.values()]
    sent = [form for value in values for form in _within(value) if form.is_bound]
    return list({id(form): form for form in sent}.values())


def _within(value: object) -> Iterator[Grouped]:
    if isinstance(value, Grouped):
        yield value
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _within(each)
    elif isinstance(value, dict):
        yield from _within(list(value.values()))
    elif is_dataclass(value) and not isinstance(value, type):
        yield from _within(list(vars(value).values()))


def wrong_value(field: forms.Field) -> str | None:
    """What no such field takes; None of a field that takes any."""
    if isinstance(field, forms.DateField):
        return "2010-02-31"
    if isinstance(field, forms.IntegerField | YuanField):
        return "三"
    if isinstance(field, forms.ChoiceField):
        return "no such choice"
    if isinstance(field, forms.BooleanField | forms.FileField):
        return None
    longest = getattr(field, "max_length", None)
    return "长" * (longest + 1) if longest else None


def faults(form: Grouped, response: HttpResponse, wrong: set[str]) -> Iterator[str]:
    """Of fields that are wrong: each has its sentence beside it and in the summary."""
    if response.status_code != 422:
        yield f"status {response.status_code}"
    page = response.content.decode()
    beside = Typed(page).errors
    for name in sorted(wrong):
        bound = form[name]
        if name not in form.errors:
            yield f"{name} is not told"
        elif not beside.get(f"{bound.auto_id}_error"):
            yield f"{name} has no sentence beside it"
        if name in form.errors and f'href="#{bound.auto_id}' not in page:
            yield f"{name} is missing in the summary"


def of_form(
    client: Client, route: Route, name: str, target: Target, shop: Shop
) -> list[str] | None:
    """What is wrong with a route's form; None where it has none."""
    empty = refused(client, name, target, shop, {})
    sent = bound_forms(empty)
    if not sent:
        return None
    [form] = sent
    asked = list(form.visible_fields())
    told = list(faults(form, empty, {each.name for each in asked if each.field.required}))
    typed = {each.html_name: wrong_value(each.field) for each in asked}
    typed = {key: value for key, value in typed.items() if value is not None}
    again = refused(client, name, target, shop, typed)
    [form] = bound_forms(again) or [form]
    wrong = {each.name for each in form.visible_fields() if each.html_name in typed}
    told += faults(form, again, wrong)
    kept = Typed(again.content.decode()).values
    for each in form.visible_fields():
        came_back = isinstance(each.field, forms.ChoiceField) or "password" in str(
            getattr(each.field.widget, "input_type", "")
        )
        if (
            each.html_name in typed
            and not came_back
            and kept.get(each.html_name) != typed[each.html_name]
        ):
            told.append(f"{each.name} lost what was typed")
    return [f"{route.pattern}: {fault}" for fault in told]
