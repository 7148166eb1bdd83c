"""The framework's own errors, in our words."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from .errors import page
from .uploads import UploadTooBig


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    if isinstance(exception, UploadTooBig):
        most = {"most": exception.most_megabytes}
        message = _("文件太大，一次最多上传 %(most)s MB。请分成几个文件分别上传。") % most
        return page(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, message)
    return page(request, HTTPStatus.BAD_REQUEST, _("请求不完整，请返回上一页重新操作。"))


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return page(request, HTTPStatus.FORBIDDEN, _("您没有办理这一项的权限。"))


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return page(request, HTTPStatus.NOT_FOUND, _("找不到这个页面，或它不在您的管辖范围内。"))


def server_error(request: HttpRequest) -> HttpResponse:
    # The transaction may be broken and the database away: this page reads nothing.
    return HttpResponse(render_to_string("500.html"), status=HTTPStatus.INTERNAL_SERVER_ERROR)
