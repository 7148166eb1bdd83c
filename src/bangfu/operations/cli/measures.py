"""`bangfu measures [CODE --on DAY [--by DIMENSION …] [--out OUT.csv]]`."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bangfu.kernel.phrases import phrase

from .output import hand_out
from .parsing import Commands, Options, day, writable_file
from .progress import counted
from .system import standing_system

if TYPE_CHECKING:
    from bangfu.reporting.measures.declared import Dimension, Measure

#: As `reporting.measures.declared.Dimension`, which needs Django set up; a test compares the two.
DIMENSIONS = ("area", "system", "union", "class", "cause", "month")


def add_to(commands: Commands) -> None:
    parser = commands.add_parser(
        "measures",
        help=phrase("列出统计指标，或算出其中一个"),
        about=phrase(
            "不带参数列出全部统计指标：代码、名称、单位、可按什么分列、怎样计算。"
            "给出代码和日期则算出这个指标，按所给的维度分列；金额以分为单位。"
        ),
    )
    parser.add_argument("code", nargs="?", metavar="CODE", help=phrase("指标的代码"))
    parser.add_argument("--on", type=day, metavar="DAY", help=phrase("哪一天的数字；缺省为今天"))
    parser.add_argument(
        "--by",
        action="append",
        default=[],
        choices=DIMENSIONS,
        help=phrase("按什么分列，可以给几次"),
    )
    parser.add_argument(
        "--out", type=writable_file, metavar="OUT.csv", help=phrase("写入文件；缺省写到标准输出")
    )
    parser.set_defaults(run=run)


def run(options: Options) -> int:
    with standing_system():
        table = _table(_counted(options) if options.code else _listed())
    hand_out(table, options.out)
    return 0


def _listed() -> Iterator[tuple[object, ...]]:
    from bangfu.reporting.measures.catalogue import measures

    yield "code", "title", "unit", "by", "meaning", "source"
    for each in measures().values():
        if not each.mine:
            by = " ".join(name for name in DIMENSIONS if name in each.by)
            yield each.code, each.title, each.unit.value, by, each.meaning, each.source


def _counted(options: Options) -> Iterator[tuple[object, ...]]:
    """Raises NoSuchMeasure, NotCountedBy."""
    # These need Django set up.
    from bangfu.eligibility.commands.redecide import redecide
    from bangfu.organisations.queries import today
    from bangfu.reporting.errors import NoSuchMeasure
    from bangfu.reporting.measures.catalogue import count, measure
    from bangfu.reporting.measures.declared import Asked, Dimension
    from bangfu.scope.actors import acting, operator

    wanted = measure(options.code)
    if wanted.mine:
        raise NoSuchMeasure(options.code)
    by = tuple(Dimension(name) for name in dict.fromkeys(options.by))
    redecide(on=today(), by=operator(), progress=counted(phrase("重新认定")))
    with acting(operator()):
        cells = count([wanted], Asked(options.on or today(), by), operator())
    yield _header(wanted, by)
    for cell in cells:
        yield (*(word for key in cell.keys for word in (key.code, key.name)), *cell.numbers)


def _header(wanted: Measure, by: tuple[Dimension, ...]) -> tuple[str, ...]:
    """Two columns a dimension; the number's is called by its unit."""
    return (
        *(word for each in by for word in (each.value, f"{each.value}_name")),
        wanted.unit.value,
    )


def _table(lines: Iterator[tuple[object, ...]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(lines)
    return out.getvalue()
