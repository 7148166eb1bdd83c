#!/usr/bin/env python3
"""Fail unless the licence of every installed dependency goes together with MulanPSL-2.0.

Permissive licences do. Weak copyleft (LGPL, MPL) does for a library that is used unchanged beside
the program, as here; strong copyleft (GPL, AGPL) does not and is not in the list.
"""

import json
import re
import subprocess
import sys

ALLOWED = {
    "Apache Software License",
    "Apache-2.0",
    "BSD License",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "LGPL-3.0-only",
    "MIT",
    "MIT License",
    "MIT-0",
    "MPL-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)",
    "MulanPSL-2.0",
    "PSF-2.0",
    "Python Software Foundation License",
}
#: Packages whose metadata names no licence; read in the licence file that they carry.
READ_BY_HAND = {"axe-playwright-python": "MIT"}


def main() -> int:
    listed = subprocess.run(
        [sys.executable, "-m", "piplicenses", "--with-system", "--format=json"],
        check=True,
        capture_output=True,
        text=True,
    )
    packages = json.loads(listed.stdout)
    refused = [p for p in packages if not fits(READ_BY_HAND.get(p["Name"], p["License"]))]
    for package in refused:
        print(f"{package['Name']} {package['Version']}: {package['License']}", file=sys.stderr)
    if not refused:
        print(f"{len(packages)} packages, all compatible with MulanPSL-2.0")
    return 1 if refused else 0


def fits(licence: str) -> bool:
    """`A OR B` fits when one does; `A AND B` (also written `A; B`) when all do."""
    return all(
        any(choice.strip() in ALLOWED for choice in part.split(" OR "))
        for part in re.split(r" AND |; ", licence)
    )


if __name__ == "__main__":
    sys.exit(main())
