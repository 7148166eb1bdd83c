"""Whether anything may be installed or created on the machine beyond our own folders."""

from __future__ import annotations

import os

VARIABLE = "INSTALL"


def may_install() -> bool:
    """`INSTALL=no` forbids packages, system users and folders elsewhere."""
    return os.environ.get(VARIABLE, "").strip().lower() != "no"
