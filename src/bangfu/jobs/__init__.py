"""Jobs: background work (procrastinate), enqueued inside the transaction that asks for it.

Owns the lanes that work waits in, what an officer asked for and may see the progress and the result
of, and the retry of stalled jobs. A new background job is a function under `@job` in an app's
`jobs.py` and the page that begins it. Invariants: tasks are idempotent, at-least-once; arguments in
the queue are ids; what was asked for and what came of it lie sealed, for their owner alone, and
results are gone after a day.
"""
