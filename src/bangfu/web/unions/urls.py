"""Addresses of this area."""

from django.urls import path

from .views import union_import, union_tree

urlpatterns = [
    path("unions/", union_tree, name="union_tree"),
    path("unions/import/", union_import, name="union_import"),
]
