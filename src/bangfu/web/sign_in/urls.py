"""Addresses of this area."""

from django.contrib.auth.views import LogoutView
from django.urls import path
from django.views.decorators.http import require_POST

from ..access import READING_AND_POSTING, public
from .password import own_password
from .views import SignIn, home, switch

urlpatterns = [
    path("", home, name="home"),
    path("sign-in/", public(READING_AND_POSTING(SignIn.as_view())), name="sign_in"),
    path("sign-out/", public(require_POST(LogoutView.as_view())), name="sign_out"),
    path("switch/", switch, name="switch"),
    path("password/", own_password, name="own_password"),
]
