"""The version in force on a day, as known at a time: said here for queries, in `guards/versions.sql` for
SQL, and nowhere else.

Of the versions that hold from that day or before and were recorded by then, the one that holds from
the latest day; of several from one day, the last recorded.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Q

from bangfu.audit.append_only import AppendOnly
from bangfu.scope.models import ScopedModel, ScopedQuerySet

from .enums import Source

NEWEST = ("-held_from", "-id")
#: Whoever brings a version is named, and an import by its number.
BROUGHT = ~Q(source="") & (~Q(source=Source.IMPORT) | Q(source_id__isnull=False))


class Version(AppendOnly, ScopedModel):
    """A complete version of something, from a day on. `version_of`: the column that says of what."""

    version_of: ClassVar[str]
    brings_scope: ClassVar[bool] = True

    held_from = models.DateField()
    recorded_at = models.DateTimeField(db_default=models.functions.Now())
    recorded_by = models.CharField(max_length=80)
    source = models.CharField(max_length=20, choices=Source)
    source_id = models.BigIntegerField(null=True)
    content_digest = models.BinaryField()  # keyed digest of all values: equal rows are idempotent

    class Meta:
        abstract = True


Row = TypeVar("Row", bound=Version, covariant=True)


class VersionQuerySet(ScopedQuerySet[Row]):
    def holding(self, day: date, known_at: datetime | None = None) -> Self:
        """Every version that holds from `day` or before; None: as known now."""
        held = self.filter(held_from__lte=day)
        return held if known_at is None else held.filter(recorded_at__lte=known_at)

    def in_force(self, day: date, known_at: datetime | None = None) -> Self:
        """One version each, in the order of `version_of`."""
        held = self.holding(day, known_at).order_by(self.model.version_of, *NEWEST)
        return held.distinct(self.model.version_of)


class MemberVersionQuerySet(VersionQuerySet[Row]):
    def in_force(self, day: date, known_at: datetime | None = None) -> Self:
        """Of everybody who is a member that day."""
        members = self.filter(membership__held_from__lte=day)
        members = members.exclude(membership__held_until__lt=day)
        return super(MemberVersionQuerySet, members).in_force(day, known_at)
