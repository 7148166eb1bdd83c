"""What was typed when a sign-in had ended: kept for its writer, and shown again to them alone.

Every form names, in a signed field, the officer whom it was shown to. What such a form brings after
the sign-in has ended is sealed for that officer (`vault`). Once they have signed in, its address shows
the form as it was sent; no use case runs for it, so that nothing is done unseen. The session holds
the ids alone. Decision: 0050.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import lru_cache
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from bangfu.acts.frame import only_showing
from bangfu.organisations.held import here
from bangfu.scope.actors import Actor
from bangfu.vault.commands.forget_forms import forget_form
from bangfu.vault.commands.keep_form import keep_form
from bangfu.vault.queries import TakenForm, kept_forms

from .refusals import heard
from .responses import see_other

Handler = Callable[[HttpRequest], HttpResponse]
#: The field that names the officer whom a form was shown to.
WRITER = "writer"
#: In the session: ids of the officer's forms that wait to be sent again.
WAITING = "kept_forms"
#: What no form gets back: passwords, and what every form gets anew; the form itself is shown, not what
#: is asked once more about it (`confirming`).
NEVER_KEPT = {"csrfmiddlewaretoken", WRITER, "ask", "password", "old", "new", "again"}
#: Pages that do something without a command, or ask for passwords alone.
NOTHING_TYPED = {"switch", "own_password", "sign_out"}


@lru_cache(maxsize=4096)
def mark_of(officer_id: int) -> str:
    return _signer().sign(str(officer_id))


def writer_of(request: HttpRequest) -> int | None:
    """Whom the form was shown to that this request brings; None where nothing of ours says so."""
    try:
        return int(_signer().unsign(request.POST.get(WRITER, "")))
    except (BadSignature, ValueError):
        return None


def keep(request: HttpRequest) -> bool:
    """Keep what this request brings for its writer; whether there is something kept now."""
    writer, form = writer_of(request), _sent(request)
    if writer is None or not form:
        return False
    held = here(writer).held
    return bool(held) and keep_form(form=form, by=held[0].actor(writer, ""))


def keep_posted(request: Any, number: uuid.UUID, earlier: str) -> None:
    """The same for whoever is signed in and gets a page back, with what the command said (`again`).

    Args:
        earlier: the number of what was sent before on the same way, "" for none.
    """
    form = _sent(request)
    if form and writer_of(request) == request.actor.user_id:
        told = [each.said for each in heard() if each.said]
        keep_form(form={**form, "told": told, "earlier": earlier}, by=request.actor, form_id=number)


def _sent(request: HttpRequest) -> dict[str, Any]:
    """The form that a request brings, as JSON can say it; empty where nothing of it is to be kept."""
    fields = {name: texts for name, texts in request.POST.lists() if name not in NEVER_KEPT}
    match = request.resolver_match
    if not fields or (match and match.url_name in NOTHING_TYPED):
        return {}
    return {
        "address": request.get_full_path(),
        "page": came_from(request),
        "fields": fields,
        "files": bool(request.FILES),
    }


def came_from(request: HttpRequest) -> str:
    """The page of ours that a form stood on; "/" for any other."""
    referrer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(referrer, allowed_hosts={request.get_host()}):
        return "/"
    parts = urlsplit(referrer)
    path = "/" + parts.path.lstrip("/\\")  # two strokes at the beginning would be another host
    return f"{path}?{parts.query}" if parts.query else path


def take_up(request: HttpRequest, actor: Actor) -> str:
    """Where the officer who has just signed in goes on with what was kept; "" where nothing is."""
    waiting = [form for form in kept_forms(actor) if form.waits]
    if not waiting:
        return ""
    request.session[WAITING] = [str(form.id) for form in waiting]
    return str(waiting[0].form["address"])


class KeptForms:
    """Innermost: at the address of a kept form its writer sees it again, until it has been sent."""

    def __init__(self, handler: Handler) -> None:
        self.handler = handler

    def __call__(self, request: HttpRequest) -> HttpResponse:
        kept = _kept_here(request)
        if kept is None:
            return self.handler(request)
        if request.method == "POST":
            _forget(request, kept)
            return self.handler(request)
        put_back(request, kept)
        messages.info(request, _again(kept))
        with only_showing():
            answer = self.handler(request)
        if answer.status_code == HTTPStatus.SEE_OTHER:
            _forget(request, kept)  # there was nothing to show, and that was said
        return answer


def not_done(request: Any) -> HttpResponse:
    """The answer where showing a form again would have been doing: back to the page it stood on."""
    kept: TakenForm = request.kept
    if not kept.waits:  # one came back to it, that is all
        return see_other(kept.form["page"])
    messages.warning(request, _("刚才登录已失效，这一步没有办理，请核对后再办一次。"))
    return see_other(kept.form["page"])


def _kept_here(request: Any) -> TakenForm | None:
    waiting = request.session.get(WAITING)
    if not waiting or request.actor is None or request.htmx or hasattr(request, "kept"):
        return None
    if request.method not in ("GET", "POST"):
        return None
    address = request.get_full_path()
    forms = [kept for kept in kept_forms(request.actor) if str(kept.id) in waiting]
    return next((kept for kept in forms if kept.form["address"] == address), None)


def _forget(request: Any, kept: TakenForm) -> None:
    forget_form(form_id=kept.id, by=request.actor)
    request.session[WAITING] = [
        form_id for form_id in request.session[WAITING] if form_id != str(kept.id)
    ]


def put_back(request: Any, kept: TakenForm) -> None:
    """The request as it came, but for the files, which no page gets back."""
    typed = QueryDict(mutable=True)
    for name, texts in kept.form["fields"].items():
        typed.setlist(name, texts)
    typed._mutable = False
    request.kept, request.method = kept, "POST"
    request.POST, request._files = typed, MultiValueDict()
    request._dont_enforce_csrf_checks = True  # nothing that it asks for is done


def _again(kept: TakenForm) -> str:
    told = _("刚才登录已失效，没有办理；您填写的内容都在下面，请核对后再提交。")
    return told + _("文件没有留存，请重新选择。") if kept.form["files"] else told


def _signer() -> Signer:
    return Signer(salt="bangfu.web.kept")
