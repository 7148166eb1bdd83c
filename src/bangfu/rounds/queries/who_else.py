"""Which officers may take a step of a round that somebody may not, for what they did to it before."""

from __future__ import annotations

from datetime import date

from bangfu.acts.incompatible import is_apart
from bangfu.acts.roles import holds
from bangfu.acts.ways import who_did
from bangfu.kernel.phrases import phrase
from bangfu.organisations.colleagues import say_who_else
from bangfu.scope.actors import Actor
from bangfu.scope.models import TIERS

from ..models import Round, RoundEvent
from ..rules.states import Act, duty_of


def who_else(act: Act, round_: Round, on: date) -> str:
    """A sentence: their names, or what is left where there is nobody."""
    duty, done = duty_of(act), _done(round_)
    unions = {getattr(round_, tier) for tier in TIERS} - {None}
    return say_who_else(duty, unions, on, is_apart=lambda user: is_apart(duty, user, done))


def why_kept_from(name: str, round_: Round, by: Actor, on: date) -> str:
    """Why somebody whose duty the step is may not take it, and who may; "" for others, and for no step."""
    if not name or by.user_id is None or not holds(by, duty_of(Act(name))):
        return ""
    if not is_apart(duty_of(Act(name)), by.user_id, _done(round_)):
        return ""
    kept = phrase("您经手过本批的其他环节，这一步须由另一个人办理。")
    return kept + who_else(Act(name), round_, on)


def _done(round_: Round) -> dict[str, set[int]]:
    return dict(who_did(RoundEvent, "round_id", [round_.pk]).get(round_.pk, {}))
