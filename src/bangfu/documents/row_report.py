"""What came of each row of a file: the report that an office gets back, the same for every import."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from bangfu.kernel.masking import without_numbers

from .delimited import build_delimited

ACCEPT = "accept"
NORMALISED = "accept-normalised"
REJECT = "reject"
SKIP = "skip"
HEADER = "header"

COLUMNS = ("文件", "工作表", "行号", "档案编号", "结论", "字段", "值", "原因", "如何修改")


@dataclass(frozen=True)
class ReportLine:
    """One line; a rejected row has one for each reason. Identity and card values are masked.

    `key` is the file number, or the code of a union or of a standard's place.
    """

    file_name: str
    sheet: str
    row_number: int
    key: str
    verdict: str
    field: str = ""
    value: str = dataclasses.field(default="", repr=False)
    reason: str = ""
    mend: str = ""

    def __post_init__(self) -> None:
        """Wherever a line is shown, no number of a column that should hold none stands in it."""
        for name in ("key", "value"):
            object.__setattr__(self, name, without_numbers(getattr(self, name)))

    def cells(self, verdict: str | None = None) -> tuple[str | int, ...]:
        return (
            without_numbers(self.file_name),
            without_numbers(self.sheet),
            self.row_number,
            self.key,
            verdict or self.verdict,
            self.field,
            self.value,
            self.reason,
            self.mend,
        )


@dataclass(frozen=True)
class ImportReport:
    """`counts`: how many of what came of it, by name; `lines`: one or more for every row."""

    counts: Mapping[str, int]
    lines: tuple[ReportLine, ...]
    batch_id: int | None = None

    @property
    def rejected(self) -> int:
        """Physical rows that go back to the office."""
        rows = {
            (line.file_name, line.sheet, line.row_number)
            for line in self.lines
            if line.verdict == REJECT
        }
        return len(rows)


def fingerprint(data: bytes) -> str:
    """What the log calls a file: a digest of its content, for its own name may hold personal data."""
    return sha256(data).hexdigest()[:16]


def report_csv(lines: Iterable[ReportLine], *, marked: bool = True, begun: bool = False) -> bytes:
    """The row report; `marked` as `build_delimited` has it. `begun`: what goes on behind other lines."""
    rows = (line.cells() for line in lines)
    return (
        build_delimited(rows, marked=False)
        if begun
        else build_delimited([COLUMNS, *rows], marked=marked)
    )
