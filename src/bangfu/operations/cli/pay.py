"""`bangfu pay ROUND --export FILE | --answer FILE [--answer FILE …] --by USER`."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from bangfu.kernel.errors import BangfuError
from bangfu.kernel.money import format_yuan
from bangfu.kernel.phrases import mark, phrase
from bangfu.rounds.errors import StaleRound

from ..datafolder import replace_private
from .parsing import Commands, Options, readable_file, writable_file
from .progress import say
from .system import standing_system

if TYPE_CHECKING:
    from bangfu.scope.actors import Actor


class NoSuchRound(BangfuError):
    status = HTTPStatus.NOT_FOUND

    def __init__(self, told: str) -> None:
        super().__init__(
            phrase("没有批次号为 {told} 的批次，或它不在这个用户的管辖范围内。", told=told)
        )


class NotAtThisStep(BangfuError):
    """The round is at another step; `what_first` says what has to be done before."""

    def __init__(self, told: str, state: str, what_first: str) -> None:
        super().__init__(
            phrase(
                "批次 {told} 现在的状态是“{state}”，什么也没有办理。{what_first}",
                told=told,
                state=state,
                what_first=what_first,
            )
        )


RELEASE_FIRST = mark(
    "导出发放文件之前，须由放款人登录网页放款；已对账或已取消的批次没有可以导出的文件。"
)
EXPORT_FIRST = mark(
    "读入回单之前，须先放款，并用 bangfu pay 加 --export 导出发放文件送银行；"
    "已对账或已取消的批次不再读入回单。"
)


class NoPaymentFormat(BangfuError):
    def __init__(self) -> None:
        super().__init__(phrase("发放文件的扩展名应为 .csv 或 .xlsx。"))


def add_to(commands: Commands) -> None:
    parser = commands.add_parser(
        "pay",
        help=phrase("导出发放文件，读入银行回单"),
        about=phrase(
            "批次放款之后导出发放文件，或读入银行回单。这个命令不审批任何事项。"
            "几份回单逐份读入，重复的行只计一次；有一份不符就一份也不读入（退出码 1），"
            "先前读入过的照样算读入（退出码 0）。"
        ),
    )
    parser.add_argument("round", metavar="ROUND", help=phrase("批次号"))
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--export", type=writable_file, metavar="FILE", help=phrase("写出发放文件"))
    which.add_argument(
        "--answer",
        type=readable_file,
        action="append",
        metavar="FILE",
        help=phrase("读入银行回单；有几个文件就写几次，要么全部读入，要么一个也不读入"),
    )
    parser.add_argument("--by", required=True, metavar="USER", help=phrase("以哪个用户的身份"))
    parser.add_argument("--bank", default="", metavar="NAME", help=phrase("哪家银行的回单"))
    parser.set_defaults(run=run)


def run(options: Options) -> int:
    kind = _kind(options.export) if options.export else ""
    with standing_system():
        return pay(options, kind)


def pay(options: Options, kind: str) -> int:
    """In the running system; `kind` is the file's extension.

    Raises:
        UnknownUser, NoAppointment, NoSuchRound, NotAtThisStep, and what the two commands raise.
    """
    # These need Django set up.
    from bangfu.acts.attempts import attempts_told
    from bangfu.organisations.queries import actor_named, today
    from bangfu.rounds import duties
    from bangfu.scope.actors import acting

    by = actor_named(options.by, today())
    try:
        with attempts_told(by, duties.SEND if options.export else duties.TAKE_ANSWER):
            with acting(by):
                round_id = _round(options.round, by)
            if options.export:
                return _export(round_id, options.export, kind, by)
            return _answer(round_id, options.answer, options.bank, by)
    except StaleRound as stale:  # its own words are for somebody who looks at a page
        what_first = RELEASE_FIRST if options.export else EXPORT_FIRST
        raise NotAtThisStep(options.round, stale.state, phrase(what_first)) from stale


def _export(round_id: int, path: Path, kind: str, by: Actor) -> int:
    """The file is written after the commit that marks it as sent; lost, it is exported again."""
    # These need Django set up.
    from bangfu.organisations.queries import today
    from bangfu.rounds.commands.export_payment_file import export_payment_file
    from bangfu.rounds.papers import payment_file

    table = export_payment_file(round_id=round_id, on=today(), by=by)
    replace_private(path, payment_file(table.rows, kind))
    say(
        phrase(
            "已写出发放文件 {number}：{count:,} 笔。文件含银行卡号，请妥善保管。",
            number=table.file.number,
            count=table.file.count,
        )
    )
    return 0


def _answer(round_id: int, paths: Sequence[Path], bank: str, by: Actor) -> int:
    """All of the files or none; what two of them tell alike counts once."""
    # These need Django set up.
    from bangfu.organisations.queries import today
    from bangfu.rounds.commands.take_bank_answers import take_bank_answers
    from bangfu.rounds.queries.answer_file import answer_sheets

    several = len(paths) > 1
    files = [
        (str(path) if several else "", answer_sheets(path.read_bytes(), path.name))
        for path in paths
    ]
    taken = take_bank_answers(
        round_id=round_id, files=files, bank=bank, version=None, on=today(), by=by
    )
    for (name, _sheets), each in zip(files, taken, strict=True):
        before = "" if each.new else phrase("（这份回单先前已读入，没有改动）")
        told = phrase(
            "回单：成功 {paid:,} 笔，退回 {returned:,} 笔。{before}",
            paid=each.paid,
            returned=each.returned,
            before=before,
        )
        say(f"{name} {told}".strip())
    if surplus := sum(each.surplus_fen for each in taken):
        yuan = format_yuan(surplus)
        say(phrase("其中 {yuan} 元先前已追回到账，是多退的，由审批人在网页处理。", yuan=yuan))
    if waiting := taken[-1].waiting:
        say(phrase("还有 {count:,} 笔没有回单。", count=waiting))
    return 0


def _round(told: str, by: Actor) -> int:
    from bangfu.rounds.models import Round  # needs Django set up

    number = int(told) if told.isascii() and told.isdigit() and len(told) < 19 else 0
    if not Round.objects.visible_to(by).filter(pk=number).exists():
        raise NoSuchRound(told)
    return number


def _kind(path: Path) -> str:
    kind = path.suffix.lower().removeprefix(".")
    if kind not in ("csv", "xlsx"):
        raise NoPaymentFormat
    return kind
