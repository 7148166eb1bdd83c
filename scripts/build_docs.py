#!/usr/bin/env python3
"""Write the references that the program itself knows, and check the links of all pages."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import roles_and_routes

from bangfu.operations.cli import command_parser

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs/reference/commands.md"
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
INTRODUCTION = """\
# 命令

由 `make docs` 从程序自己的说明写成，请勿手改。
"""


def main() -> int:
    REFERENCE.write_text(reference(), encoding="utf-8")
    roles_and_routes.PAGE.write_text(roles_and_routes.reference(), encoding="utf-8")
    broken = [f"{page.relative_to(ROOT)}: {link}" for page, link in dead_links()]
    print("\n".join(broken) or "docs: every link leads somewhere")
    return 1 if broken else 0


def reference() -> str:
    parts = [f"\n## {p.prog}\n\n```text\n{p.format_help()}```\n" for p in leaves(command_parser())]
    return INTRODUCTION + "".join(parts)


def leaves(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """The parsers that run something, in the order of the help."""
    groups = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    if not groups:
        yield parser
    for group in groups:
        for child in group.choices.values():
            yield from leaves(child)


def dead_links() -> Iterator[tuple[Path, str]]:
    for page in (*ROOT.glob("*.md"), *sorted((ROOT / "docs").rglob("*.md"))):
        for link in LINK.findall(page.read_text("utf-8")):
            target = page.parent / unquote(link)
            if "://" not in link and not link.startswith("mailto:") and not target.exists():
                yield page, link


if __name__ == "__main__":
    sys.exit(main())
