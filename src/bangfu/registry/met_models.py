"""Numbers that were brought in vain, because the file that has them lies where their bringer may not look."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from bangfu.audit.kept_columns import KeepsColumns
from bangfu.organisations.models import Union
from bangfu.scope.models import ScopedModel, by_jurisdiction
from bangfu.vault.models import Secret

PUT_AWAY = ("put_away_on", "put_away_reason", "put_away_by_user_id", "put_away_by_name")
OPEN = Q(put_away_on=None, accepted_on=None)


class MetElsewhere(KeepsColumns, ScopedModel):
    """A union brought a worker's number, which `met` has; its row went back, or the change was refused.

    It lies with the bringing union and is for who sees `met` as well: the superior of both. Neither the
    bringer nor the owner of `met` sees it, and it is written by the database alone, on behalf of a bringer
    who may not know which file it is (`guards/met_elsewhere.sql`).

    Attributes:
        met: the file that has the number; `secret` is how that file has it, sealed.
        household: the file that was to be changed; None of an import.
        batch_ref, sheet, row_number: of an import, its number there and the row that went back.
        day: on which `met` had the number, as the bringer's table or change says.
        put_away_on: since when somebody who sees both found that nothing more is to be done of it.
        accepted_on: since when the bringing union has a file with that number (`commands/close_met.py`).
    """

    stamped_from: ClassVar[tuple[str, str]] = ("union_id", "organisations_union")
    and_with: ClassVar[tuple[str, str] | None] = ("met_id", "registry_household")
    written_once: ClassVar[tuple[str, ...]] = (*PUT_AWAY, "accepted_on")

    union = models.ForeignKey(Union, models.PROTECT, related_name="+", verbose_name="报来的工会")
    met = models.ForeignKey("registry.Household", models.PROTECT, related_name="+")
    secret = models.ForeignKey(Secret, models.PROTECT, related_name="+")
    household = models.ForeignKey(
        "registry.Household", models.PROTECT, null=True, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=12, db_collation="C")  # an OverlapKind
    batch_ref = models.BigIntegerField(null=True)
    sheet = models.CharField(max_length=40, default="", blank=True)
    row_number = models.IntegerField(null=True)
    day = models.DateField()
    by_user_id = models.BigIntegerField(null=True)
    by_name = models.CharField("报来的人", max_length=80)
    at = models.DateTimeField(db_default=Now())
    put_away_on = models.DateField(null=True)
    put_away_reason = models.CharField("理由", max_length=400, default="", blank=True)
    put_away_by_user_id = models.BigIntegerField(null=True)
    put_away_by_name = models.CharField(max_length=80, default="", blank=True)
    accepted_on = models.DateField(null=True)

    class Meta:
        verbose_name = "报来未成的重复"
        constraints = [
            models.UniqueConstraint(
                fields=["union", "met", "secret"], condition=OPEN, name="met_elsewhere_open_once"
            ),
            models.CheckConstraint(
                condition=Q(put_away_on=None, put_away_by_user_id=None, put_away_reason="")
                | (
                    Q(put_away_on__isnull=False, put_away_by_user_id__isnull=False)
                    & ~Q(put_away_reason="")
                ),
                name="met_elsewhere_put_away_whole",
            ),
        ]
        indexes = by_jurisdiction("met_open", "id", where=OPEN)
