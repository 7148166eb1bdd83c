"""How much of a file from outside is read before it is refused."""

MEGABYTE = 1 << 20

MOST_BYTES = 30 * MEGABYTE  # of the file as sent
MOST_ENTRIES = 2_000  # parts in the package
MOST_UNPACKED = 300 * MEGABYTE
MOST_RATIO = 250  # unpacked to packed, judged only above one megabyte
MOST_ROWS = 200_000
MOST_COLUMNS = 300
MOST_CELLS = 6_000_000  # rows times columns of one sheet, for a lone far cell costs as many
MOST_SHEETS = 50
MOST_MERGED = 100_000  # merged cells of one sheet
MOST_CELLS_HELD = 3_400_000  # of all sheets: forty thousand households with their members
LONGEST_TEXT = 32_767  # as spreadsheets themselves hold
MOST_OUTPUT = 96 * MEGABYTE
MOST_LINE = 4 * MEGABYTE  # of the output: a row, or where a sheet's merged cells lie

CHILD_MEMORY = 512 * MEGABYTE
CHILD_SECONDS = 25  # of processor time
CHILD_PATIENCE = 90  # seconds by the clock: a busy machine reads a good file slowly
