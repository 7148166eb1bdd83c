"""How the log names users."""

from django.db.models import Q

from bangfu.audit.subjects import LogSubject

from .models import User

USER = LogSubject(
    "user",
    lambda actor: User.objects.all(),
    ("name",),
    called=lambda text: Q(username=text) | Q(name=text),
)
