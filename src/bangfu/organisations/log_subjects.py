"""How the log names unions and appointments."""

from django.db.models import Q

from bangfu.audit.subjects import LogSubject
from bangfu.scope.enums import Role

from .models import Appointment, HandOver, Union

UNION = LogSubject(
    "union",
    lambda actor: Union.objects.all(),
    ("name",),
    called=lambda text: Q(code=text) | Q(name__icontains=text),
    key="code",
    address="code",
    in_details=True,
)
APPOINTMENT = LogSubject(
    "appointment",
    lambda actor: Appointment.objects.all(),
    ("user__name", "role", "union__name"),
    lambda user, role, union: f"{user}，{Role(role).label}，{union}",
    called=lambda text: Q(user__username=text) | Q(user__name=text),
)
HAND_OVER = LogSubject(
    "hand_over",
    lambda actor: HandOver.objects.all(),
    ("union__name", "role", "to_union__name"),
    lambda union, role, to: f"{union}，{Role(role).label}，{to}",
    called=lambda text: Q(union__name__icontains=text) | Q(to_union__name__icontains=text),
)
