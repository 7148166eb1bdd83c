"""`bangfu import unions|standards|register FILE`."""

from __future__ import annotations

from bangfu.kernel.errors import BangfuError

from .parsing import Commands, Options, day, readable_file, writable_file
from .system import system


def add_to(commands: Commands) -> None:
    parser = commands.add_parser("import", help="导入工会、标准或档案", about="从表格文件导入。")
    kinds = parser.add_subparsers(title="导入什么", metavar="种类", required=True)
    _kind(kinds, "unions", "工会名录（csv 或 xlsx）")
    _kind(kinds, "standards", "各地标准（csv 或 xlsx）")
    register = _kind(kinds, "register", "困难职工档案（xlsx，或两个 csv）")
    register.add_argument(
        "--members", type=readable_file, metavar="FILE", help="家庭成员另在一个 csv 文件里"
    )
    register.add_argument(
        "--as-of", type=day, metavar="DAY", help="上报日，缺省为本系统的当天；如 2010-10-31"
    )


def _kind(kinds: Commands, name: str, words: str):  # type: ignore[no-untyped-def]
    parser = kinds.add_parser(
        name, help=words, about=f"导入{words}。有问题的行退回，不影响其余的行。"
    )
    parser.add_argument("file", type=readable_file, metavar="FILE", help="要导入的文件")
    parser.add_argument(
        "--report", type=writable_file, metavar="OUT.csv", help="行报告：哪一行、哪一列、怎么改"
    )
    parser.add_argument("--dry-run", action="store_true", help="只检查并写报告，不导入")
    parser.add_argument("--by", metavar="USER", help="以哪个用户的身份；缺省为本机操作员")
    parser.set_defaults(run=run, kind=name, members=None, as_of=None)
    return parser


def run(options: Options) -> int:
    with system():
        raise BangfuError("导入还没有建成。")
