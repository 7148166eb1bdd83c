"""Households by their main cause of hardship, as determined."""

from __future__ import annotations

from collections.abc import Iterator

from bangfu.eligibility.enums import TallyOf
from bangfu.eligibility.queries import tallied
from bangfu.kernel.phrases import mark
from bangfu.scope.actors import Actor

from .declared import Asked, Counting, Dimension, Key, Measure, Part, Unit

HOUSEHOLDS = Measure(
    "caused.households",
    mark("已认定户数（按致困原因）"),
    Unit.HOUSEHOLDS,
    mark("当日已有认定的家庭，归到档案所填的主要致困原因；没有填的单列。"),
    mark("总工办发〔2016〕36号：困难职工档案载明致困原因"),
    frozenset({Dimension.CAUSE}),
)


def parts(asked: Asked, actor: Actor) -> Iterator[Part]:
    cause = asked.within.get(Dimension.CAUSE)
    narrowed = {} if cause is None else {"code": cause}
    for each in tallied(asked.day, actor, TallyOf.CAUSE, narrowed):
        yield Part({Dimension.CAUSE: Key(each.code, each.code)}, (each.households,))


COUNTING = Counting((HOUSEHOLDS,), parts)
