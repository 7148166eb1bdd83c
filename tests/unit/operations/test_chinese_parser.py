"""The command line speaks Chinese through a private door of argparse: held on each interpreter.

`parsing` puts its own words in the place of the standard library's by their exact text. A release of
Python that rewords one would bring English back without a sound; here it says which.
"""

import argparse
import ast
import inspect
import re
import sys

import pytest

from bangfu.operations.cli.parsing import WORDS, ChineseParser, day

VERSION = f"Python {sys.version_info.major}.{sys.version_info.minor}"
#: What a user's own words, the program's name and the names of options leave over.
ENGLISH = re.compile(r"[a-z]{3,}", re.IGNORECASE)
OWN = re.compile(r"--?[a-z-]+|\bprog\b|\bONE\b|\bname\b|\bfirst\b|\bsecond\b|-h")


def texts_of_argparse() -> set[str]:
    """The literals that argparse passes through gettext, or prints by a format of its own."""
    module = ast.parse(inspect.getsource(argparse))
    return {
        node.value
        for node in ast.walk(module)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def parser() -> ChineseParser:
    parser = ChineseParser(prog="prog", about="说明")
    parser.add_argument("--day", type=day)
    parser.add_argument("--count", type=int)
    parser.add_argument("--kind", choices=["first", "second"])
    parser.add_argument("--many", nargs="+")
    either = parser.add_mutually_exclusive_group(required=True)
    either.add_argument("--on", action="store_true")
    either.add_argument("--off", action="store_true")
    parser.add_argument("name", metavar="ONE")
    return parser


def test_each_word_is_argparses_own_on_this_interpreter():
    gone = sorted(set(WORDS) - texts_of_argparse())
    assert gone == [], f"{VERSION} words these otherwise: {gone}"


def test_the_door_is_still_there():
    """argparse looks its words up as `_`, in its own module, when it needs them."""
    assert argparse._("options") == "选项"  # type: ignore[attr-defined]
    assert argparse._("no word of argparse") == "no word of argparse"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--on"], "缺少参数：ONE"),
        (["name"], "须给出其中之一：--on --off"),
        (["name", "--on", "--unheard"], "不认识的参数：--unheard"),
        (["name", "--on", "--kind", "third"], "参数 --kind：没有 third，可选："),
        (["name", "--on", "--count", "many"], "参数 --count：不能用：many"),
        (["name", "--on", "--off"], "参数 --off：不能与 --on 同时使用"),
        (["name", "--on", "--count"], "参数 --count：后面须跟一个值"),
        (["name", "--on", "--many"], "参数 --many：后面须跟一个以上的值"),
        (["name", "--on", "--day", "today"], "不是日期，应写成 2010-10-31"),
    ],
)
def test_wrong_usage_is_told_in_chinese_and_fails(capsys, arguments, words):
    with pytest.raises(SystemExit) as ended:
        parser().parse_args(arguments)
    assert ended.value.code == 1
    told = capsys.readouterr().err
    assert told.startswith("用法：")
    assert words in told.replace("'", "")
    rest = OWN.sub("", told.splitlines()[-1])
    for typed in ("third", "many", "today", "unheard"):
        rest = rest.replace(typed, "")
    assert not ENGLISH.search(rest), f"{VERSION}: {told}"


def test_help_is_chinese():
    told = parser().format_help()
    assert all(heading in told for heading in ("用法：", "参数", "选项", "显示这段说明后退出"))
    assert not ENGLISH.search(OWN.sub("", re.sub(r"[A-Z]{2,}|\{.*?\}", "", told)))
