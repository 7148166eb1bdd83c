"""Child processes that read what strangers sent, or set what strangers wrote, with next to no power.

Invariant: a child whose power can't be taken away does nothing and says so.
"""
