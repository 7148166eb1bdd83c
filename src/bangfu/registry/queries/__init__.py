"""Reads of the register; see each module."""
