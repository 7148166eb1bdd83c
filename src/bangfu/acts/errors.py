"""Faults of the program itself, found by its tests."""


class NothingTold(RuntimeError):
    """A use case ended with neither an entry in the log nor the word that nothing was changed, or
    was to be told by a duty that the log has no word for.
    """


class NoActRuns(RuntimeError):
    """Something was to be told of an act while none was running."""
