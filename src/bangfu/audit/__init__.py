"""Audit: an append-only log of every change and every read of personal data.

A row is written in the transaction of what it tells of, so that neither is without the other.
Invariants, held by the database: rows are only ever inserted; each carries a digest of itself and
the era of the database it was written in. Details are facts about the act, never personal data.
"""
