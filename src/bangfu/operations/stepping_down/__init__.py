"""What faces strangers or reads what they send runs as a user who may do little, also when root starts it.

Invariants: it is neither root nor the owner of PostgreSQL's data; it is given open files of the secrets
that it needs, so that no file of the data folder has to be its own; it can't write the program.
"""

from .runner import Runner, open_to_readers, stepped_down

__all__ = ["Runner", "open_to_readers", "stepped_down"]
