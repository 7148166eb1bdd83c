"""Steps handed to a superior or a neighbour: who asked whom, and whose answer is awaited."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from bangfu.scope.actors import Actor

from .administering import administrators_over, unions_administered
from .errors import HandOverAnswered, HandOverOver, UnionNotYours
from .models import HandOver, Union


def hand_overs(actor: Actor, on: date) -> QuerySet[HandOver]:
    """Of the actor's unions, given and got, that are not over; the newest first."""
    own = unions_administered(actor)
    mine = HandOver.objects.filter(Q(union__in=own) | Q(to_union__in=own), until__gte=on)
    return mine.select_related(
        "union", "to_union", "appointment__user", "appointment__union"
    ).order_by("-id")


def hand_overs_to_answer(actor: Actor, on: date) -> QuerySet[HandOver]:
    """Asked of the actor's unions, and not answered yet."""
    return hand_overs(actor, on).filter(answer="", to_union__in=unions_administered(actor))


def unions_near(actor: Actor) -> QuerySet[Union]:
    """Whom the actor's unions may ask: superiors and neighbours of their own, and all that are theirs."""
    near = Q(pk__in=unions_administered(actor))
    own = Union.objects.filter(pk=actor.union_id or 0).first()
    if own is not None and own.parent_id is not None:
        above = [getattr(own, f"tier{depth}") for depth in range(1, own.depth)]
        near |= Q(pk__in=above) | Q(parent=own.parent_id)
    return Union.objects.filter(near).order_by("depth", "code")


def was_taken_back(asked: HandOver) -> bool:
    """Of one that was declined: by who asked, not by the union that was asked."""
    answered = asked.answered_on, asked.answered_by_user_id
    if answered[0] is None:
        return False
    asked_there = administrators_over(asked.to_union_id, answered[0])
    return not asked_there.filter(user=answered[1]).exists()


def may_take(union: Union, to_union: Union) -> bool:
    """A superior, or a neighbour below the same one."""
    above = [getattr(union, f"tier{depth}") for depth in range(1, union.depth)]
    beside = union.parent_id is not None and to_union.parent_id == union.parent_id
    return to_union.pk in above or (beside and to_union.pk != union.pk)


def to_answer(hand_over_id: int, on: date, by: Actor, *, giver_too: bool = False) -> HandOver:
    """Locked, and not answered yet.

    Args:
        giver_too: the union that asked may answer as well: it takes back.

    Raises:
        UnionNotYours, HandOverAnswered, HandOverOver, HandOver.DoesNotExist.
    """
    asked = HandOver.objects.select_for_update().get(pk=hand_over_id)
    unions = [asked.to_union_id, *([asked.union_id] if giver_too else [])]
    if not unions_administered(by).filter(pk__in=unions).exists():
        raise UnionNotYours
    if asked.answer:
        raise HandOverAnswered
    if asked.until < on:
        raise HandOverOver(asked.until)
    return asked
