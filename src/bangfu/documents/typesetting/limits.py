"""What setting one paper may cost."""

MEGABYTE = 1 << 20

CHILD_MEMORY = 4096 * MEGABYTE  # of address space; a thousand pages take about a quarter
CHILD_SECONDS = 120
MOST_DATA = 40 * MEGABYTE  # of JSON
