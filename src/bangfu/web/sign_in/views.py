"""Sign in, sign out, and choose which appointment to act in."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from bangfu.accounts import duties as accounts
from bangfu.accounts.lockout import remember_device
from bangfu.accounts.models import User
from bangfu.acts.roles import holds
from bangfu.audit.recording import record
from bangfu.organisations import duties as organisations
from bangfu.organisations.models import Appointment
from bangfu.organisations.queries import actor_for, appointments_of
from bangfu.scope.actors import Actor

from ..access import OfficerRequest, allow, public
from ..kept import take_up
from ..middleware import CHOSEN
from .forms import SignInForm
from .password import SIGNED_IN_BEFORE, sign_in_told


class SignIn(LoginView):
    template_name = "sign_in/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form) -> HttpResponse:  # type: ignore[no-untyped-def]
        user: User = form.get_user()
        before = user.last_login
        response = super().form_valid(form)
        remember_device(self.request, response, user.username)
        self.request.session[SIGNED_IN_BEFORE] = before.isoformat() if before else ""
        if not user.password_one_time:  # the page that comes first tells it itself
            messages.info(self.request, "".join(sign_in_told(self.request, user)))
        held = list(appointments_of(user.pk, self.request.today))  # type: ignore[attr-defined]
        if not held:
            return response
        record(actor_for(held[0]), "accounts.sign_in", "user", user.pk)
        self._tell_hand_overs(held[1:])
        return self._goes_on(actor_for(held[0])) or response

    def _tell_hand_overs(self, others: list[Appointment]) -> None:
        """Nobody else tells the officer whom their own administrator named."""
        told = _("您受托为%(union)s代办%(role)s的事，到 %(until)s 为止。办理时请先“切换岗位”。")
        for one in others:
            if one.hand_over_id:
                facts = {"union": one.union.name, "role": one.role_label, "until": str(one.until)}
                messages.info(self.request, told % facts)

    def _goes_on(self, actor: Actor) -> HttpResponse | None:
        """To what was typed when the sign-in had ended, if it was by this very officer."""
        address = take_up(self.request, actor)
        return redirect(address) if address else None


@public()
def home(request: HttpRequest) -> HttpResponseRedirect:
    """An administrator has no files to look at and starts at the settings."""
    actor = request.actor  # type: ignore[attr-defined]
    return redirect("settings" if actor and holds(actor, organisations.ADMINISTER) else "figures")


@allow(accounts.SWITCH, "GET", "POST")
def switch(request: OfficerRequest) -> HttpResponse:
    """Choose the appointment to act in; only one's own, in force today."""
    held = list(appointments_of(request.user.pk, request.today))
    if request.method == "POST":
        chosen = next(
            (
                appointment
                for appointment in held
                if str(appointment.pk) == request.POST.get("appointment")
            ),
            None,
        )
        if chosen is not None:
            request.session[CHOSEN] = chosen.pk
            record(actor_for(chosen), "accounts.switch", "appointment", chosen.pk)
            facts = {"union": chosen.union.name, "role": chosen.role_label}
            messages.success(request, _("现在以%(union)s%(role)s的岗位办理业务。") % facts)
        return redirect("home")
    return render(request, "sign_in/switch.html", {"appointments": held})
