"""Files opened, by month."""

from __future__ import annotations

from collections.abc import Iterator

from bangfu.eligibility.enums import TallyOf
from bangfu.eligibility.queries import tallied
from bangfu.kernel.phrases import mark
from bangfu.scope.actors import Actor

from .declared import Asked, Counting, Dimension, Key, Measure, Part, Unit

FILES = Measure(
    "opened.files",
    mark("建档户数"),
    Unit.HOUSEHOLDS,
    mark("截至当日建立的档案，归到建档日期所在的月份，认定与否都算；月份写作 2010-03。"),
    mark("总工办发〔2016〕36号：困难职工档案载明建档日期"),
    frozenset({Dimension.MONTH}),
)


def parts(asked: Asked, actor: Actor) -> Iterator[Part]:
    month = asked.within.get(Dimension.MONTH)
    narrowed = {} if month is None else {"code": month}
    for each in tallied(asked.day, actor, TallyOf.OPENED, narrowed):
        yield Part({Dimension.MONTH: Key(each.code, each.code)}, (each.households,))


COUNTING = Counting((FILES,), parts)
