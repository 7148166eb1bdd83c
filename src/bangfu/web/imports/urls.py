"""Addresses of this area."""

from django.urls import path

from .columns import import_columns, import_meaning_change, import_meanings
from .views import (
    import_back,
    import_day,
    import_drop,
    import_export,
    import_list,
    import_merge,
    import_page,
    import_report,
    import_stop,
    import_template,
)

urlpatterns = [
    path("imports/", import_list, name="import_list"),
    path("imports/template.xlsx", import_template, name="import_template"),
    path("imports/export/", import_export, name="import_export"),
    path("imports/columns/", import_meanings, name="import_meanings"),
    path("imports/columns/<int:meaning_id>/", import_meaning_change, name="import_meaning_change"),
    path("imports/<int:batch_id>/columns/", import_columns, name="import_columns"),
    path("imports/<int:batch_id>/", import_page, name="import_page"),
    path("imports/<int:batch_id>/day/", import_day, name="import_day"),
    path("imports/<int:batch_id>/merge/", import_merge, name="import_merge"),
    path("imports/<int:batch_id>/stop/", import_stop, name="import_stop"),
    path("imports/<int:batch_id>/drop/", import_drop, name="import_drop"),
    path("imports/<int:batch_id>/back/", import_back, name="import_back"),
    path("imports/<int:batch_id>/report.csv", import_report, name="import_report"),
]
