"""Typed errors become pages here, once: a status, what happened, what to do."""

from __future__ import annotations

import errno
import logging
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, DisallowedHost, ObjectDoesNotExist
from django.db import DatabaseError, DataError, IntegrityError, OperationalError
from django.forms import PasswordInput
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.debug import SafeExceptionReporterFilter

from bangfu.acts.attempts import NOT_IN_SIGHT, NOT_PERMITTED, PAGE_EXPIRED, kind_of
from bangfu.acts.errors import OnlyShown
from bangfu.kernel.errors import BangfuError
from bangfu.kernel.masking import without_numbers
from bangfu.organisations.errors import OutOfReach
from bangfu.organisations.queries import appointments_of
from bangfu.scope.errors import NotPermitted

from .forms_base import Grouped
from .kept import came_from, keep, not_done, take_up, writer_of
from .refusals import heard
from .responses import see_other

log = logging.getLogger("bangfu.web")
DISK_FULL = "53100"
#: Serialisation failure, deadlock, a lock that did not come in time: nothing is lost by trying anew.
GETS_BETTER = ("40001", "40P01", "55P03")
#: What the database says when a household moved to another jurisdiction while its row was written.
MOVED_AWAY = "out of scope: "

HEADINGS = {
    HTTPStatus.BAD_REQUEST: gettext_lazy("请求有误"),
    HTTPStatus.FORBIDDEN: gettext_lazy("不能办理"),
    HTTPStatus.NOT_FOUND: gettext_lazy("没有找到"),
    HTTPStatus.CONFLICT: gettext_lazy("情况已经变化"),
}


class NothingPersonal(SafeExceptionReporterFilter):
    """Error reports carry no request data and no local variables: they could be personal."""

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        return {}

    def get_traceback_frame_variables(self, request: Any, tb_frame: Any) -> list[tuple[str, str]]:
        return []


