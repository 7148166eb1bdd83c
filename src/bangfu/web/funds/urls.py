"""Addresses of this area."""

from django.urls import path

from .reversing import fund_reversal_do, fund_reversal_refuse, fund_reverse
from .views import fund_ledger, fund_list, fund_movement, fund_new, fund_page, fund_receive

urlpatterns = [
    path("funds/", fund_list, name="fund_list"),
    path("funds/new/", fund_new, name="fund_new"),
    path("funds/<int:fund_id>/", fund_page, name="fund_page"),
    path("funds/<int:fund_id>/ledger/", fund_ledger, name="fund_ledger"),
    path("funds/<int:fund_id>/receive/", fund_receive, name="fund_receive"),
    path("funds/<int:fund_id>/movements/<int:transfer_id>/", fund_movement, name="fund_movement"),
    path(
        "funds/<int:fund_id>/movements/<int:transfer_id>/reverse/",
        fund_reverse,
        name="fund_reverse",
    ),
    path(
        "funds/<int:fund_id>/reversals/<int:reversal_id>/do/",
        fund_reversal_do,
        name="fund_reversal_do",
    ),
    path(
        "funds/<int:fund_id>/reversals/<int:reversal_id>/refuse/",
        fund_reversal_refuse,
        name="fund_reversal_refuse",
    ),
]
