"""The command line: one file a command, each a parser and a `run(options) -> exit code`.

Exit codes are a promise to scripts: 0 done, 1 failed with a message on stderr (wrong usage
included), 2 done but rows were rejected and the report says which.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Sequence
from types import FrameType

from bangfu.kernel.errors import BangfuError

from . import assess, backup, check, explain, figures, importing, pay, restore, rules, up
from .parsing import ChineseParser, Options

DONE, FAILED, ROWS_REJECTED = 0, 1, 2
COMMANDS = (up, importing, rules, assess, explain, figures, pay, check, backup, restore)


def main(arguments: Sequence[str] | None = None) -> int:
    options = command_parser().parse_args(arguments)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:  # nohup
            signal.signal(number, _interrupt)
    try:
        return int(options.run(options))
    except BangfuError as error:
        return _failed(str(error))
    except KeyboardInterrupt:
        return _failed("已中断。已经写入的保持不变，没有写完的已撤销。")
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except OSError as error:
        return _failed(f"{error.strerror or error}：{error.filename or ''}".rstrip("："))
    except Exception as error:
        return _failed(_unexpected(error))


def command_parser() -> ChineseParser:
    parser = ChineseParser(
        prog="bangfu", description="困难职工帮扶工作系统。数据文件夹由环境变量 BANGFU_DATA 指定。"
    )
    commands = parser.add_subparsers(title="命令", metavar="命令", required=True)
    for command in COMMANDS:
        command.add_to(commands)
    return parser


def _interrupt(signum: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _failed(message: str) -> int:
    print(message, file=sys.stderr)
    return FAILED


def _unexpected(error: Exception) -> str:
    """Where it went wrong; never the error's own words, which may repeat what a file holds."""
    places = "".join(traceback.format_tb(error.__traceback__))
    kind = " ".join([type(error).__name__, *_names(error)])
    return f"程序出错（{kind}），没有写完的已撤销。请把下面几行交给维护人员：\n{places}"


def _names(error: Exception) -> list[str]:
    """A missing module or a violated constraint: names of ours, nothing of anybody's."""
    if isinstance(error, ImportError):
        return [error.name or ""]
    told = getattr(error.__cause__, "diag", None)
    return [
        name
        for name in (getattr(told, "sqlstate", ""), getattr(told, "constraint_name", ""))
        if name
    ]


__all__ = ["DONE", "FAILED", "ROWS_REJECTED", "Options", "command_parser", "main"]
