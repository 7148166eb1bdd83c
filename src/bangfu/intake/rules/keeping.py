"""How long what was uploaded waits for somebody to confirm it.

A constant, as the term of rows that went back: it follows from what the upload is for, and no union has a
reason of its own for another one (ADR 81).
"""

from datetime import timedelta

WAITS = timedelta(days=30)  # of a clock, from its last reading
WARNED = timedelta(days=7)  # before it ends
