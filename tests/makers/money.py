"""A bank's answers as files."""

from __future__ import annotations

import csv
import io

from bangfu.rounds.simulated_bank import Behaviour, answer_rows


def answer_file(payment_csv: bytes, behaviour: Behaviour | None = None) -> bytes:
    """The answer to a payment file in csv, as csv."""
    rows = list(csv.reader(io.StringIO(payment_csv.decode("utf-8-sig"), newline="")))
    out = io.StringIO(newline="")
    csv.writer(out).writerows(answer_rows(rows, behaviour or Behaviour()))
    return out.getvalue().encode("utf-8-sig")
