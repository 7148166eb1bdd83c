"""Registry: one file per household (一户一档).

Owns households, persons, dated memberships and their facts. Facts are insert-only versions: each says
from which day it holds, when it was recorded and what brought it, so any past day can be shown as
known then; `versions` says which one is in force.
Invariant: nothing is overwritten; unknown stays unknown (NULL), an explicit 0 is known.
"""
