"""Reads of imports; see each module."""
