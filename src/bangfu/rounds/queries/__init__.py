"""Reads of rounds: the list, one round, its roster and who is left out, its payments, its books."""
