"""`bangfu rules adopt RULES --place CODE --from DAY`."""

from __future__ import annotations

from bangfu.eligibility.enums import RuleSetName
from bangfu.kernel.phrases import phrase

from .parsing import Commands, Options, day, division
from .progress import counted
from .system import found_if_new, system


def add_to(commands: Commands) -> None:
    parser = commands.add_parser("rules", help=phrase("认定规则"), about=phrase("认定规则。"))
    actions = parser.add_subparsers(title=phrase("操作"), metavar=phrase("操作"), required=True)
    adopt = actions.add_parser(
        "adopt",
        help=phrase("某地自某日起采用一套规则"),
        about=phrase("某地自某日起采用一套认定规则；下级没有自己的规则时随之适用。"),
    )
    adopt.add_argument("rule_set", choices=[*RuleSetName], help=phrase("认定规则的名称"))
    adopt.add_argument(
        "--place", type=division, required=True, metavar="CODE", help=phrase("行政区划代码，六位")
    )
    adopt.add_argument(
        "--from",
        dest="valid_from",
        type=day,
        required=True,
        metavar="DAY",
        help=phrase("自哪一天起"),
    )
    adopt.add_argument("--document", default="", metavar="TEXT", help=phrase("依据的文件"))
    adopt.set_defaults(run=run)


def run(options: Options) -> int:
    with system():
        # These need Django set up.
        from django.db import transaction

        from bangfu.eligibility.commands.adopt_rule_set import adopt_rule_set
        from bangfu.eligibility.commands.redecide import redecide
        from bangfu.organisations.queries import today
        from bangfu.scope.actors import operator

        with transaction.atomic():  # killed in between, it must not become a demo
            adopt_rule_set(
                place=options.place,
                rule_set=options.rule_set,
                valid_from=options.valid_from,
                document=options.document,
                by=operator(),
            )
            found_if_new()
        print(
            phrase(
                "{place} 自 {day} 起采用认定规则 {rules}。",
                place=options.place,
                day=options.valid_from,
                rules=options.rule_set,
            )
        )
        renewed = redecide(on=today(), by=operator(), progress=counted(phrase("重新认定")))
        if renewed:
            print(phrase("已按新规则重新认定 {renewed:,} 户。", renewed=renewed))
    return 0
