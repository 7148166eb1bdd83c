"""Sign in, sign out, and choose which appointment to act in."""

from __future__ import annotations

from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from bangfu.audit.recording import record
from bangfu.organisations.queries import actor_for, appointments_of

from ..access import EVERYONE, OfficerRequest, allow, public
from ..middleware import CHOSEN


class SignIn(LoginView):
    template_name = "sign_in/sign_in.html"
    redirect_authenticated_user = True

    def form_valid(self, form) -> HttpResponse:  # type: ignore[no-untyped-def]
        response = super().form_valid(form)
        held = appointments_of(form.get_user().pk, self.request.today).first()  # type: ignore[attr-defined]
        if held is not None:
            record(actor_for(held), "accounts.sign_in", "user", form.get_user().pk)
        return response


@public
@require_GET
def home(request: HttpRequest) -> HttpResponseRedirect:
    return redirect("figures")


@allow(*EVERYONE)
def switch(request: OfficerRequest) -> HttpResponse:
    """Choose the appointment to act in; only one's own, in force today."""
    held = list(appointments_of(request.user.pk, request.today))
    if request.method == "POST":
        chosen = next((one for one in held if str(one.pk) == request.POST.get("appointment")), None)
        if chosen is not None:
            request.session[CHOSEN] = chosen.pk
            record(actor_for(chosen), "accounts.switch", "appointment", chosen.pk)
        return redirect("figures")
    return render(request, "sign_in/switch.html", {"appointments": held})


urlpatterns = [
    path("", home, name="home"),
    path("sign-in/", public(SignIn.as_view()), name="sign_in"),
    path("sign-out/", public(require_POST(LogoutView.as_view())), name="sign_out"),
    path("switch/", switch, name="switch"),
]
