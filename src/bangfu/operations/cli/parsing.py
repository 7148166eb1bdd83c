"""Arguments in Chinese: words of the parser itself, and the kinds of argument that recur."""

from __future__ import annotations

import argparse
import ipaddress
import os
import sys
from argparse import ArgumentTypeError, Namespace
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from bangfu.kernel.masking import without_numbers
from bangfu.kernel.phrases import mark, phrase

Options = Namespace
Commands = Any  # argparse names the type of `add_subparsers()` only privately

EXIT_CODES = mark(
    "退出码：0 完成；1 失败（包括用法不对），原因写在标准错误；2 完成，但有行被退回，见行报告。"
)
WORDS = {
    "usage: ": mark("用法："),
    "%(prog)s: error: %(message)s\n": "%(message)s\n",
    "show this help message and exit": mark("显示这段说明后退出"),
    "positional arguments": mark("参数"),
    "options": mark("选项"),
    "the following arguments are required: %s": mark("缺少参数：%s"),
    "one of the arguments %s is required": mark("须给出其中之一：%s"),
    "unrecognized arguments: %s": mark("不认识的参数：%s"),
    "argument %(argument_name)s: %(message)s": mark("参数 %(argument_name)s：%(message)s"),
    "invalid choice: %(value)r (choose from %(choices)s)": mark(
        "没有 %(value)s，可选：%(choices)s"
    ),
    "unknown parser %(parser_name)r (choices: %(choices)s)": mark(
        "没有命令 %(parser_name)s，可选：%(choices)s"
    ),
    "invalid %(type)s value: %(value)r": mark("不能用：%(value)s"),
    "not allowed with argument %s": mark("不能与 %s 同时使用"),
    "expected one argument": mark("后面须跟一个值"),
    "expected at least one argument": mark("后面须跟一个以上的值"),
    "ambiguous option: %(option)s could match %(matches)s": mark(
        "%(option)s 不明确，可能是 %(matches)s"
    ),
}
# argparse looks its own words up in gettext's global catalogue, which holds no Chinese.
argparse._ = lambda text: phrase(WORDS[text]) if text in WORDS else text  # type: ignore[attr-defined]


class ChineseParser(argparse.ArgumentParser):
    """Wrong usage is a failure like any other: exit code 1, where argparse would say 2."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("epilog", phrase(EXIT_CODES))
        options.setdefault("description", options.pop("about", None))
        super().__init__(allow_abbrev=False, **options)

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(1, f"{without_numbers(message)}\n")


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(phrase("{text!r} 不是日期，应写成 2010-10-31", text=text)) from None


def division(text: str) -> str:
    if len(text) == 6 and text.isascii() and text.isdigit():
        return text
    raise ArgumentTypeError(
        phrase("{text!r} 不是行政区划代码，应为六位数字，例如 440981", text=text)
    )


def readable_file(text: str) -> Path:
    path = Path(text)
    if path.is_file() and os.access(path, os.R_OK):
        return path
    raise ArgumentTypeError(phrase("文件不存在或不能读取：{text}", text=text))


def writable_file(text: str) -> Path:
    path = Path(text).absolute()
    if path.is_dir():
        raise ArgumentTypeError(phrase("{text} 是文件夹，请写文件名", text=text))
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise ArgumentTypeError(
            phrase("不能写入 {text}：请检查文件夹是否存在、是否有权限", text=text)
        )
    return path


def address(text: str) -> str:
    try:
        return str(ipaddress.IPv4Address(text))
    except ValueError:
        words = phrase("{text!r} 不是本机的 IPv4 地址，例如 192.168.1.10", text=text)
        raise ArgumentTypeError(words) from None


def port(text: str) -> int:
    if text.isascii() and text.isdigit() and 0 < int(text) < 65536:
        return int(text)
    raise ArgumentTypeError(phrase("{text!r} 不是端口号，应为 1 至 65535", text=text))
