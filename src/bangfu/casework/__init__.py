"""Casework: a household's application on its way to a decision.

Owns cases, their states and who may move them (`rules/states.py`), and objections.
Invariants: one live case per household; whoever submitted does not check, whoever submitted or
checked does not approve (held by the database); nothing is approved before its posting period has
ended with every objection answered; every move has an event with its reason.
"""
