from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from http import HTTPStatus
from typing import NamedTuple

from bangfu.funds.rules.restrictions import Breach, Use
from bangfu.kernel.errors import BangfuError
from bangfu.kernel.money import format_yuan
from bangfu.kernel.phrases import phrase


class HeldBack(NamedTuple):
    """A household that a release left out, and every reason in Chinese.

    By its number: the page of the round tells the name, to those who see it.
    """

    file_no: str
    why: str


MOST_LISTED = 20


def listed(held_back: Sequence[HeldBack]) -> str:
    """Each with its reason; of many the first, and how many more."""
    lines = "；".join(
        phrase("{file_no}（{why}）", file_no=held.file_no, why=held.why)
        for held in held_back[:MOST_LISTED]
    )
    rest = len(held_back) - MOST_LISTED
    return lines + (phrase("；另有 {rest} 户", rest=rest) if rest > 0 else "")


class StaleRound(BangfuError):
    """The round is not (any more) as the page showed it."""

    status = 409

    def __init__(self, state: str) -> None:
        self.state = state
        super().__init__(
            phrase(
                "这个批次现在的状态是“{state}”，您打开页面之后已有变化，这次没有办理。请刷新页面核对后再办。",
                state=state,
            )
        )


class AlreadyDone(StaleRound):
    """The same person took this very step before: a second click. Nothing was done again."""


class SamePerson(BangfuError):
    """Separation of duties."""

    status = 403

    def __init__(self, title: str, who_else: str) -> None:
        super().__init__(
            phrase(
                "“{title}”须由另一个人办理：同一批次的拟定和结清、决定、放款和送银行，由三个人分别经手。{who_else}",
                title=title,
                who_else=who_else,
            )
        )


class BadPlan(BangfuError):
    """`what` says in Chinese what doesn't fit."""

    def __init__(self, what: str) -> None:
        super().__init__(phrase("{what}。请改正后重新提交。", what=what))


class BadPlanDay(BadPlan):
    """The day of payment is before the fund, or too far off."""


class OutsideEarmark(BadPlan):
    """The place is not within the fund's."""


class EarmarkBroken(BangfuError):
    """The fund's money would leave its earmark; `broken` says which uses, and how each does."""

    status = HTTPStatus.CONFLICT

    def __init__(self, fund: str, broken: Mapping[Use, Sequence[Breach]]) -> None:
        lines = "；".join(
            phrase(
                "{place} 的{hardship_class}：{breaches}",
                place=use.area_code,
                hardship_class=use.hardship_class or phrase("各类家庭"),
                breaches="、".join(phrase(breach) for breach in broken[use]),
            )
            for use in sorted(broken, key=lambda use: (use.area_code, use.hardship_class or ""))
        )
        super().__init__(
            phrase(
                "资金“{fund}”专款专用，什么也没有改动：{lines}。"
                "请更正有关档案，或取消本批后在资金范围之内重新拟定。",
                fund=fund,
                lines=lines,
            )
        )
        self.broken = dict(broken)


class BadDecision(BangfuError):
    def __init__(self, what: str) -> None:
        super().__init__(phrase("联席会议决定没有登记：{what}。请改正后重新提交。", what=what))


class NoReason(BangfuError):
    """A round is cancelled, or a return decided, only with a reason."""

    def __init__(self) -> None:
        super().__init__(phrase("没有写理由，没有办理。请写明理由后重新提交。"))


class BadMeetingDay(BadDecision):
    """The meeting's day is before the fund, or not yet."""


class EmptyRoster(BangfuError):
    def __init__(self, omitted: int) -> None:
        super().__init__(
            phrase(
                "没有一户可以列入花名册（未列入 {omitted} 户）。请看未列入名单里的原因，处理后再编制。",
                omitted=omitted,
            )
        )


class NoRoster(BangfuError):
    """Asked for a roster that was never locked."""

    status = 409

    def __init__(self) -> None:
        super().__init__(
            phrase("这个批次没有锁定过花名册，没有可以下载的花名册。请先编制并锁定花名册。")
        )


class RosterOverDecision(BangfuError):
    def __init__(self, total: int, decided: int) -> None:
        super().__init__(
            phrase(
                "花名册合计 {total} 元，超过联席会议决定的 {decided} 元。"
                "请取消本批，按新的标准重新拟定并再次报会议决定。",
                total=format_yuan(total),
                decided=format_yuan(decided),
            )
        )


