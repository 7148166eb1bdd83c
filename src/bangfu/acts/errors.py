"""Faults of the program itself: nobody who uses it should ever meet one."""


class NothingTold(RuntimeError):
    """A use case ended without an entry in the log and without saying that nothing was changed."""


class NoActRuns(RuntimeError):
    """Something was to be told of an act while none was running."""
