"""What an import waits for: its lane, and imports that touch the same counties."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import connection

from bangfu.documents.tables.readings import Fault
from bangfu.jobs.enums import Lane
from bangfu.registry.models import Household

from .reading.accepted import Accepted
from .reading.unions import UnionDirectory, UnionRef, placed

#: First key of the advisory locks of merging; the second is a county's union.
MERGING = 730_100
SMALL_UPLOAD = 1 << 20  # bytes; about two thousand households
SMALL_MERGE = 5_000  # rows
#: Seconds until a merge whose county was busy tries again. To find that out it opens all its rows,
#: which takes seconds of a large one.
AGAIN_AFTER = {Lane.SMALL: 2, Lane.LARGE: 20}


def lane_of_upload(size: int) -> Lane:
    """`size` in bytes."""
    return Lane.SMALL if size <= SMALL_UPLOAD else Lane.LARGE


def lane_of_merge(counts: Mapping[str, int]) -> Lane:
    """`counts` of the batch; without them small."""
    return Lane.SMALL if counts.get("rows", 0) <= SMALL_MERGE else Lane.LARGE


def one_at_a_time(lane: Lane) -> str | None:
    """The queue's lock for a lane. Large imports take turns, for each holds hundreds of megabytes.

    Small ones have none: one that waits for its county would hold up all that came after it.
    """
    return "importing:large" if lane == Lane.LARGE else None


class CountiesBusy(Exception):
    """Another import of one of the counties is at work: this one is to come again. Nobody is told."""


def lock_counties(accepted: Accepted, directory: UnionDirectory, *, wait: bool) -> None:
    """Lock the counties of an import until the transaction ends, in the order of their ids.

    So two imports of one household can't both find it absent, those of other counties go on, and
    none waits for one that waits for it.

    Args:
        wait: False for a worker, which has other work to do meanwhile.

    Raises:
        CountiesBusy: unless it may wait.
    """
    for county in sorted(counties_of(accepted, directory)):
        if not _locked(county, wait=wait):
            raise CountiesBusy


def _locked(county: int, *, wait: bool) -> bool:
    with connection.cursor() as cursor:
        if wait:
            cursor.execute("select pg_advisory_xact_lock(%s, %s)", [MERGING, county])
            return True
        cursor.execute("select pg_try_advisory_xact_lock(%s, %s)", [MERGING, county])
        return bool(cursor.fetchone()[0])


def counties_of(accepted: Accepted, directory: UnionDirectory) -> set[int]:
    """Unions of the second depth, or a root, that rows name or that their files lie under now."""
    numbers = {row.file_no for row in accepted.rows()}
    rows = Household.objects.filter(file_no__in=numbers).values_list("file_no", "union_id")
    filed = dict(rows)
    named = (
        placed(
            directory,
            str(row.values.get("union_name") or ""),
            str(row.values.get("system") or ""),
            filed,
            row.file_no,
        )
        for row in accepted.workers
    )
    meant = [union for union in named if not isinstance(union, Fault)]
    there = [directory.by_id[union] for union in filed.values()]
    return {_county(union) for union in (*meant, *there)}


def _county(union: UnionRef) -> int:
    return union.tiers[1] or union.id
