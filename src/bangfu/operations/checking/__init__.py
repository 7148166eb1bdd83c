"""Independent checks of the whole database, read-only: money, scope and log.

Each gives the findings in words; an empty list means that all is as it should be. They trust no
query of the applications: they ask the tables and the catalogue in plain SQL.
"""
