"""Jobs: background work (procrastinate), enqueued inside the transaction that asks for it.

Owns the queue's set-up, progress of long work and the retry of stalled jobs. Invariants: tasks are
idempotent, at-least-once; arguments are ids, never personal data.
"""
