"""Addresses of this area."""

from django.urls import path

from .views import overlap_list, overlap_settle

urlpatterns = [
    path("overlaps/", overlap_list, name="overlap_list"),
    path("overlaps/<str:file_no>/<str:kind>/", overlap_settle, name="overlap_settle"),
]
