"""Scope: who acts, in which role, and which rows they may see, kept twice.

Owns `Actor` and the roles; the columns every personal row carries (the ids of its union's ancestors, and its 系统), the
query filter over them, and the row-level security that the database lays over the same columns.
Invariant: with no scope set, nothing is visible. It knows neither users nor unions by name.
"""
