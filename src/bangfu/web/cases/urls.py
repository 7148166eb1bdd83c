"""Addresses of this area."""

from django.urls import path

from .finding import case_find
from .moves import COMMANDS, case_moved_of_job, move_page
from .objections import objection_answer, objection_new
from .reviews import case_review_export
from .submissions import case_new, case_new_confirm, case_new_done, case_new_of_job
from .views import case_list, case_page

urlpatterns = [
    path("cases/", case_list, name="case_list"),
    *(path(f"cases/{act}/", move_page(act), name=f"case_{act}") for act in COMMANDS),
    path("cases/find/", case_find, name="case_find"),
    path("cases/<int:case_id>/", case_page, name="case_page"),
    path("cases/moved/<int:job_id>/", case_moved_of_job, name="case_moved_of_job"),
    path("cases/review/export/", case_review_export, name="case_review_export"),
    path("cases/new/", case_new, name="case_new"),
    path("cases/new/confirm/", case_new_confirm, name="case_new_confirm"),
    path("cases/new/done/", case_new_done, name="case_new_done"),
    path("cases/new/done/<int:job_id>/", case_new_of_job, name="case_new_of_job"),
    path("cases/<int:case_id>/objections/new/", objection_new, name="objection_new"),
    path("objections/<int:objection_id>/answer/", objection_answer, name="objection_answer"),
]
