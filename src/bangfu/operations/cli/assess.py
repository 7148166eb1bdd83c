"""`bangfu assess --on DAY [--union CODE] --out OUT.csv`."""

from __future__ import annotations

from bangfu.kernel.phrases import phrase

from .output import whole_file
from .parsing import Commands, Options, day, writable_file
from .progress import say
from .system import standing_system


def add_to(commands: Commands) -> None:
    parser = commands.add_parser(
        "assess",
        help=phrase("按某日的情况和标准逐户认定"),
        about=phrase(
            "按某日有效的事实、标准和规则逐户认定，写出每户的类别、所缺事项或不符合的原因。"
        ),
    )
    parser.add_argument(
        "--on", type=day, required=True, metavar="DAY", help=phrase("认定日，如 2010-10-31")
    )
    parser.add_argument("--union", metavar="CODE", help=phrase("只认定这个工会及其下级的户"))
    parser.add_argument(
        "--out",
        type=writable_file,
        required=True,
        metavar="OUT.csv",
        help=phrase("结果文件（UTF-8）"),
    )
    parser.set_defaults(run=run)


def run(options: Options) -> int:
    with standing_system():
        # These need Django set up.
        from bangfu.eligibility.commands.write_assessment import assess_to_csv
        from bangfu.organisations.queries import today
        from bangfu.scope.actors import operator

        say(phrase("正在按 {day} 的情况逐户认定……", day=options.on))
        with whole_file(options.out) as out:
            count = assess_to_csv(
                day=options.on, union_code=options.union, out=out, on=today(), by=operator()
            )
        say(phrase("已认定 {count:,} 户，结果写入 {path}", count=count, path=options.out))
    return 0
