"""Vault: the only app that holds identity and card numbers.

Owns the sealed values (AES-256-GCM, one wrapped data key per version, the row bound into each
seal), their blind indexes (keyed, one key per kind), what may be shown of them, and the one command
that opens them, which asks for a purpose and writes the log.
What was typed and not taken (`KeptForm`) lies sealed here too, for its writer alone and for a day.
Invariant: the database alone, or a dump of it, gives no number away.
"""
