"""Casework: a household's application on its way to a decision.

Owns cases, their states and who may move them (`rules/states.py`), and objections.
Invariants, held by the database too: one live case per household; whoever submitted does not check,
whoever submitted or checked neither approves nor refuses; nothing is decided before its posting
period has ended with every objection answered. Every move has an event, with its reason if any.
"""
