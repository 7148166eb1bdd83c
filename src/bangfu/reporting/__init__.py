"""Reporting: figures, read-only, that open down to the files one may see."""
