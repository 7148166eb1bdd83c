"""The present era's code, which every number carries that leaves the house.

A restore takes the numbers back that were drawn since the backup, not the papers that bear them: so it
begins an era of another code, and none of them is issued again.
"""

from __future__ import annotations

from .models import Era


def era_code() -> str:
    """Four letters, in every reference and number of a payment file since."""
    return Era.objects.latest("id").code


def code_since_restore() -> str:
    """The same where a restore began the era; "" while nothing was ever taken back."""
    eras = Era.objects.order_by("-id")[:2]
    return eras[0].code if len(eras) > 1 else ""
