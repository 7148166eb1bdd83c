"""Addresses of this area."""

from django.urls import path

from .views import met_settle, overlap_list, overlap_settle

urlpatterns = [
    path("overlaps/", overlap_list, name="overlap_list"),
    path("overlaps/in-vain/<int:met_id>/", met_settle, name="met_settle"),
    path("overlaps/<str:file_no>/<str:kind>/", overlap_settle, name="overlap_settle"),
]
