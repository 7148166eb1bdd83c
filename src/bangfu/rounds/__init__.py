"""Rounds: one round of aid, from the joint meeting's decision to the last fen reconciled.

Owns rounds, awards (the roster), payments, payment files and bank answers. Money moves only
through `funds`. Invariants, held by the database: one award per household and per person and
round; one live payment per award; who planned, who decided and who released are three people;
the card at release is the card at approval.
"""
