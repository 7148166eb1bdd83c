"""Reporting: figures, lists and dossiers, read-only, that open down to the files one may see.

Invariants: figures count what the asker's jurisdiction holds on a day, each household once, in the
place and 系统 its own facts name that day; a city's code as a leaf is 市直, never its subtree;
beside them stands how many wait to be decided anew (待重算). Administrators see no household.
"""
