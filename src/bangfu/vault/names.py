"""What a sealed form is bound to, so that none opens in another's place."""

from __future__ import annotations

import uuid


def form_name(owner_id: int, form_id: uuid.UUID) -> str:
    return f"vault_keptform|{owner_id}|{form_id}"
