"""What is asked of cases, rounds, money and officers beside their events and the log, in plain SQL.

Each asks for what disagrees, of what came since the version that brought these questions: what earlier
ones wrote, the log did not tell in all figures. Each names the kind of subject that it asks the log of:
an index finds those lines, and without it each question would read the whole log.
"""

SINCE = "(select min(applied) from django_migrations where name = '0020_records_compared')"
