"""What every form that is posted holds: a builtin of all templates, see `config.settings`."""

from __future__ import annotations

from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from bangfu.scope.actors import Actor

from ..kept import WRITER, mark_of

register = template.Library()
HIDDEN = '<input type="hidden" name="{}" value="{}">'


@register.simple_tag(takes_context=True)
def csrf_token(context: Context) -> SafeString | str:
    """Django's, and whom the form was shown to: what is typed may outlive the sign-in."""
    page = context.render_context.dicts[0]
    if HIDDEN not in page:  # a page has several forms
        page[HIDDEN] = _hidden(context.get("csrf_token"), context.get("actor"))
    return page[HIDDEN]


def _hidden(token: str | None, actor: Actor | None) -> SafeString | str:
    if not token or token == "NOTPROVIDED":  # as Django says it
        return ""
    field = format_html(HIDDEN, "csrfmiddlewaretoken", token)
    if actor is None or actor.user_id is None:
        return field
    return field + format_html(HIDDEN, WRITER, mark_of(actor.user_id))
