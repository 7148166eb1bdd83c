"""What two files share and nobody settled, or settled for the other one, holds up a case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256

from bangfu.registry.rules.overlaps import OverlapKind

from ..enums import ParameterName, Settled

BLOCKS_BY: Mapping[OverlapKind, ParameterName] = {
    OverlapKind.PERSON: ParameterName.BLOCKS_SHARED_PERSON,
    OverlapKind.CARD: ParameterName.BLOCKS_SHARED_CARD,
}


def blocks(
    kind: OverlapKind, settled: Settled | None, parameters: Mapping[ParameterName, int]
) -> bool:
    """Whether it holds up the case of the file that is asked about.

    A file that must be corrected waits until it is. What is not settled waits where the parameter
    says so, and where it says nothing.

    Args:
        settled: as the file is told; None while nobody has.
        parameters: those in force at the household's place.
    """
    if settled is None:
        return bool(parameters.get(BLOCKS_BY[kind], 1))
    return settled == Settled.ELSEWHERE


def overlaps_seen(pairs: Iterable[bytes], settled: int) -> str:
    """What a page showed, in sixteen letters: another where anything else is shared or settled by now.

    Args:
        settled: number of the newest settlement of these, 0 where there is none.
    """
    return sha256(b"".join([*sorted(pairs), str(settled).encode()])).hexdigest()[:16]
