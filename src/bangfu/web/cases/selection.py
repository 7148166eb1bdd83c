"""What was chosen on a list: the ticked rows, the page, or the whole filter.

Cases travel as `id:version,…`, so that a page that has gone stale is noticed; households as ids.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.casework.errors import NothingChosen

from ..responses import see_other

_CASES = re.compile(r"(?:[0-9]{1,18}:[0-9]{1,9}(?:,|$))*")
_IDS = re.compile(r"(?:[0-9]{1,18}(?:,|$))*")


class Whole(StrEnum):
    TICKED = "ticked"
    PAGE = "page"
    FILTER = "filter"


def packed_cases(cases: Mapping[int, int]) -> str:
    return ",".join(f"{id_}:{version}" for id_, version in cases.items())


def packed_ids(ids: Iterable[int]) -> str:
    return ",".join(str(id_) for id_ in ids)


def chosen(post: QueryDict, whole_filter: Callable[[], str]) -> str:
    """The packed choice of a submitted list; `whole_filter` packs all that the filter finds."""
    whole = post.get("whole", Whole.TICKED)
    if whole == Whole.FILTER:
        return whole_filter()
    if whole == Whole.PAGE:
        return post.get("page", "")
    return ",".join(post.getlist("chosen"))


def left_of(query: QueryDict) -> str:
    """How a list was left, for its address: its filter, its place, and what was ticked."""
    kept = query.copy()
    kept.pop("page", None)
    return kept.urlencode()


def state_of(query: QueryDict) -> dict[str, object]:
    """How a list was left, for its page: the ticked rows, what was to be taken, its place."""
    whole = query.get("whole", "")
    return {
        "ticked": set(query.getlist("chosen")),
        "whole": whole if whole in set(Whole) else Whole.TICKED,
        "place": [(name, query[name]) for name in ("after", "before") if query.get(name)],
    }


def cases_from(packed: str) -> dict[int, int]:
    """Raises BadRequest when it is nothing that a page of ours could send."""
    if not _CASES.fullmatch(packed):
        raise BadRequest
    pairs = (pair.split(":") for pair in packed.split(",") if pair)
    return {int(id_): int(version) for id_, version in pairs}


def ids_from(packed: str) -> list[int]:
    """Raises BadRequest when it is nothing that a page of ours could send."""
    if not _IDS.fullmatch(packed):
        raise BadRequest
    return [int(id_) for id_ in packed.split(",") if id_]


def nothing_chosen(request: HttpRequest, list_name: str) -> HttpResponse:
    """Back to the list under its filter: nothing was ticked, or it has been dealt with since."""
    chose = request.GET.get("whole", Whole.TICKED) != Whole.TICKED or request.GET.getlist("chosen")
    dealt_with = _("没有可以办理的家庭：筛选不到，或者都已经办理。请重新选择。")
    messages.info(request, dealt_with if chose else str(NothingChosen()))
    kept = request.GET.copy()
    for name in ("cases", "chosen", "page", "whole"):
        kept.pop(name, None)
    return see_other(f"{reverse(list_name)}?{kept.urlencode()}")
