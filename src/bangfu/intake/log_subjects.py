"""How the log names imports: by reporting day, union and number."""

from datetime import date

from bangfu.audit.subjects import LogSubject

from .models import ImportBatch


def _title(reporting_day: date, union: str | None, number: int) -> str:
    return "，".join(str(part) for part in (reporting_day, union, number) if part)


BATCH = LogSubject(
    "batch",
    lambda actor: ImportBatch.objects.visible_to(actor),
    ("reporting_day", "union__name", "id"),
    _title,
)
