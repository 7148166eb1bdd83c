"""Acts: the frame of every use case, the duties that ask for it, and who holds which.

Owns the table of roles and duties (`roles`), the pairs of duties that one person may not have for
one matter (`incompatible`), and the frame (`frame`): scope and transaction, duty, refusals by the
database in words, an entry in the log. Each app declares its own duties in its `duties.py`.
Invariants: a use case runs only for who holds its duty; it ends with an entry in the log or changes
nothing; the database knows who acts, for which union and in which duty.
"""
