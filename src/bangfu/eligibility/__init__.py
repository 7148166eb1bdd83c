"""Eligibility: which class of hardship a household is in on a day, why, and what is still missing.

Owns the rule sets "2016" and "2021", where and since when each is adopted, and the determinations.
Invariants: money is exact fen; an unknown fact is never a no; one definition of each rule serves the
whole register and the single household; the day is a parameter. Words: 认定, 低保标准, 排除, 待核实.
"""
