"""The guards of the database: triggers, functions and policies, declared as text.

Migrations bring tables and columns; guards are state. What is declared (`declared`) is laid after
every migration (`laying`), only where the catalogue (`catalogue`) differs, after telling what did.
"""
