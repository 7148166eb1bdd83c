"""Programmes: what can be given, to whom, and how much at most.

Owns programmes and their dated parameters, each with the document it comes from.
Invariants: a ceiling is data of a place and day, never a constant in code; an entered value is
never overwritten.
"""
