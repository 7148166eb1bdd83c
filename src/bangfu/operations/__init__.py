"""Operations: what keeps an installation going on its machine.

Owns the data folder, the embedded PostgreSQL server, migrating, the guards of the database, the
background worker, the independent checks and the command line. Nothing of the domain imports it;
`config` takes from it where the database is.
"""
