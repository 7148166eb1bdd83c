"""Addresses of this area."""

from django.urls import path

from .views import (
    parameter_set,
    programme_set,
    rule_adopt,
    standard_import,
    standard_list,
    workdays_announce,
)

urlpatterns = [
    path("standards/", standard_list, name="standard_list"),
    path("standards/import/", standard_import, name="standard_import"),
    path("standards/adopt/", rule_adopt, name="rule_adopt"),
    path("standards/programmes/", programme_set, name="programme_set"),
    path("standards/parameters/", parameter_set, name="parameter_set"),
    path("standards/workdays/", workdays_announce, name="workdays_announce"),
]
