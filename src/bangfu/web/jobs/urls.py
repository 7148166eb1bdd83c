"""Addresses of this area."""

from django.urls import path

from .views import job_list, job_page, job_result, job_stop

urlpatterns = [
    path("jobs/", job_list, name="job_list"),
    path("jobs/<int:job_id>/", job_page, name="job_page"),
    path("jobs/<int:job_id>/stop/", job_stop, name="job_stop"),
    path("jobs/<int:job_id>/result/", job_result, name="job_result"),
]
