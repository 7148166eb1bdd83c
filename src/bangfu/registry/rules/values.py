"""What a field of the form holds, once it is read; see `form.ValueKind`."""

from datetime import date
from decimal import Decimal

Value = str | int | bool | Decimal | date | tuple[str, ...] | None
