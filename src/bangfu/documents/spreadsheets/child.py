"""The child process: power given away first, then one file from standard input to lines on standard output.

Run as `python -m bangfu.documents.spreadsheets.child xlsx|csv`. It opens no file at all: what reading
takes is loaded before.
"""

import codecs
import sys
from collections.abc import Iterator

from bangfu.documents.apart.confining import Limits, NotConfinable, confine
from bangfu.documents.apart.filters import Power
from bangfu.documents.spreadsheets import errors, limits
from bangfu.documents.spreadsheets.delimited import read_delimited
from bangfu.documents.spreadsheets.packages import read_package
from bangfu.documents.spreadsheets.wire import Line, encode, refused

_READERS = {"xlsx": read_package, "csv": read_delimited}
#: Of texts, and of names in packages.
_ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "gb18030", "cp437", "ascii", "latin-1")


def give_power_away() -> None:
    """Raises NotConfinable."""
    for encoding in _ENCODINGS:
        codecs.lookup(encoding)
    confine(Limits(limits.CHILD_MEMORY, limits.CHILD_SECONDS), Power())


def main() -> int:
    try:
        give_power_away()
    except NotConfinable:
        sys.stdout.buffer.write(encode(refused(errors.NotConfined.code)))
        return 0
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
