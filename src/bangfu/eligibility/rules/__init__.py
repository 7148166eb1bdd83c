"""The rules themselves: pure, exact, dated by their inputs; neither Django, nor clock, nor database.

`register.assess_register` decides a whole register, `explain.explain_household` one household in
words; both run the same functions (`regime_2016.py`, `regime_2021.py`), and a test holds them equal.
"""
