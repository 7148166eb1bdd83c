"""`bangfu import unions|standards|register FILE`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bangfu.documents.row_report import ImportReport, report_csv
from bangfu.kernel.phrases import mark, phrase

from .parsing import Commands, Options, day, readable_file, writable_file
from .system import found_if_new, system
from .trying import system_to_try_in

if TYPE_CHECKING:
    from datetime import date

    from bangfu.acts.duties import Duty
    from bangfu.intake.enums import Stage
    from bangfu.scope.actors import Actor


#: What the day means for each kind; one usage for all three, so that scripts need not tell apart.
AS_OF = {
    "unions": mark("变动从哪一天起记入工会沿革，缺省为本系统的当天；如 2010-10-31"),
    "standards": mark("不起作用：每条标准从表中写明的日期起执行"),
    "register": mark("上报日，缺省为本系统的当天；如 2010-10-31"),
}


def add_to(commands: Commands) -> None:
    parser = commands.add_parser(
        "import", help=phrase("导入工会、标准或档案"), about=phrase("从表格文件导入。")
    )
    kinds = parser.add_subparsers(title=phrase("导入什么"), metavar=phrase("种类"), required=True)
    _kind(kinds, "unions", phrase("工会名录（csv 或 xlsx）"))
    _kind(kinds, "standards", phrase("各地标准（csv 或 xlsx）"))
    register = _kind(kinds, "register", phrase("困难职工档案（xlsx，或两个 csv）"))
    register.add_argument(
        "--members", type=readable_file, metavar="FILE", help=phrase("家庭成员另在一个文件里")
    )


def _kind(kinds: Commands, name: str, words: str):  # type: ignore[no-untyped-def]
    parser = kinds.add_parser(
        name, help=words, about=phrase("导入{words}。有问题的行退回，不影响其余的行。", words=words)
    )
    parser.add_argument("file", type=readable_file, metavar="FILE", help=phrase("要导入的文件"))
    parser.add_argument(
        "--report",
        type=writable_file,
        metavar="OUT.csv",
        help=phrase("行报告：哪一行、哪一列、怎么改"),
    )
    parser.add_argument("--as-of", type=day, metavar="DAY", help=phrase(AS_OF[name]))
    parser.add_argument("--dry-run", action="store_true", help=phrase("只检查并写报告，不导入"))
    parser.add_argument("--by", metavar="USER", help=phrase("以哪个用户的身份；缺省为本机操作员"))
    parser.set_defaults(run=run, kind=name, members=None)
    return parser


def run(options: Options) -> int:
    with system_to_try_in() if options.dry_run else system():
        report = _import(options)
        _tell(report)
        if options.dry_run:
            print(phrase("只检查，没有导入。"))
        if options.report:
            _write_report(options.report, report)
        if not options.dry_run and options.kind != "unions" and _brought(report):
            _reassess()
    return 2 if report.rejected else 0


def _import(options: Options) -> ImportReport:
    by = _by(options)
    if options.dry_run:  # keeps nothing
        return _import_as(by, options)
    from bangfu.acts.attempts import attempts_told  # needs Django set up

    with attempts_told(by, _duty(options.kind)):
        return _import_as(by, options)


def _import_as(by: Actor, options: Options) -> ImportReport:
    if options.kind == "register":
        return _import_register(by, options)
    from django.db import transaction  # needs Django set up

    with transaction.atomic():  # killed in between, it must not become a demo
        report = _import_table(by, options)
        if not options.dry_run and _brought(report):
            found_if_new()
    return report


def _import_register(by: Actor, options: Options) -> ImportReport:
    """Without unions nothing of it comes in, so that it never founds a system."""
    # These need Django set up.
    from bangfu.intake.commands.import_register import import_register

    on = _day_here()
    return import_register(
        files=[(path.name, path.read_bytes()) for path in (options.file, options.members) if path],
        as_of=options.as_of or on,
        on=on,
        by=by,
        dry_run=options.dry_run,
        progress=_show,
    )


def _import_table(by: Actor, options: Options) -> ImportReport:
    name, data = options.file.name, options.file.read_bytes()
    if options.kind == "standards" and options.as_of:
        print(phrase("标准从表中写明的日期起执行，--as-of 对它不起作用。"), file=sys.stderr)
    if options.kind == "unions":
        from bangfu.organisations.commands.import_unions import import_unions

        as_of = options.as_of or _day_here()
        return import_unions(data=data, file_name=name, as_of=as_of, by=by, dry_run=options.dry_run)
    from bangfu.standards.commands.import_standards import import_standards

    return import_standards(data=data, file_name=name, by=by, dry_run=options.dry_run)


def _duty(kind: str) -> Duty:
    from bangfu.intake.duties import STAGE
    from bangfu.organisations.duties import IMPORT_UNIONS
    from bangfu.standards.duties import IMPORT

    return {"unions": IMPORT_UNIONS, "standards": IMPORT, "register": STAGE}[kind]


def _by(options: Options) -> Actor:
    from bangfu.organisations.queries import actor_named  # needs Django set up
    from bangfu.scope.actors import operator

    return actor_named(options.by, _day_here()) if options.by else operator()


def _day_here() -> date:
    """The installation's; before it is founded the clock's, for what an import founds is no demo."""
    from bangfu.organisations.models import Installation  # needs Django set up
    from bangfu.organisations.queries import clock_day, day_of

    here = Installation.objects.first()
    return day_of(here) if here else clock_day()


def _brought(report: ImportReport) -> bool:
    """Whether anything came in, new or known already."""
    came = set(report.counts) - {"rows", "rejected", "restamped", "members_waiting"}
    return any(report.counts[name] for name in came)


def _show(step: Stage, done: int, total: int) -> None:
    """Progress on the terminal; a line of its own each time where there is none."""
    end = "   \r" if sys.stderr.isatty() else "\n"
    told = f"{step.label} {done:,} / {total:,} {step.unit}"
    print(told, end=end, file=sys.stderr, flush=True)


def _tell(report: ImportReport) -> None:
    from bangfu.intake.queries.batches import counts_told  # needs Django set up

    print("，".join(counts_told(report.counts)))
    if report.rejected:
        print(
            phrase(
                "退回 {count} 行；原因和改法见行报告（--report OUT.csv）。", count=report.rejected
            ),
            file=sys.stderr,
        )


def _write_report(path: Path, report: ImportReport) -> None:
    path.write_bytes(report_csv(report.lines, marked=False))  # scripts read it
    print(phrase("行报告：{path}", path=path))


def _reassess() -> None:
    """What the import left a mark on is decided anew, so that no list shows 待重算 for long."""
    from bangfu.eligibility.commands.redecide import redecide  # needs Django set up
    from bangfu.organisations.queries import today
    from bangfu.scope.actors import operator

    done = redecide(on=today(), by=operator())
    if done:
        print(phrase("重新认定 {done} 户。", done=done))
