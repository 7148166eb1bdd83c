"""Tables in files from outside, whatever they are of: one strictness for one thing everywhere.

`headers` finds the header beneath titles, `remarks` tells rows that are no data, `days`, `amounts` and
`names` read cells, `fixed` reads a table whose columns are known beforehand. Registers, bank answers,
unions and standards come in through here. Invariants: no meaning is guessed, what was done to a cell is
told, and an amount never changes its unit unseen.
"""

from bangfu.documents.tables.fixed import ColumnsMissing, Table, TableRow, read_table

__all__ = ["ColumnsMissing", "Table", "TableRow", "read_table"]
