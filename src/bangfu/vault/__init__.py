"""Vault: identity and card numbers, and nothing else knows them.

Owns the sealed values (AES-256-GCM, one wrapped data key per version, the row bound into each
seal), their blind indexes (keyed, one key per kind), what may be shown of them, and the one door
that opens them, which asks for a purpose and writes the log.
Invariant: the database alone, or a dump of it, gives no number away.
"""
