"""Determinations that say something else than rules would; what was known is kept, as the database asks."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.db.models import Func, QuerySet, Value

from bangfu.eligibility.commands.store_intervals import SHARED
from bangfu.eligibility.models import Determination

Rows = QuerySet[Determination]
KEEP = f"""
insert into eligibility_determinationpast (determination_id, known_until, {", ".join(SHARED)})
select d.decision, %s, {", ".join(f"d.{name}" for name in SHARED)}
from eligibility_determination d where d.id = any(%s)
"""


def decide_otherwise(rows: Rows, **values: object) -> None:
    number = Func(Value("eligibility_decision_number"), function="nextval")
    at, ids = keep(rows)
    Determination.objects.filter(pk__in=ids).update(decided_at=at, decision=number, **values)


def forget(rows: Rows) -> None:
    _at, ids = keep(rows)
    Determination.objects.filter(pk__in=ids).delete()


def keep(rows: Rows) -> tuple[datetime, list[int]]:
    """As past ones, until a moment; their ids."""
    ids = list(rows.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("select clock_timestamp()")
        (at,) = cursor.fetchone()
        cursor.execute(KEEP, [at, ids])
    return at, ids
