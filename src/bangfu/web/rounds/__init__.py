"""Rounds of aid, from plan to reconciliation."""
