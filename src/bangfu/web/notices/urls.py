"""Addresses of this area."""

from django.urls import path

from .views import notice_list, notice_page, notice_pdf, public_notice, public_notices

urlpatterns = [
    path("notices/", notice_list, name="notice_list"),
    path("notices/<int:notice_id>/", notice_page, name="notice_page"),
    path("notices/<int:notice_id>/pdf/", notice_pdf, name="notice_pdf"),
    path("public/notices/", public_notices, name="public_notices"),
    path("public/notices/<str:token>/", public_notice, name="public_notice"),
]
