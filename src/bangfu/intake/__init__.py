"""Intake: what comes in as tables, until it is on file.

Owns batches: uploads that wait sealed, their rows read and judged, the preview, the merging, and the
chain confirm → merge → assess anew. It finds out what a row changes; `registry` alone records it.
Invariants: a batch is merged whole and once, or not at all; every physical row has one verdict and is
told; what was uploaded is gone once it is merged or given up.
"""
