"""The log, for those who oversee."""
