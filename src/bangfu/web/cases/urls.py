"""Addresses of this area."""

from django.urls import path

from .moves import case_approve, case_check, case_post, case_refuse, case_return
from .objections import objection_answer, objection_new
from .submissions import case_new, case_new_confirm, case_new_done
from .views import case_list, case_page

urlpatterns = [
    path("cases/", case_list, name="case_list"),
    path("cases/check/", case_check, name="case_check"),
    path("cases/post/", case_post, name="case_post"),
    path("cases/approve/", case_approve, name="case_approve"),
    path("cases/return/", case_return, name="case_return"),
    path("cases/refuse/", case_refuse, name="case_refuse"),
    path("cases/<int:case_id>/", case_page, name="case_page"),
    path("cases/new/", case_new, name="case_new"),
    path("cases/new/confirm/", case_new_confirm, name="case_new_confirm"),
    path("cases/new/done/", case_new_done, name="case_new_done"),
    path("cases/<int:case_id>/objections/new/", objection_new, name="objection_new"),
    path("objections/<int:objection_id>/answer/", objection_answer, name="objection_answer"),
]
