"""Acts: the frame of every use case, the duties that ask for it, and who holds which.

Owns the table of roles and duties (`roles`), the pairs of duties that one person may not have for
one matter (`incompatible`), the frame (`frame`: scope and transaction, duty, refusals by the
database in words, an entry in the log), and how things move through their states (`moving`), with
the events they leave. Each app declares its own duties in its `duties.py`.
Invariants: a use case runs only for who holds its duty; it ends with an entry in the log or changes
nothing; the database knows who acts, for which union and in which duty; no one has two duties for
one matter that are kept apart.
"""
