"""`bangfu figures --on DAY --by area|system [--out OUT.csv]`."""

from __future__ import annotations

from bangfu.kernel.phrases import phrase

from .output import hand_out
from .parsing import Commands, Options, day, writable_file
from .progress import counted
from .system import standing_system


def add_to(commands: Commands) -> None:
    parser = commands.add_parser(
        "figures",
        help=phrase("各地或各系统的户数、人数和类别"),
        about=phrase("按区划或按系统汇总，末行为合计。"),
    )
    parser.add_argument("--on", type=day, required=True, metavar="DAY", help=phrase("哪一天的数字"))
    parser.add_argument(
        "--by", choices=("area", "system"), required=True, help=phrase("area 按区划，system 按系统")
    )
    parser.add_argument(
        "--out", type=writable_file, metavar="OUT.csv", help=phrase("写入文件；缺省写到标准输出")
    )
    parser.set_defaults(run=run)


def run(options: Options) -> int:
    with standing_system():
        # These need Django set up.
        from bangfu.eligibility.commands.redecide import redecide
        from bangfu.organisations.queries import today
        from bangfu.reporting.figures import figures, figures_csv
        from bangfu.scope.actors import acting, operator

        redecide(on=today(), by=operator(), progress=counted(phrase("重新认定")))
        with acting(operator()):
            table = figures_csv(figures(options.on, options.by, operator()))
        hand_out(table, options.out)
    return 0
