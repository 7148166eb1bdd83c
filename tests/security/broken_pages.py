"""Addresses beside the real ones, whose views break in ways that carry a person's data."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from bangfu.audit.recording import record
from bangfu.config.urls import (  # noqa: F401
    handler400,
    handler403,
    handler404,
    handler500,
)
from bangfu.config.urls import (
    urlpatterns as real,
)
from bangfu.kernel.errors import BangfuError
from bangfu.registry import duties
from bangfu.registry.models import Household
from bangfu.web.access import allow

from .families import FAMILIES

TOLD = " ".join(FAMILIES["gaozhou"].everything)


class Refused(BangfuError):
    status = 409


def _something(request: HttpRequest) -> None:
    """What a command would leave behind: a changed row and its line in the log."""
    Household.objects.filter(file_no=FAMILIES["gaozhou"].file_no).update(head_name="半途")
    record(request.actor, "test.half_done", "household", "1")


@allow(duties.READ)
def breaks(request: HttpRequest) -> HttpResponse:
    _something(request)
    try:
        int(TOLD)
    except ValueError as error:
        raise RuntimeError(f"cannot handle {TOLD}") from error


@allow(duties.READ)
def refused(request: HttpRequest) -> HttpResponse:
    _something(request)
    raise Refused("这一步不能办理，请先办理上一步。")


@allow(duties.READ)
def breaks_a_constraint(request: HttpRequest) -> HttpResponse:
    _something(request)
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into registry_household (file_no, union_id, area_code, head_name, opened_on, "
            "system) select file_no, union_id, area_code, head_name, opened_on, system "
            "from registry_household where file_no = %s",
            [FAMILIES["gaozhou"].file_no],
        )
    raise AssertionError("the constraint did not hold")


@allow(duties.READ)
def breaks_on_commit(request: HttpRequest) -> HttpResponse:
    """Foreign keys speak when the transaction ends, after the page is made."""
    _something(request)
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into casework_objection (household_id, case_id, received_on, received_by_id, "
            "text, outcome, answer, system) select household_id, 987654321, day, 1, %s, '', '', '' "
            "from casework_case limit 1",
            [FAMILIES["gaozhou"].head],
        )
    return HttpResponse("saved")


@allow(duties.READ)
def beyond_a_column(request: HttpRequest) -> HttpResponse:
    _something(request)
    with connection.cursor() as cursor:
        cursor.execute("select %s::int", ["9" * 30])
    return HttpResponse("saved")


urlpatterns = [
    *real,
    path("test/breaks/", breaks),
    path("test/refused/", refused),
    path("test/constraint/", breaks_a_constraint),
    path("test/commit/", breaks_on_commit),
    path("test/beyond/", beyond_a_column),
]
