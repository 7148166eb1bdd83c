#!/usr/bin/env python3
"""Collect every sentence for users into a catalogue, and make a filled one ready for use.

Needs GNU gettext (Debian: apt-get install gettext). The source is read in a copy, because Django
puts files beside the templates while it reads them.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import sys
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.commands import compilemessages, makemessages

PACKAGE = Path(__file__).resolve().parent.parent / "src/bangfu"
NEEDED = ("xgettext", "msguniq", "msgmerge", "msgattrib", "msgfmt")


class Collect(makemessages.Command):
    """Sentences of the pure rooms too, which know no web framework: see `kernel/phrases.py`."""

    xgettext_options = [
        *makemessages.Command.xgettext_options,
        "--keyword=phrase",
        "--keyword=mark",
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("language", help="as in the folders of Django's own catalogues: en, bo, ug")
    parser.add_argument("--locale", type=Path, default=PACKAGE / "locale", help="where it is kept")
    options = parser.parse_args()
    if missing := [name for name in NEEDED if shutil.which(name) is None]:
        print(f"GNU gettext is not there ({', '.join(missing)}): apt-get install gettext")
        return 1
    settings.configure(LOCALE_PATHS=[str(options.locale.resolve())])
    collect(options.language, options.locale)
    print(options.locale / options.language / "LC_MESSAGES/django.po")
    return 0


def collect(language: str, locale: Path) -> None:
    """New sentences come in empty, changed ones are marked fuzzy, what was translated is kept."""
    locale.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copytree(PACKAGE, Path(folder) / "bangfu", ignore=_not_ours)
        with contextlib.chdir(copy):
            call_command(Collect(), locale=[language], no_wrap=True, verbosity=0)
    with contextlib.chdir(locale.parent):
        call_command(compilemessages.Command(), locale=[language], verbosity=0)


def _not_ours(folder: str, names: list[str]) -> set[str]:
    here = {"__pycache__", "migrations", "locale", "static"}
    return here & set(names) | ({"data"} if os.path.basename(folder) == "demo" else set())


if __name__ == "__main__":
    sys.exit(main())
