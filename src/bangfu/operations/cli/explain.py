"""`bangfu explain FILE_NO --on DAY`."""

from __future__ import annotations

from bangfu.kernel.phrases import phrase

from .parsing import Commands, Options, day
from .system import standing_system


def add_to(commands: Commands) -> None:
    parser = commands.add_parser(
        "explain",
        help=phrase("一户的认定是怎样得出的"),
        about=phrase("逐步写出一户在某日的认定过程。"),
    )
    parser.add_argument("file_no", metavar="FILE_NO", help=phrase("档案编号"))
    parser.add_argument(
        "--on", type=day, required=True, metavar="DAY", help=phrase("认定日，如 2010-10-31")
    )
    parser.set_defaults(run=run)


def run(options: Options) -> int:
    with standing_system():
        # These need Django set up.
        from bangfu.eligibility.commands.read_explanation import read_explanation
        from bangfu.scope.actors import operator

        print(read_explanation(file_no=options.file_no, day=options.on, by=operator()))
    return 0
