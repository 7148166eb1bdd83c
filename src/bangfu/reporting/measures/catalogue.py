"""All measures there are, and the one way to ask for their numbers."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from bangfu.scope.actors import Actor

from ..errors import NoSuchMeasure, NotCountedBy, NotCountedTogether
from .declared import Asked, Counting, Dimension, Key, Measure, Part


@dataclass(frozen=True)
class Cell:
    """Numbers of some measures, in the order that they were asked for, of what is alike in `keys`."""

    keys: tuple[Key, ...]
    numbers: tuple[int, ...]


@cache
def countings() -> tuple[Counting, ...]:
    """`COUNTING` of every module of this package that declares one, by the names of modules."""
    package = import_module(__package__)
    names = sorted(each.name for each in pkgutil.iter_modules(package.__path__))
    modules = [import_module(f"{__package__}.{name}") for name in names]
    return tuple(module.COUNTING for module in modules if hasattr(module, "COUNTING"))


@cache
def measures() -> Mapping[str, Measure]:
    """By code, those that are counted together beside each other."""
    return {each.code: each for counting in countings() for each in counting.measures}


def measure(code: str) -> Measure:
    """Raises NoSuchMeasure."""
    if code not in measures():
        raise NoSuchMeasure(code)
    return measures()[code]


def count(wanted: Sequence[Measure], asked: Asked, actor: Actor) -> list[Cell]:
    """The numbers of measures in the actor's jurisdiction; a cell in which all are 0 is left out.

    The whole act runs within the actor's scope, which the caller has opened.

    Returns:
        Cells in the order in which the first of their parts were counted; one at least where nothing
        parts them.

    Raises:
        NotCountedBy: one of the measures is not parted by what `asked` says.
        NotCountedTogether: nothing is, by all that it says at once.
    """
    _refuse_unfit(wanted, asked)
    sums: dict[tuple[str, ...], list[int]] = {} if asked.by else {(): [0] * len(wanted)}
    names: dict[tuple[str, ...], tuple[Key, ...]] = {(): ()}
    for places, part in _parts(wanted, asked, actor):
        keys = tuple(part.keys[dimension] for dimension in asked.by)
        codes = tuple(key.code for key in keys)
        names.setdefault(codes, keys)
        numbers = sums.setdefault(codes, [0] * len(wanted))
        for place, number in places:
            numbers[place] += part.numbers[number]
    return [Cell(names[codes], tuple(its)) for codes, its in sums.items() if any(its) or not codes]


def total(wanted: Measure, asked: Asked, actor: Actor) -> int:
    """One number, whatever parts it has. Raises as `count`."""
    return count([wanted], Asked(asked.day, (), asked.within), actor)[0].numbers[0]


def _parts(
    wanted: Sequence[Measure], asked: Asked, actor: Actor
) -> Iterator[tuple[list[tuple[int, int]], Part]]:
    """Each counting is asked once: with where its numbers belong among the wanted ones."""
    for counting in countings():
        places = [
            (place, counting.measures.index(each))
            for place, each in enumerate(wanted)
            if each in counting.measures
        ]
        if places:
            for part in counting.parts(asked, actor):
                yield places, part


def _refuse_unfit(wanted: Sequence[Measure], asked: Asked) -> None:
    if asked.crossed:
        raise NotCountedTogether([each.label for each in asked.crossed])
    for each in wanted:
        for dimension in (*asked.by, *asked.within):
            if dimension not in each.by:
                possible = [known.label for known in Dimension if known in each.by]
                raise NotCountedBy(each.title, dimension.label, possible)
