"""How the log names rounds and what they award."""

from django.db.models import Q

from bangfu.audit.subjects import LogSubject

from .models import Award, Round

ROUND = LogSubject(
    "round",
    lambda actor: Round.objects.visible_to(actor),
    ("title",),
    called=lambda text: Q(title__icontains=text),
)
AWARD = LogSubject(
    "award",
    lambda actor: Award.objects.visible_to(actor),
    ("household__file_no",),
    address="household__file_no",
    in_details=True,
)
