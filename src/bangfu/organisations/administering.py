"""What an administrator may act on: the own union and all below it, never a superior's people.

What holds for the whole installation (its day, the union tree, standards, rules, programmes,
working days) is kept by administrators appointed at a root of the tree. The machine's operator
may do it all.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import F, Q, QuerySet

from bangfu.accounts.models import User
from bangfu.acts.roles import holds
from bangfu.acts.two_hands import IN_TWO_HANDS
from bangfu.scope.actors import Actor
from bangfu.scope.enums import Role

from . import duties
from .errors import NotForYourself, OnlyAtTheRoot, UnionNotYours, UnknownUnion, UserNotYours
from .models import Appointment, Union
from .queries import user_named


def acts_for_all(actor: Actor) -> bool:
    """Whether what holds for the whole installation is this actor's to set."""
    if actor.scope.machine:
        return True
    if not holds(actor, duties.ADMINISTER):
        return False
    return Union.objects.filter(pk=actor.union_id or 0, parent=None).exists()


def unions_administered(actor: Actor) -> QuerySet[Union]:
    """Where the actor appoints: an administrator's union and all below it; all for the machine."""
    if actor.scope.machine:
        return Union.objects.all()
    own = Union.objects.filter(pk=actor.union_id or 0).first()
    if own is None or not holds(actor, duties.ADMINISTER):
        return Union.objects.none()
    return Union.objects.filter(**{f"tier{own.depth}": own.pk})


def appointments_administered(actor: Actor, on: date) -> QuerySet[Appointment]:
    """In force on that day, or yet to begin, in the actor's unions; none that was withdrawn."""
    return (
        held_on(on)
        .filter(union__in=unions_administered(actor))
        .select_related("union", "user")
        .order_by("user__username", "id")
    )


def users_administered(actor: Actor, on: date) -> QuerySet[User]:
    """Whose sign-in the actor keeps, disabled ones too: all that they hold or will hold is within
    the actor's unions. Who holds nothing is kept by those who act for all.
    """
    users = User.objects.exclude(pk__in=_outside(actor, on).values("user_id"))
    if not acts_for_all(actor):
        users = users.filter(pk__in=held_on(on).values("user_id"))
    return users.order_by("username")


def administrator_over(union_id: int, on: date) -> str:
    """The name of who administers a union, of several the one appointed first: its own, else the
    nearest superior's; "" where nobody does.
    """
    return _named(administrators_over(union_id, on))


def administrators_over(union_id: int, on: date) -> QuerySet[Appointment]:
    """In force, of who may sign in: the union's own and its superiors', the nearest first."""
    union = Union.objects.filter(pk=union_id).first()
    return administrators_of(line_of(union) if union else set(), on)


def decides(user_id: int, on: date) -> bool:
    """Whether somebody holds, will hold or is proposed for a role of `acts.two_hands`."""
    return held_on(on).filter(user_id=user_id, role__in=IN_TWO_HANDS).exists()


def line_of(union: Union) -> set[int]:
    """A union and all above it."""
    return {getattr(union, f"tier{depth}") for depth in range(1, union.depth + 1)}


def administrators_of(unions: Collection[int], on: date) -> QuerySet[Appointment]:
    """In force in these unions themselves, of who may sign in; those of the lowest unions first."""
    serving = held_on(on).filter(
        role=Role.ADMINISTRATOR, holds_from__lte=on, union__in=unions, user__is_active=True
    )
    return serving.order_by("-union__depth", "id")


def _named(serving: QuerySet[Appointment]) -> str:
    nearest = serving.values_list("user__name", "union__name")
    return next((f"{union_name} {name}" for name, union_name in nearest[:1]), "")


def require_for_all(actor: Actor) -> None:
    """Raises OnlyAtTheRoot."""
    if not acts_for_all(actor):
        raise OnlyAtTheRoot


def require_user(actor: Actor, user: User, on: date) -> None:
    """Raises UserNotYours. To be asked with the user's row locked, so that the answer stands."""
    if actor.scope.machine:
        return
    if not users_administered(actor, on).filter(pk=user.pk).exists():
        raise UserNotYours


def require_union(actor: Actor, union: Union) -> None:
    """Raises UnionNotYours."""
    if not unions_administered(actor).filter(pk=union.pk).exists():
        raise UnionNotYours


def union_to_appoint(actor: Actor, code: str) -> Union:
    """Where somebody is to be appointed. Raises UnknownUnion, UnionNotYours."""
    union = Union.objects.filter(code=code).first()
    if union is None:
        raise UnknownUnion(code)
    require_union(actor, union)
    return union


def user_to_appoint(actor: Actor, username: str, on: date) -> User:
    """Raises UnknownUser, NotForYourself, UserNotYours."""
    user = user_named(username)
    if user.pk == actor.user_id:
        raise NotForYourself
    require_nothing_outside(actor, user, on)
    return user


def require_nothing_outside(actor: Actor, user: User, on: date) -> None:
    """For a further appointment: another union's officers are not taken in without it.

    Raises UserNotYours.
    """
    if actor.scope.machine:
        return
    if _outside(actor, on).filter(user=user).exists():
        raise UserNotYours


def belongs(user: User, union: Union, on: date) -> bool:
    """Whether a user is that union's officer: all that they hold or will hold lies there or below, and
    it is something. What was handed over is held for another union.
    """
    own = held_on(on).filter(user=user, hand_over=None)
    return own.exists() and not own.exclude(**{f"union__tier{union.depth}": union.pk}).exists()


def held_on(on: date) -> QuerySet[Appointment]:
    """In force on that day, proposed, or yet to begin; none that was withdrawn."""
    lasting = Appointment.objects.filter(Q(until=None) | Q(until__gte=on))
    return lasting.exclude(until__lt=F("since"))


def _outside(actor: Actor, on: date) -> QuerySet[Appointment]:
    """Who does a step that was handed over stays an officer of the union that took it up."""
    own = unions_administered(actor)
    lying = Q(hand_over=None, union__in=own) | Q(hand_over__to_union__in=own)
    return held_on(on).exclude(lying)
