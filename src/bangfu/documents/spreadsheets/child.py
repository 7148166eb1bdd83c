"""The child process: limits first, then one file from standard input to lines on standard output.

Run as `python -m bangfu.documents.spreadsheets.child xlsx|csv`. It never opens a file for writing
and gives itself no more memory, time or output than `limits` says.
"""

import resource
import sys
from collections.abc import Iterator

from bangfu.documents.spreadsheets import errors, limits
from bangfu.documents.spreadsheets.delimited import read_delimited
from bangfu.documents.spreadsheets.packages import read_package
from bangfu.documents.spreadsheets.wire import Line, encode, refused

_READERS = {"xlsx": read_package, "csv": read_delimited}


def confine() -> None:
    """Take away what reading a spreadsheet doesn't need."""
    for limit, most in (
        (resource.RLIMIT_AS, limits.CHILD_MEMORY),
        (resource.RLIMIT_CPU, limits.CHILD_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))


def main() -> int:
    confine()
    data = sys.stdin.buffer.read(limits.MOST_BYTES + 1)
    try:
        _write(_READERS[sys.argv[1]](data))
    except errors.SpreadsheetRefused as error:
        sys.stdout.buffer.write(encode(refused(error.code)))
    except MemoryError:
        sys.stdout.buffer.write(encode(refused(errors.TooHeavy.code)))
    return 0


def _write(lines: Iterator[Line]) -> None:
    written = 0
    for line in lines:
        packed = encode(line)
        written += len(packed)
        if written > limits.MOST_OUTPUT:
            raise errors.TooHeavy
        sys.stdout.buffer.write(packed)


if __name__ == "__main__":
    sys.exit(main())
