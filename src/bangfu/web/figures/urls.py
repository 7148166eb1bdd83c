"""Addresses of this area."""

from django.urls import path

from .aid import aid_counted
from .measures import measure_list
from .views import desk, export, reassess, rows

urlpatterns = [
    path("figures/", desk, name="figures"),
    path("figures/rows/", rows, name="figures_rows"),
    path("figures/export/", export, name="figures_export"),
    path("figures/aid/", aid_counted, name="aid_counted"),
    path("figures/measures/", measure_list, name="measure_list"),
    path("figures/reassess/", reassess, name="reassess"),
]
