"""What every step of a round begins with: the row locked, the page fresh, the right person."""

from __future__ import annotations

from bangfu.scope.actors import Actor
from bangfu.scope.enums import Role

from ..enums import RoundState
from ..errors import AlreadyDone, NeedsAPerson, SamePerson, StaleRound
from ..models import Round
from ..rules.states import STEPS, Step


def begin(name: str, round_id: int, version: int | None, by: Actor, done_by: str = "") -> Round:
    """Lock the round for a step of `rules.states`, and refuse whoever may not take it.

    Args:
        version: as the page showed it; None from the command line, which shows no page.
        done_by: field of the round that keeps who took this step, to know a second click.

    Raises:
        Round.DoesNotExist: not in the actor's jurisdiction.
        NotPermitted, SamePerson, NeedsAPerson, StaleRound, AlreadyDone
    """
    step = STEPS[name]
    by.require(*(Role(role) for role in step.roles))
    found = Round.objects.visible_to(by).select_for_update(of=("self",)).get(pk=round_id)
    _refuse_stale(found, step, version, by, done_by)
    if step.not_by:
        person = a_person(by)
        if any(getattr(found, field) == person for field in step.not_by):
            raise SamePerson(step.title)
    return found


def a_person(by: Actor) -> int:
    """Raises NeedsAPerson for the machine."""
    if by.user_id is None:
        raise NeedsAPerson
    return by.user_id


def move_on(found: Round, state: RoundState | None = None) -> None:
    """Save the round in its new state; pages shown before are stale from here on."""
    if state is not None:
        found.state = state
    found.version += 1
    found.save()


def _refuse_stale(found: Round, step: Step, version: int | None, by: Actor, done_by: str) -> None:
    label = str(RoundState(found.state).label)
    fits = found.state in step.starts
    if fits and version in (None, found.version):
        return
    mine = bool(done_by) and getattr(found, done_by) == by.user_id
    if mine and found.state == step.ends and version == found.version - 1:
        raise AlreadyDone(label)
    raise StaleRound(label)
