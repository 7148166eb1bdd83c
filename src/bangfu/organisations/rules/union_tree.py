"""Where rows of the union form hang, in any order, over a tree that is already there.

A row that cannot hang goes back and what is on file stays; then whatever hung on it is judged
anew, so that good rows go in and none of them dangles.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bangfu.kernel.phrases import phrase

from .union_rows import PARENT, UnionFault, UnionRow

Parents = dict[str, str]  # code -> parent's code, '' for a root


def place_rows(
    rows: Sequence[UnionRow], on_file: Mapping[str, str], deepest: int
) -> tuple[list[UnionRow], dict[int, UnionFault]]:
    """The rows that can hang, parents first, and the fault of each other by row number.

    Args:
        rows: good by themselves, no code twice.
        on_file: code to parent's code of every union there is.
        deepest: how many levels a tree may have.
    """
    hanging = {row.code: row for row in rows}
    refused: dict[int, UnionFault] = {}
    while misplaced := next(_faults(hanging, on_file, deepest), None):
        code, fault = misplaced
        refused[hanging.pop(code).number] = fault
    parents = _parents(hanging, on_file)
    ordered = sorted(hanging.values(), key=lambda row: (_depth(row.code, parents), row.number))
    return ordered, refused


def depths(parents: Mapping[str, str]) -> dict[str, int]:
    """Depth of every code, 1 for a root; the tree must be sound."""
    known: dict[str, int] = {}
    for code in parents:
        path = []
        at = code
        while at and at not in known:
            path.append(at)
            at = parents[at]
        below = known[at] if at else 0
        for steps, each in enumerate(reversed(path), 1):
            known[each] = below + steps
    return known


def _parents(rows: Mapping[str, UnionRow], on_file: Mapping[str, str]) -> Parents:
    return {**on_file, **{code: row.parent_code for code, row in rows.items()}}


def _faults(
    rows: Mapping[str, UnionRow], on_file: Mapping[str, str], deepest: int
) -> Iterator[tuple[str, UnionFault]]:
    """The row to send back next and why; unknown parents first, then cycles, then depth."""
    parents = _parents(rows, on_file)
    for code, row in rows.items():
        if row.parent_code and row.parent_code not in parents:
            yield code, _unknown(row)
    for code, row in rows.items():
        if on_file.get(code) != row.parent_code and _in_cycle(code, parents):
            yield code, _cycle(row)
    levels = depths(parents)
    for code in sorted(parents, key=lambda each: levels[each]):
        if levels[code] > deepest:
            culprit = _moved_above(code, rows, on_file, parents)
            yield culprit, _too_deep(rows[culprit], deepest)


def _in_cycle(code: str, parents: Mapping[str, str]) -> bool:
    seen = {code}
    at = parents[code]
    while at and at not in seen:
        seen.add(at)
        at = parents[at]
    return at == code


def _moved_above(
    code: str, rows: Mapping[str, UnionRow], on_file: Mapping[str, str], parents: Mapping[str, str]
) -> str:
    """The nearest row, from `code` upward, that is new or hangs elsewhere than before."""
    at = code
    while at not in rows or on_file.get(at) == rows[at].parent_code:
        at = parents[at]
    return at


def _depth(code: str, parents: Mapping[str, str]) -> int:
    return sum(1 for _ in _up(code, parents))


def _up(code: str, parents: Mapping[str, str]) -> Iterator[str]:
    while code:
        yield code
        code = parents[code]


def _unknown(row: UnionRow) -> UnionFault:
    return UnionFault(
        PARENT,
        row.parent_code,
        phrase("找不到上级工会，或上级所在的行已退回"),
        phrase("请核对上级编码；上级不在册的，先在表中补上或改好它的那一行。"),
    )


def _cycle(row: UnionRow) -> UnionFault:
    return UnionFault(
        PARENT,
        row.parent_code,
        phrase("上下级互相循环"),
        phrase("沿上级编码逐级向上会回到自己。请改正其中一个工会的上级编码。"),
    )


def _too_deep(row: UnionRow, deepest: int) -> UnionFault:
    return UnionFault(
        PARENT,
        row.parent_code,
        phrase("这样会超过 {deepest} 级", deepest=deepest),
        phrase(
            "工会最多 {deepest} 级（全国、省、市、县或产业、街道、基层）。请改挂到较高一级的工会下。",
            deepest=deepest,
        ),
    )
