"""Addresses of this area."""

from django.urls import path

from .views import fund_list, fund_new, fund_page, fund_receive

urlpatterns = [
    path("funds/", fund_list, name="fund_list"),
    path("funds/new/", fund_new, name="fund_new"),
    path("funds/<int:fund_id>/", fund_page, name="fund_page"),
    path("funds/<int:fund_id>/receive/", fund_receive, name="fund_receive"),
]
