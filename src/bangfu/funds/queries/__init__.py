"""Reads of funds: what each holds, what moved, and whether it all adds up."""
