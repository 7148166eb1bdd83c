"""Rules of the register form: from the cells that offices send to judged rows.

`judge_register` is the way in. Pure: no database, no clock; the reporting day (上报日) and what is
already on file are parameters. Invariants: nothing is repaired silently (each change is told),
unknown is never no, and an identity or card number never shows in a problem, change or repr.
"""

from bangfu.intake.rules.onfile import FiledWorker, OnFile
from bangfu.intake.rules.register import NoRegister, judge_register
from bangfu.intake.rules.verdicts import (
    JudgedMember,
    JudgedRegister,
    JudgedWorker,
    RowVerdict,
    Verdict,
)

__all__ = [
    "FiledWorker",
    "JudgedMember",
    "JudgedRegister",
    "JudgedWorker",
    "NoRegister",
    "OnFile",
    "RowVerdict",
    "Verdict",
    "judge_register",
]
