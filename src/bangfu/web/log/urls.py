"""Addresses of this area."""

from django.urls import path

from .views import log_export, log_find, log_list

urlpatterns = [
    path("log/", log_list, name="log_list"),
    path("log/find/", log_find, name="log_find"),
    path("log/export/", log_export, name="log_export"),
]
