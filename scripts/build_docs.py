#!/usr/bin/env python3
"""Write the references that the program itself knows, and check the links of all pages."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import references

ROOT = Path(__file__).resolve().parent.parent
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def main() -> int:
    for page, text in references.pages().items():
        page.write_text(text, encoding="utf-8")
    broken = [f"{page.relative_to(ROOT)}: {link}" for page, link in dead_links()]
    print("\n".join(broken) or "docs: every link leads somewhere")
    return 1 if broken else 0


def dead_links() -> Iterator[tuple[Path, str]]:
    for page in (*ROOT.glob("*.md"), *sorted((ROOT / "docs").rglob("*.md"))):
        for link in LINK.findall(page.read_text("utf-8")):
            target = page.parent / unquote(link)
            if "://" not in link and not link.startswith("mailto:") and not target.exists():
                yield page, link


if __name__ == "__main__":
    sys.exit(main())
