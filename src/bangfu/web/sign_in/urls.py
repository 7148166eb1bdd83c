"""Addresses of this area."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from ..access import public
from .password import own_password
from .take_office import office_page
from .views import SignIn, home, switch

urlpatterns = [
    path("", home, name="home"),
    path("sign-in/", public("GET", "POST")(SignIn.as_view()), name="sign_in"),
    path("sign-out/", public("POST")(LogoutView.as_view()), name="sign_out"),
    path("switch/", switch, name="switch"),
    path("take-office/", office_page, name="take_office"),
    path("password/", own_password, name="own_password"),
]
