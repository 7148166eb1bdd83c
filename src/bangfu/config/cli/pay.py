"""`bangfu pay ROUND --export FILE | --answer FILE --by USER`."""

from __future__ import annotations

from bangfu.kernel.errors import BangfuError

from .parsing import Commands, Options, readable_file, writable_file
from .system import system


def add_to(commands: Commands) -> None:
    parser = commands.add_parser(
        "pay",
        help="导出发放文件，读入银行回单",
        about="批次放款之后导出发放文件，或读入银行回单。这个命令不审批任何事项。",
    )
    parser.add_argument("round", metavar="ROUND", help="批次号")
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--export", type=writable_file, metavar="FILE", help="写出发放文件")
    which.add_argument("--answer", type=readable_file, metavar="FILE", help="读入银行回单")
    parser.add_argument("--by", required=True, metavar="USER", help="以哪个用户的身份")
    parser.set_defaults(run=run)


def run(options: Options) -> int:
    with system():
        raise BangfuError("发放还没有建成。")
