"""The reference of the command line, written from the help of its commands."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from bangfu.operations.cli import command_parser

from . import FOLDER

PAGE = FOLDER / "commands.md"
OPENING = """\
# 命令

由 `make docs` 从程序自己的说明写成，请勿手改。
"""


def reference() -> str:
    parts = [f"\n## {p.prog}\n\n```text\n{p.format_help()}```\n" for p in leaves(command_parser())]
    return OPENING + "".join(parts)


def leaves(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """The parsers that run something, in the order of the help."""
    groups = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    if not groups:
        yield parser
    for group in groups:
        for child in group.choices.values():
            yield from leaves(child)
