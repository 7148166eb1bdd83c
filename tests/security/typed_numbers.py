"""A number typed into each field of a form in turn: whether it is refused, what is kept, and where else it came."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client

from integration.reporting.typed import Typed

from .attacked import Heard
from .number_shapes import Shape, holds
from .sight import everything_in
from .wrong_forms import bound_forms

#: What requests write: the log, jobs of both kinds, forms kept for their writer, sessions, sign-ins that failed.
WRITTEN = (
    "audit_entry", "jobs_job", "procrastinate_jobs", "vault_keptform", "django_session",
    "axes_accessattempt", "axes_accesslog", "axes_accessfailurelog",
)  # fmt: skip
#: Fields in which what is typed is not read as a text.
NO_TEXT = (forms.FileField, forms.BooleanField)


@dataclass
class Answer:
    """What came of one request. `held`: places that hold the number now, but the field it was typed in;
    `seen`: what `then` saw before all was undone.
    """

    response: Any
    forms: list[Any]
    held: list[str] = field(default_factory=list)
    seen: Any = None


def is_text(each: forms.Field) -> bool:
    """Whether somebody can type, or send, a number there; passwords are kept nowhere as they are."""
    password = isinstance(each.widget, forms.PasswordInput)
    return not password and not isinstance(each, NO_TEXT)


def typed_into(each: forms.Field, shape: Shape) -> str:
    """Within a sentence where sentences are typed, else by itself."""
    widget = each.widget
    plain = type(each) is forms.CharField and not widget.is_hidden
    return f"见{shape.text}" if plain else shape.text


def asked(
    client: Client,
    method: str,
    address: str,
    given: dict[str, Any],
    typed: str,
    tables: Sequence[str] = (),
    then: Callable[[], Any] = lambda: None,
) -> Answer:
    """One request, undone; what was written is looked at before, in these tables too."""
    with transaction.atomic():
        before = _last_entry()
        with Heard() as heard:
            response = getattr(client, method)(address, given)
            shown = "" if response.streaming else everything_in(response)
        held = [table for table in (*WRITTEN, *tables) if _is_in(table, before)]
        seen = then()
        transaction.set_rollback(True)
    answer = Answer(response, bound_forms(response), held, seen)
    if holds(heard.text):
        answer.held.append("the program's log")
    if holds(_beside_its_field(shown, typed)):
        answer.held.append(f"the answer ({response.status_code})")
    return answer


def kept(response: HttpResponseBase, given: dict[str, Any], names: Iterator[str]) -> list[str]:
    """Names of fields that hold no longer what was typed."""
    values = Typed(everything_in(response)).values
    return [name for name in names if values.get(name) != str(given[name])]


def _beside_its_field(page: str, typed: str) -> str:
    """The page without the values of its fields and areas that hold exactly what was typed."""
    values = Typed(page).values
    if typed not in values.values():
        return page
    written = forms.utils.escape(typed)  # type: ignore[attr-defined]
    for around in (f'value="{written}"', f">{written}</textarea>", f">\n{written}</textarea>"):
        page = page.replace(around, "")
    return page


def _last_entry() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(max(id), 0) from audit_entry")
        return int(cursor.fetchone()[0])


def _is_in(table: str, before: int) -> bool:
    only = f" where id > {before}" if table == "audit_entry" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"select t::text from {table} t{only}")
        return any(holds(row[0]) for row in cursor.fetchall())
