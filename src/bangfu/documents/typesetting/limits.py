"""What setting one paper may cost."""

MEGABYTE = 1 << 20

CHILD_MEMORY = 4096 * MEGABYTE  # of address space; a thousand pages take about a quarter
CHILD_SECONDS = 120
MOST_DATA = 40 * MEGABYTE  # of JSON
MOST_PAPER = 64 * MEGABYTE  # a thousand pages take a few
MOST_HEAD = MEGABYTE  # of what comes before the paper: characters that no font draws
