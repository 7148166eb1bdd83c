"""Funds: earmarks, balances, receipts."""
