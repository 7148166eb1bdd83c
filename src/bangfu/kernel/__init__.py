"""Kernel: exact values that every app uses.

Money in whole fen, identity and card numbers, division codes, working days, masking, text as
offices type it. Invariants: no Django, no database, no clock, no float in money; a day is a
parameter. Personal numbers never enter an exception's text or a dataclass's repr.
"""
