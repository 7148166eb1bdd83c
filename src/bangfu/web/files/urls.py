"""Addresses of this area."""

from django.urls import path

from .accounts import account_list
from .finding import file_find
from .listing import file_export, file_list
from .numbers import file_reveal
from .page import file_detail

urlpatterns = [
    path("files/", file_list, name="file_list"),
    path("files/export/", file_export, name="file_export"),
    path("files/find/", file_find, name="file_find"),
    path("files/accounts/", account_list, name="account_list"),
    path("files/<str:file_no>/", file_detail, name="file_page"),
    path("files/<str:file_no>/reveal/", file_reveal, name="file_reveal"),
]
