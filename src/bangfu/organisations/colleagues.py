"""Who else may take a step: officers whose jurisdiction it lies in and who hold its duty."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from itertools import islice

from django.db.models import Q

from bangfu.acts.duties import Duty
from bangfu.acts.roles import holders
from bangfu.kernel.phrases import phrase

from .models import Appointment

MOST_NAMED = 5


def say_who_else(
    duty: Duty | str, unions: Collection[int], on: date, *, is_apart: Callable[[int], bool]
) -> str:
    """A sentence with their names, or what is left where there is nobody.

    Args:
        unions: those whose officers see the matter: its own and all above.
        is_apart: whether a user's other duties for this matter forbid it.
    """
    free = (name for user_id, name in _holding(duty, unions, on) if not is_apart(user_id))
    if names := list(islice(free, MOST_NAMED)):
        return phrase("可以办理的有：{names}。", names="、".join(names))
    return phrase(
        "本单位和上级工会没有其他人可以办理，请系统管理员增设人员，"
        "或在“系统设置”的“代办”里把这一步交给上级或相邻工会办理。"
    )


def _holding(duty: Duty | str, unions: Collection[int], on: date) -> list[tuple[int, str]]:
    """User and name, the nearest to the matter first; each once."""
    held = (
        Appointment.objects.filter(
            Q(until=None) | Q(until__gte=on),
            role__in=holders(duty),
            union_id__in=unions,
            holds_from__lte=on,
            user__is_active=True,
        )
        .order_by("-union__depth", "id")
        .values_list("user_id", "user__name")
    )
    return list(dict.fromkeys(held))
