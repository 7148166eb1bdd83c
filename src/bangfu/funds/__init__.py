"""Funds: earmarked money, double entry, in fen.

Words: a *fund* is one earmark (方向、范围、对象、程序) of one union; each fund has its *accounts*:
source (the outside world, may be negative), available, reserved, clearing, paid, returned;
a *transfer* moves one positive amount from one account (debit) to another (credit) of one fund.
Invariants, held by the database: a balance equals credits less debits and moves only by transfers;
no account but source goes below zero; a transfer stays inside its fund; transfers never change;
received = available + reserved + clearing + paid + returned.
"""
