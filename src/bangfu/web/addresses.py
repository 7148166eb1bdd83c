"""No identity or card number in an address: browsers, proxies and web servers keep those."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from bangfu.kernel.numbers_in_text import holds_number, is_somebodys

from .responses import SeeOther

Handler = Callable[[HttpRequest], HttpResponse]
#: What a list goes on at: an id or a file number, which may look like an old card.
PLACES = {"after", "before"}


class NoNumbersInAddresses:
    """Leads whoever asks by a number to the same page without it, before anything else reads the address."""

    def __init__(self, handler: Handler) -> None:
        self.handler = handler

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return _without(request) or self.handler(request)


def _without(request: HttpRequest) -> HttpResponse | None:
    """None where no parameter of a page that is only read holds one."""
    if request.method not in ("GET", "HEAD") or not request.GET:
        return None
    held = [name for name, values in request.GET.lists() if _is_held(name, values)]
    if not held:
        return None
    messages.warning(
        request, _("证件号、卡号不能写在网址里，已经去掉。要按号码找人，请填在页面上的查找框中。")
    )
    kept = request.GET.copy()
    for name in held:
        del kept[name]
    return SeeOther(f"{request.path}?{kept.urlencode()}" if kept else request.path)


def _is_held(name: str, values: list[str]) -> bool:
    holds = is_somebodys if name in PLACES else holds_number
    return holds_number(name) or any(map(holds, values))
