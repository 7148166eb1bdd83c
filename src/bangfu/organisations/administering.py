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

#: Proposed, neither seconded nor taken back or ended.
WAITS = Q(needs_second=True, seconded_on=None) & (
    Q(until=None) | Q(hand_over__isnull=False, until__gte=F("since"))
)


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
        _held(on)
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
        users = users.filter(pk__in=_held(on).values("user_id"))
    return users.order_by("username")


def administrator_over(union_id: int, on: date) -> str:
    """The name of who administers a union, of several the one appointed first: its own, else the
    nearest superior's; "" where nobody does.
    """
    return _named(administrators_over(union_id, on))


def administrators_over(union_id: int, on: date) -> QuerySet[Appointment]:
    """In force, of who may sign in: the union's own and its superiors', the nearest first."""
    union = Union.objects.filter(pk=union_id).first()
    return _administrators_of(_line_of(union) if union else set(), on)


def may_second(appointment: Appointment, on: date) -> str:
    """The name of the nearest administrator who may second what is proposed; "" where nobody may."""
    return may_second_each([appointment], on)[appointment.pk]


def may_second_each(proposed: Collection[Appointment], on: date) -> dict[int, str]:
    """The same of several, by appointment id, in one query however many they are.

    `proposed` with their unions.
    """
    lines = {one.pk: _line_of(one.union) for one in proposed}
    serving = _administrators_of(set().union(*lines.values()), on)
    known = list(serving.values_list("user", "union", "user__name", "union__name"))
    return {
        one.pk: next(
            (
                f"{union_name} {name}"
                for user, union, name, union_name in known
                if union in lines[one.pk] and user not in (one.by_user_id, one.user_id)
            ),
            "",
        )
        for one in proposed
    }


def decides(user_id: int, on: date) -> bool:
    """Whether somebody holds, will hold or is proposed for a role of `acts.two_hands`."""
    return _held(on).filter(user_id=user_id, role__in=IN_TWO_HANDS).exists()


def may_confirm(user: User, on: date) -> str:
    """The name of the nearest administrator who may confirm a password that another gave; "" for none."""
    held = _held(on).filter(user=user).order_by("union__depth", "id").first()
    hands = [user.password_given_by_user_id or 0, user.pk]
    return _named(administrators_over(held.union_id, on).exclude(user__in=hands)) if held else ""


def waiting(actor: Actor, on: date) -> QuerySet[Appointment]:
    """What is proposed in the actor's unions, whoever may second it."""
    return appointments_administered(actor, on).filter(WAITS)


def waits_alone(user_id: int, on: date) -> str | None:
    """For one who holds nothing: who may second what is proposed for them, "" where nobody may yet.

    None where nothing is proposed.
    """
    proposed = Appointment.objects.filter(WAITS, user=user_id).order_by("id").first()
    return None if proposed is None else may_second(proposed, on)


def _line_of(union: Union) -> set[int]:
    """A union and all above it."""
    return {getattr(union, f"tier{depth}") for depth in range(1, union.depth + 1)}


def _administrators_of(unions: Collection[int], on: date) -> QuerySet[Appointment]:
    """In force in these unions themselves, of who may sign in; those of the lowest unions first."""
    serving = _held(on).filter(
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


def _held(on: date) -> QuerySet[Appointment]:
    lasting = Appointment.objects.filter(Q(until=None) | Q(until__gte=on))
    return lasting.exclude(until__lt=F("since"))


def _outside(actor: Actor, on: date) -> QuerySet[Appointment]:
    """Who does a step that was handed over stays an officer of the union that took it up."""
    own = unions_administered(actor)
    lying = Q(hand_over=None, union__in=own) | Q(hand_over__to_union__in=own)
    return _held(on).exclude(lying)
