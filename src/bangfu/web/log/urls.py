"""Addresses of this area."""

from django.urls import path

from .views import log_list

urlpatterns = [
    path("log/", log_list, name="log_list"),
]