class SeasonFull(BangfuError):
    """Somebody has all the places that the programme gives a season; the database says so."""

    status = HTTPStatus.CONFLICT

    def __init__(self) -> None:
        super().__init__(
            phrase(
                "有的户或本人在本季已达到项目允许的次数，什么也没有改动：另一批次刚刚列入了他们。"
                "请刷新页面，核对未列入和暂缓的名单后再办。"
            )
        )


class SeasonChanged(BangfuError):
    """The season by which places were counted is not (any more) that of their day."""

    status = HTTPStatus.CONFLICT

    def __init__(self) -> None:
        super().__init__(phrase("项目的季刚刚改动，什么也没有改动。请刷新页面，核对花名册后再办。"))


class ReleasedTooEarly(BangfuError):
    """Before the round's day, which its ceilings and its season were counted by."""

    status = HTTPStatus.CONFLICT

    def __init__(self, day: date, on: date) -> None:
        super().__init__(
            phrase(
                "本批的发放日是 {day}，今天是 {on}，没有放款。请到发放日再办；"
                "要提前发放的，请取消本批，按新的发放日重新拟定。",
                day=day,
                on=on,
            )
        )
        self.day, self.on = day, on


class NothingToRelease(BangfuError):
    """Nobody is due, or everybody that is due is held back; `held_back` says who and why."""

    def __init__(self, held_back: Sequence[HeldBack]) -> None:
        self.held_back = list(held_back)
        super().__init__(
            self._told()
            if held_back
            else phrase("本批没有待放款的人员，没有办理。请刷新页面核对。")
        )

    def _told(self) -> str:
        return phrase(
            "没有可以放款的人员，{count} 户暂缓：{listed}。请更正有关档案，或由审批人逐户作出处理决定；"
            "还没有放过款的批次，也可以取消后重新拟定。",
            count=len(self.held_back),
            listed=listed(self.held_back),
        )


class PlaceShared(BangfuError):
    """Among those to be paid is a file that shares a person or a card, unsettled, with one that has an
    award where the release counts."""

    def __init__(self) -> None:
        super().__init__(
            phrase(
                "名单里有户家中有人或卡号也在同季列入的另一户，没有办理。"
                "请先处理重复的档案，再办理。"
            )
        )


class NothingToExport(BangfuError):
    def __init__(self) -> None:
        super().__init__(phrase("这个批次没有可导出的发放文件。请先放款。"))


class FileChanged(BangfuError):
    """A payment file made again is not the one that went out."""

    def __init__(self, number: str) -> None:
        super().__init__(
            phrase(
                "发放文件 {number} 的内容与首次导出时不一致，不能再次导出。请报告审计员。",
                number=number,
            )
        )


class NotReturned(BangfuError):
    status = 409

    def __init__(self) -> None:
        super().__init__(
            phrase("这一笔没有退回或暂缓，或者已经作出决定，不需要再处理。请刷新页面核对。")
        )


class NoCurrentCard(BangfuError):
    def __init__(self) -> None:
        super().__init__(
            phrase("这户档案里现在没有银行卡号，不能重发。请先更正档案，或决定归还资金。")
        )


class AccountUnconfirmed(BangfuError):
    """The account on file now has been seen by nobody, and its number alone is not enough."""

    def __init__(self) -> None:
        super().__init__(
            phrase(
                "这户现在的账号没有核对原件，不能重发。请先在档案中核对存折或银行卡原件，或决定归还资金。"
            )
        )


class FileMoved(BangfuError):
    def __init__(self) -> None:
        super().__init__(
            phrase(
                "这户的档案已转出本工会，看不到现在的卡号，不能重发。请归还资金，由转入的工会另行帮扶。"
            )
        )


class NotSettled(BangfuError):
    """`what` lists in Chinese what is still open."""

    def __init__(self, what: str) -> None:
        super().__init__(phrase("还不能对账结清：{what}。", what=what))


class OnlyInDemo(BangfuError):
    status = 403

    def __init__(self) -> None:
        super().__init__(phrase("模拟银行只在演示系统里可用。"))