def answer_for(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """A page for errors we know; None leaves the rest to the framework (404, 403, 500)."""
    if isinstance(error, OnlyShown):
        return not_done(request)
    if isinstance(error, NotPermitted):
        return page(request, HTTPStatus.FORBIDDEN, str(error), onward=_other_appointments(request))
    if isinstance(error, BangfuError):
        status = getattr(error, "status", HTTPStatus.UNPROCESSABLE_ENTITY)
        typed = [line for each in heard() for line in _typed(each.form)]
        attempt = NOT_IN_SIGHT if isinstance(error, OutOfReach) else kind_of(error)
        return page(request, status, str(error), typed=typed, attempt=attempt)
    if isinstance(error, ObjectDoesNotExist):
        return page(request, HTTPStatus.NOT_FOUND, _("找不到这一项，或它不在您的管辖范围内。"))
    if isinstance(error, BadRequest):
        return page(request, HTTPStatus.BAD_REQUEST, _("请求不完整，请返回上一页重新操作。"))
    if isinstance(error, IntegrityError):
        log.error("refused by the database: %s", _constraint(error))
        return page(
            request,
            HTTPStatus.CONFLICT,
            _("这一步与数据库中已有的记录冲突，没有保存。请刷新页面查看最新状态后再办理。"),
        )
    if isinstance(error, DataError):
        message = _("填写的内容里有不能保存的字符，或数字、日期超出了范围，请改正后再提交。")
        return page(request, HTTPStatus.BAD_REQUEST, message)
    if isinstance(error, DatabaseError) and _gets_better(error):
        message = _("别人正在办理同一件事，这一步没有保存。请稍候片刻再试一次。")
        return page(request, HTTPStatus.CONFLICT, message)
    if _disk_is_full(error):
        log.error("the disk is full")
        message = _("磁盘满了，这一步没有保存。请告诉系统管理员：腾出空间以后再试。")
        return page(request, HTTPStatus.INSUFFICIENT_STORAGE, message)
    return None


def _other_appointments(request: Any) -> tuple[str, str] | None:
    """Whoever holds several may have forgotten in which one they act."""
    if not getattr(request, "appointment", None):
        return None
    several = appointments_of(request.user.pk, request.today)[1:2]
    return (reverse("switch"), _("切换岗位…")) if several else None


def page(
    request: HttpRequest,
    status: int,
    message: str,
    onward: tuple[str, str] | None = None,
    typed: Sequence[tuple[str, str]] = (),
    attempt: str = NOT_PERMITTED,
) -> HttpResponse:
    """`undo` has the view's transaction rolled back (see `access`): nothing half-done.

    Args:
        onward: address and words of a link to where the matter stands now.
        typed: labels and texts of what was filled in and has no form any more.
        attempt: what the log calls it, of a 403 (`attempts`).
    """
    shown = {
        "heading": HEADINGS.get(status, _("没有办成")),
        "message": message,
        "status": int(status),
        "back": _came_from(request),
        "onward": onward,
        "typed": typed,
    }
    response = render(request, "refusal.html", shown, status=status)
    add_never_cache_headers(response)  # a refusal may name files
    response.undo = True  # type: ignore[attr-defined]
    response.attempt = attempt  # type: ignore[attr-defined]
    return response


def overtaken(request: HttpRequest, form: Grouped) -> HttpResponse:
    """For a form that its page has no place for any more: what was said of it, and what was typed."""
    said = [each.said[1] for each in heard() if each.form is form and each.said]
    words = _("这一步没有办理：您打开页面以后情况有变化，现在不能这样办了。")
    words += "".join(said) + _("请返回看现在的情况，按页面上的下一步办理。")
    return page(request, HTTPStatus.CONFLICT, words, typed=_typed(form))


def _typed(form: Grouped) -> list[tuple[str, str]]:
    """What a person wrote, but for passwords and files, and without somebody's number."""
    asked = [bound for bound in form.visible_fields() if isinstance(bound.data, str)]
    return [
        (str(bound.label), without_numbers(bound.data))
        for bound in asked
        if bound.data and not isinstance(bound.field.widget, PasswordInput)
    ]


def _came_from(request: HttpRequest) -> str:
    """The page of ours that led here, "" for any other."""
    came_from = request.headers.get("Referer", "")
    try:
        here = request.get_host()
    except DisallowedHost:
        return ""
    return came_from if url_has_allowed_host_and_scheme(came_from, allowed_hosts={here}) else ""


def csrf_failure(request: Any, reason: str = "") -> HttpResponse:
    """A page of before another sign-in brings its form back, if it is ours and its writer's."""
    message = _("页面已过期或登录已变更，请返回上一页刷新后再提交。")
    message += _("文件没有留存，请重新选择。") if request.FILES else ""
    if not _came_from(request) or not keep(request):
        return page(request, HTTPStatus.FORBIDDEN, message, attempt=PAGE_EXPIRED)
    if request.actor is None:
        return redirect_to_login(came_from(request))
    if request.actor.user_id == writer_of(request):
        return see_other(take_up(request, request.actor))
    answer = page(request, HTTPStatus.FORBIDDEN, message, attempt=PAGE_EXPIRED)
    answer.undo = False  # type: ignore[attr-defined]
    return answer


def _constraint(error: DatabaseError) -> str:
    """The constraint's name alone: a database's message may quote values."""
    diagnostics = getattr(error.__cause__, "diag", None)
    return str(getattr(diagnostics, "constraint_name", None) or type(error).__name__)


def _gets_better(error: DatabaseError) -> bool:
    if str(error).startswith(MOVED_AWAY):
        log.error("refused by the database: %s", str(error).splitlines()[0])
        return True
    return isinstance(error, OperationalError) and _sqlstate(error) in GETS_BETTER


def _disk_is_full(error: Exception) -> bool:
    """The database's, or the one that a file was to go to."""
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    return isinstance(error, DatabaseError) and _sqlstate(error) == DISK_FULL


def _sqlstate(error: DatabaseError) -> str:
    return str(getattr(error.__cause__, "sqlstate", None) or "")
