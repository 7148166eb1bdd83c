"""`bangfu check [money|scope|figures|log|records|guards|work|texts]`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from bangfu.kernel.phrases import mark, phrase

from ..datafolder import data_folder
from . import certificates
from .parsing import Commands, Options
from .progress import say
from .system import standing_system

PARTS = ("money", "scope", "figures", "log", "records", "guards", "work", "texts")
TITLES = {
    "money": mark("资金账目"),
    "scope": mark("管辖范围"),
    "figures": mark("统计数"),
    "log": mark("操作日志"),
    "records": mark("办理记录"),
    "guards": mark("数据库守护"),
    "work": mark("后台任务和中断的命令"),
    "texts": mark("文字里的号码"),
}


def add_to(commands: Commands) -> None:
    parser = commands.add_parser(
        "check",
        help=phrase("核对资金、管辖、统计数、日志、办理记录、数据库守护、后台任务和文字里的号码"),
        about=phrase(
            "独立核对；只读。发现任何问题时退出码为 1，并逐条写出。不写哪一项时全部核对。"
        ),
    )
    parser.add_argument(
        "part",
        nargs="?",
        choices=PARTS,
        help=phrase(
            "money 资金账目，scope 管辖范围，figures 统计数，log 操作日志，records 办理记录，guards 数据库守护，"
            "work 没有办完的后台任务、导入、重算，和中断的备份、恢复留下的，"
            "texts 以前留在各处文字里的证件号和银行卡号（写明在哪里，不写号码）"
        ),
    )
    parser.set_defaults(run=run)


def run(options: Options) -> int:
    """Exit code 1 when it finds anything; each finding is a line on standard output."""
    with standing_system():
        checks = _checks()
        parts = [options.part] if options.part else PARTS
        first = _first()
        lines = [line for part in parts for line in _checked(part, checks[part], first.get(part))]
    return 1 if lines else 0


def _checked(
    part: str, check: Callable[[], list[str]], first: Callable[[], None] | None
) -> list[str]:
    """In a transaction that can't write; each question is one statement, so writers don't disturb.

    `first`: fills a temporary table, before.
    """
    from bangfu.scope.actors import acting, operator  # needs Django set up

    title = phrase(TITLES[part])
    say(phrase("正在核对{title}……", title=title))
    with acting(operator()):
        if first:
            first()
        _read_only()
        faults = check()
    for line in faults:
        print(f"{title}：{line}", flush=True)
    if faults:
        say(phrase("{title}：发现 {count} 处问题。", title=title, count=len(faults)))
    else:
        say(phrase("{title}：没有发现问题。", title=title))
    return faults


def _read_only() -> None:
    from django.db import connection  # needs Django set up

    with connection.cursor() as cursor:
        cursor.execute("set transaction read only")


def _checks() -> dict[str, Callable[[], list[str]]]:
    # These need Django set up.
    from bangfu.eligibility.queries.check_tallies import check_tallies
    from bangfu.funds.queries import check_money as ledger
    from bangfu.organisations.queries import today
    from bangfu.rounds.queries import check_money as payouts

    from ..checking.guards import check_guards, list_in_words
    from ..checking.log import check_log
    from ..checking.records import check_records
    from ..checking.scope import check_scope
    from ..checking.texts import check_texts
    from ..checking.work import check_work

    return {
        "money": lambda: [*ledger.check_money(), *payouts.check_money()],
        "scope": check_scope,
        "figures": lambda: check_tallies(today()),
        "log": check_log,
        "records": check_records,
        "guards": lambda: _against_the_list(list_in_words(), check_guards()),
        "work": lambda: [
            *check_work(data_folder()),
            *certificates.findings(data_folder(), now=datetime.now(UTC)),
        ],
        "texts": check_texts,
    }


def _first() -> dict[str, Callable[[], None]]:
    """What a part needs before writing is forbidden."""
    # These need Django set up.
    from bangfu.eligibility.queries.check_determinations import list_the_settled
    from bangfu.organisations.queries import today

    return {"records": lambda: list_the_settled(today())}


def _against_the_list(words: str, faults: list[str]) -> list[str]:
    """Says which list it was: a list protects nothing if somebody has changed it, too."""
    if words:
        say(words)
    return faults
