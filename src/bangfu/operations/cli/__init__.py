"""The command line: one file a command, each a parser and a `run(options) -> exit code`.

Exit codes are a promise to scripts: 0 done, 1 failed with a message on stderr (wrong usage
included), 2 done but rows were rejected and the report says which.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from importlib.metadata import version
from types import FrameType

from bangfu.kernel.masking import without_numbers
from bangfu.kernel.phrases import phrase

from ..failures import told
from . import (
    administrator,
    assess,
    backup,
    check,
    explain,
    figures,
    importing,
    measures,
    password,
    pay,
    restore,
    rules,
    up,
)
from .parsing import ChineseParser, Options

DONE, FAILED, ROWS_REJECTED = 0, 1, 2
COMMANDS = (
    up,
    importing,
    rules,
    assess,
    explain,
    figures,
    measures,
    pay,
    check,
    backup,
    restore,
    password,
    administrator,
)


def main(arguments: Sequence[str] | None = None) -> int:
    options = command_parser().parse_args(arguments)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:  # nohup
            signal.signal(number, _interrupt)
    try:
        return int(options.run(options))
    except KeyboardInterrupt:
        return _failed(phrase("已中断。已经写入的保持不变，没有写完的已撤销。"))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except Exception as error:
        return _failed(told(error))


def command_parser() -> ChineseParser:
    parser = ChineseParser(
        prog="bangfu",
        description=phrase("困难职工帮扶工作系统。数据文件夹由环境变量 BANGFU_DATA 指定。"),
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"bangfu {version('bangfu')}",
        help=phrase("显示版本号后退出"),
    )
    commands = parser.add_subparsers(title=phrase("命令"), metavar=phrase("命令"), required=True)
    for command in COMMANDS:
        command.add_to(commands)
    return parser


def _interrupt(signum: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _failed(message: str) -> int:
    print(without_numbers(message), file=sys.stderr)  # who starts it may keep what it says
    return FAILED


__all__ = ["DONE", "FAILED", "ROWS_REJECTED", "Options", "command_parser", "main"]
