"""Refusals of casework. File numbers may be named, people never. `status` is the HTTP code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from http import HTTPStatus
from typing import ClassVar

from bangfu.kernel.errors import BangfuError
from bangfu.kernel.phrases import phrase

SHOWN = 5  # file numbers in a message; the rest is counted


class CaseworkError(BangfuError):
    status: ClassVar[int] = HTTPStatus.UNPROCESSABLE_ENTITY


class NothingChosen(CaseworkError):
    def __init__(self) -> None:
        super().__init__(phrase("没有选中任何一户，请先勾选再办理。"))


class CasesNotFound(CaseworkError):
    status = HTTPStatus.NOT_FOUND

    def __init__(self, missing: int) -> None:
        super().__init__(
            phrase(
                "有 {missing} 件申请找不到，或不在您的管辖范围内，什么也没有改动。请返回列表重新选择。",
                missing=missing,
            )
        )
        self.missing = missing


class StaleCases(CaseworkError):
    """Somebody moved a case after the page was opened."""

    status = HTTPStatus.CONFLICT

    def __init__(self, file_nos: Sequence[str]) -> None:
        super().__init__(
            phrase(
                "您打开页面之后，{file_nos} 已由他人办理，什么也没有改动。请刷新列表看清现状后再办。",
                file_nos=listed(file_nos),
            )
        )
        self.file_nos = list(file_nos)


class CasesHindered(CaseworkError):
    """Some of the chosen cases may not move; so none did.

    `reasons` maps file numbers to labels of `rules.states.Hindrance`; `further` says what can be done.
    """

    def __init__(self, reasons: Mapping[str, Sequence[str]], further: str = "") -> None:
        by_reason: dict[str, list[str]] = {}
        for file_no, labels in reasons.items():
            by_reason.setdefault("；".join(labels), []).append(file_no)
        lines = [f"{listed(files)}：{reason}。" for reason, files in by_reason.items()]
        super().__init__(phrase("没有办理，什么也没有改动。") + "".join(lines) + further)
        self.reasons = dict(reasons)


class SamePerson(CasesHindered):
    """Separation of duties alone hinders: whoever did an earlier step may not do this one."""

    status = HTTPStatus.FORBIDDEN


class ReasonMissing(CaseworkError):
    def __init__(self) -> None:
        super().__init__(phrase("退回和不予认定必须写明理由（不超过 400 字），请填写后再提交。"))


class DocumentMissing(CaseworkError):
    def __init__(self) -> None:
        super().__init__(phrase("决定文号和会议纪要号都要写明，请填写后再提交。"))


class TextTooLong(CaseworkError):
    def __init__(self, label: str, most: int) -> None:
        super().__init__(
            phrase("{label}太长，最多 {most} 字，请精简后再提交。", label=label, most=most)
        )


class ObjectionOutOfTime(CaseworkError):
    def __init__(self, received_on: date, posted_on: date, today: date) -> None:
        super().__init__(
            phrase(
                "收到异议的日期应在公示开始（{posted_on}）到今天（{today}）之间，您填的是 {received_on}。",
                posted_on=posted_on,
                today=today,
                received_on=received_on,
            )
        )


class ObjectionTextMissing(CaseworkError):
    def __init__(self) -> None:
        super().__init__(phrase("请写明异议内容（不超过 400 字）。"))


class NotPosted(CaseworkError):
    status = HTTPStatus.CONFLICT

    def __init__(self, label: str) -> None:
        super().__init__(
            phrase("这件申请现在是“{label}”，只有公示中的申请才能登记和答复异议。", label=label)
        )


class AnswerMissing(CaseworkError):
    def __init__(self) -> None:
        super().__init__(phrase("请选择异议是否成立，并写明答复（不超过 400 字）。"))


class AnsweredAlready(CaseworkError):
    """Another answer stands, be it another officer's or this one's own."""

    status = HTTPStatus.CONFLICT

    def __init__(self) -> None:
        super().__init__(phrase("这条异议已有答复，没有改动。请刷新页面查看。"))


class ReceiverMayNotAnswer(CaseworkError):
    status = HTTPStatus.FORBIDDEN

    def __init__(self) -> None:
        super().__init__(phrase("登记异议的人不能答复同一条异议，请由其他人员核实后答复。"))


class BadCaseParameter(CaseworkError):
    def __init__(self, name: str, least: int, most: int) -> None:
        super().__init__(
            phrase(
                "{name}应为 {least} 至 {most}，行政区划代码不能是 000000，依据的文件必须写明。",
                name=name,
                least=least,
                most=most,
            )
        )


class SettlementReasonMissing(CaseworkError):
    def __init__(self) -> None:
        super().__init__(phrase("请写明核实的情况和处理理由（不超过 400 字）。"))


class SettlesNeither(CaseworkError):
    def __init__(self) -> None:
        super().__init__(phrase("请选择属于哪一份档案，或两份都对。"))


class NothingShared(CaseworkError):
    """A file is out of sight or shares nothing with the other; which of the two is not told."""

    status = HTTPStatus.NOT_FOUND

    def __init__(self) -> None:
        super().__init__(
            phrase("这几份档案没有需要您处理的重复，或有一份不在您的管辖范围内。请刷新后查看。")
        )


class OverlapsChanged(CaseworkError):
    status = HTTPStatus.CONFLICT

    def __init__(self) -> None:
        super().__init__(
            phrase("您打开页面之后，这几份档案有变或已有人处理，没有记录。请看清现状后再处理。")
        )


class BroughtByTheSettler(CaseworkError):
    status = HTTPStatus.FORBIDDEN

    def __init__(self) -> None:
        super().__init__(phrase("录入、修改或提交过其中一份档案的人不能处理，请由其他人员处理。"))


def listed(file_nos: Sequence[str]) -> str:
    """`甲、乙 等 12 户`: the first few file numbers, and how many there are."""
    shown = "、".join(file_nos[:SHOWN])
    if len(file_nos) <= SHOWN:
        return shown
    return phrase("{shown} 等 {count} 户", shown=shown, count=len(file_nos))
