"""`bangfu figures --on DAY --by area|system [--out OUT.csv]`."""

from __future__ import annotations

from bangfu.kernel.errors import BangfuError

from .parsing import Commands, Options, day, writable_file
from .system import system


def add_to(commands: Commands) -> None:
    parser = commands.add_parser(
        "figures", help="各地或各系统的户数、人数和类别", about="按区划或按系统汇总，末行为合计。"
    )
    parser.add_argument("--on", type=day, required=True, metavar="DAY", help="哪一天的数字")
    parser.add_argument(
        "--by", choices=("area", "system"), required=True, help="area 按区划，system 按系统"
    )
    parser.add_argument(
        "--out", type=writable_file, metavar="OUT.csv", help="写入文件；缺省写到标准输出"
    )
    parser.set_defaults(run=run)


def run(options: Options) -> int:
    with system():
        raise BangfuError("数字汇总还没有建成。")
