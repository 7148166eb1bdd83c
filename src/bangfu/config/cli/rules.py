"""`bangfu rules adopt 2016|2021 --place CODE --from DAY`."""

from __future__ import annotations

from .parsing import Commands, Options, day, division
from .progress import counted
from .system import system

RULE_SETS = ("2016", "2021")


def add_to(commands: Commands) -> None:
    parser = commands.add_parser("rules", help="认定规则", about="认定规则。")
    actions = parser.add_subparsers(title="操作", metavar="操作", required=True)
    adopt = actions.add_parser(
        "adopt",
        help="某地自某日起采用一套规则",
        about="某地自某日起采用一套认定规则；下级没有自己的规则时随之适用。",
    )
    adopt.add_argument("rule_set", choices=RULE_SETS, help="规则：2016 或 2021")
    adopt.add_argument(
        "--place", type=division, required=True, metavar="CODE", help="行政区划代码，六位"
    )
    adopt.add_argument(
        "--from", dest="valid_from", type=day, required=True, metavar="DAY", help="自哪一天起"
    )
    adopt.add_argument("--document", default="", metavar="TEXT", help="依据的文件")
    adopt.set_defaults(run=run)


def run(options: Options) -> int:
    with system():
        # These need Django set up.
        from bangfu.eligibility.commands.adopt_rule_set import adopt_rule_set
        from bangfu.eligibility.commands.assess_day import reassess_stale
        from bangfu.scope.actors import operator

        adopt_rule_set(
            place=options.place,
            rule_set=options.rule_set,
            valid_from=options.valid_from,
            document=options.document,
            by=operator(),
        )
        print(f"{options.place} 自 {options.valid_from} 起采用认定规则 {options.rule_set}。")
        renewed = reassess_stale(by=operator(), progress=counted("重新认定"))
        if renewed:
            print(f"已按新规则重新认定 {renewed:,} 户次。")
    return 0
