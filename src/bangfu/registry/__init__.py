"""Registry: one file per household (一户一档).

Owns households, persons, dated memberships and their facts, and the import that brings them in.
Facts are insert-only versions: each says from which day it holds and when it was recorded, so any
past day can be shown as known then. In force on day D, known at K: greatest held_from ≤ D among
those recorded ≤ K, then the last recorded.
Invariant: nothing is overwritten; unknown stays unknown (NULL), an explicit 0 is known.
"""
