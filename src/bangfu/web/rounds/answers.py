"""A bank's answer: taken in; asked about where it says what nobody has explained yet; what is remembered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.documents.spreadsheets import Sheet
from bangfu.kernel.money import format_yuan
from bangfu.rounds import duties
from bangfu.rounds.answer_errors import AnswerGone, AnswerRefused, AnswerUnclear
from bangfu.rounds.commands.change_bank_word import change_bank_word
from bangfu.rounds.commands.explain_bank_words import explain_bank_words
from bangfu.rounds.commands.forget_answer import forget_answer
from bangfu.rounds.commands.keep_answer import keep_answer
from bangfu.rounds.commands.open_answer import open_answer
from bangfu.rounds.commands.take_bank_answer import Taken
from bangfu.rounds.commands.take_waiting_answer import take_waiting_answer
from bangfu.rounds.models import Round, WaitingAnswer
from bangfu.rounds.queries import rounds as reads
from bangfu.rounds.queries.answer_file import answer_sheets
from bangfu.rounds.queries.bank_words import (
    Own,
    Unclear,
    waiting_answer,
    what_is_unclear,
    word_told,
    words_told,
)
from bangfu.rounds.queries.reading_answers import AnswersAhead, NamedSheets, answers_ahead

from ..access import OfficerRequest, allow
from ..errors import page as error_page
from ..forms_base import FormRefused, GroupedForm, status_with
from ..refusals import Refusal, hear, said_before
from .forms import ASKED, AnswerForm, MeaningForm, WordsForm
from .showing import show_round
from .steps import step_done, version_seen

WaitingView = Callable[[OfficerRequest, int, int], HttpResponse]


@allow(duties.TAKE_ANSWER, "POST")
def round_answer(request: OfficerRequest, round_id: int) -> HttpResponse:
    """One file or several wait, sealed, until their words are explained and their taking in is confirmed."""
    form = AnswerForm(request.POST, request.FILES)
    try:
        waiting = form.send(lambda typed: _kept(request, round_id, typed["bank"], typed["answer"]))
    except FormRefused as refused:
        if isinstance(refused.refusal, AnswerRefused):  # its lines have a table of their own
            form.is_told = True
            return show_round(request, round_id, faults=refused.refusal)
        return show_round(request, round_id, answer=form)
    if isinstance(waiting, AnswersAhead):
        return step_done(request, round_id, _taken_before(waiting))
    return redirect("round_answer_words", round_id, waiting.pk)


def or_gone(view: WaitingView) -> WaitingView:
    """Of an answer that waits no more it is said what became of it, with the way to where answers are read in."""

    @wraps(view)
    def shown(request: OfficerRequest, round_id: int, waiting_id: int) -> HttpResponse:
        try:
            return view(request, round_id, waiting_id)
        except AnswerGone as gone:
            return _gone(request, round_id, gone)

    return shown


@allow(duties.EXPLAIN_WORDS, "GET", "POST")
@or_gone
def round_answer_words(request: OfficerRequest, round_id: int, waiting_id: int) -> HttpResponse:
    """Ask for what is unclear in the first file that has such words; once all is said, go on."""
    if request.method != "POST":
        return _what_is_next(request, round_id, waiting_id)
    waiting = waiting_answer(round_id, waiting_id, request.actor)
    round_ = reads.round_seen(request.actor, round_id)
    name, unclear = _first_unclear(round_, waiting, _opened(request, round_id, waiting_id))
    form = WordsForm(request.POST, unclear=unclear)
    try:
        form.send(lambda _typed: _explain(request, round_, waiting, form.told()))
    except FormRefused:
        return _ask(request, round_, waiting, name, form)
    return _go_on(request, round_, waiting, form)


@allow(duties.TAKE_ANSWER, "GET", "POST")
@or_gone
def round_answer_take(request: OfficerRequest, round_id: int, waiting_id: int) -> HttpResponse:
    """Say what taking it in does, file by file and together; then do it."""
    if request.method == "POST":
        return _take(request, round_id, waiting_id)
    return _what_is_next(request, round_id, waiting_id)


@allow(duties.TAKE_ANSWER, "POST")
@or_gone
def round_answer_forget(request: OfficerRequest, round_id: int, waiting_id: int) -> HttpResponse:
    forget_answer(round_id=round_id, waiting_id=waiting_id, by=request.actor)
    return step_done(request, round_id, _("这份回单没有读入，已放弃。"))


@allow(duties.EXPLAIN_WORDS)
def bank_words(request: OfficerRequest) -> HttpResponse:
    """What is remembered of the banks' words, each with what it may be changed to."""
    told = [(word, MeaningForm(word=word)) for word in words_told(request.actor)]
    return render(request, "rounds/bank_words.html", {"told": told})


@allow(duties.EXPLAIN_WORDS, "POST")
def bank_word_change(request: OfficerRequest, word_id: int) -> HttpResponse:
    form = MeaningForm(request.POST, word=word_told(word_id, request.actor))
    try:
        form.send(
            lambda typed: change_bank_word(
                word_id=word_id, meaning=typed["meaning"], by=request.actor
            )
        )
    except FormRefused as refused:  # no choice of the list
        raise BadRequest("no such meaning") from refused
    messages.success(request, _("已改。以后读入的回单按新的意思，已经读入的不变。"))
    return redirect("bank_words")


def _kept(
    request: OfficerRequest, round_id: int, bank: str, uploads: Sequence[UploadedFile[Any]]
) -> WaitingAnswer | AnswersAhead:
    """What waits; what it did already where every file was taken in before. Raises AnswerRefused."""
    files = [(str(upload.name), upload.read()) for upload in uploads]
    sheets = [(name, answer_sheets(data, name)) for name, data in files]
    with suppress(AnswerUnclear):
        round_ = reads.round_seen(request.actor, round_id)
        ahead = answers_ahead(round_, bank, sheets, request.today)
        if ahead.all_again:
            return ahead
    return keep_answer(
        round_id=round_id, bank=bank, files=files, on=request.today, by=request.actor
    )


def _opened(
    request: OfficerRequest, round_id: int, waiting_id: int
) -> list[tuple[str, tuple[Sheet, ...]]]:
    files = open_answer(round_id=round_id, waiting_id=waiting_id, by=request.actor)
    return [(name, answer_sheets(data, name)) for name, data in files]


def _what_is_next(request: OfficerRequest, round_id: int, waiting_id: int) -> HttpResponse:
    """What is to be explained yet; else what taking it in does."""
    waiting = waiting_answer(round_id, waiting_id, request.actor)
    round_ = reads.round_seen(request.actor, round_id)
    files = _opened(request, round_id, waiting_id)
    name, unclear = _first_unclear(round_, waiting, files)
    if unclear.asks:
        return _ask(request, round_, waiting, name, WordsForm(unclear=unclear))
    try:
        ahead = answers_ahead(round_, waiting.payer_bank, files, request.today)
    except AnswerRefused as refused:
        return show_round(request, round_id, faults=refused)
    shown = {"round": round_, "waiting": waiting, "ahead": ahead, "total": ahead.together}
    return render(request, "rounds/take.html", shown)


def _first_unclear(
    round_: Round, waiting: WaitingAnswer, files: NamedSheets
) -> tuple[str, Unclear]:
    """The name of the first file that has words to be explained, and those; empty where none has."""
    for name, sheets in files:
        unclear = what_is_unclear(round_, waiting.payer_bank, sheets)
        if unclear.asks:
            return name, unclear
    return "", Unclear()


def _ask(
    request: OfficerRequest, round_: Round, waiting: WaitingAnswer, name: str, form: WordsForm
) -> HttpResponse:
    shown = {"round": round_, "waiting": waiting, "file_name": name, "form": form}
    return render(request, "rounds/words.html", shown, status=status_with(form))


def _go_on(
    request: OfficerRequest, round_: Round, waiting: WaitingAnswer, form: WordsForm
) -> HttpResponse:
    """What was explained stays explained, whatever becomes of this answer."""
    files = _opened(request, round_.pk, waiting.pk)
    try:
        answers_ahead(round_, waiting.payer_bank, files, request.today)
    except AnswerUnclear:
        return redirect("round_answer_words", round_.pk, waiting.pk)
    except AnswerRefused as refused:
        return _put_away(request, round_.pk, waiting.pk, refused, form)
    return redirect("round_answer_take", round_.pk, waiting.pk)


def _take(request: OfficerRequest, round_id: int, waiting_id: int) -> HttpResponse:
    waiting_answer(round_id, waiting_id, request.actor)  # also where the page is only shown again
    try:
        with transaction.atomic():
            taken = take_waiting_answer(
                round_id=round_id,
                waiting_id=waiting_id,
                version=version_seen(request),
                on=request.today,
                by=request.actor,
            )
    except AnswerRefused as refused:
        return _put_away(request, round_id, waiting_id, refused, GroupedForm())
    return step_done(request, round_id, _told(taken))


def _put_away(
    request: OfficerRequest,
    round_id: int,
    waiting_id: int,
    refused: AnswerRefused,
    form: GroupedForm,
) -> HttpResponse:
    """It will never fit, so it waits no more. What is wrong is kept with the page, for whoever comes back to it."""
    forget_answer(round_id=round_id, waiting_id=waiting_id, by=request.actor)
    hear(Refusal(form, ("", str(refused))))
    return show_round(request, round_id, faults=refused)


def _gone(request: OfficerRequest, round_id: int, gone: AnswerGone) -> HttpResponse:
    said = "".join(words for _field, words in said_before())
    chose = any(name.startswith(ASKED) for name in request.POST)
    if said and chose:
        said += _("您说明过的用词都已记住。")
    elif chose:
        said = str(gone) + _("刚才选的意思没有记住，重新上传后请再选一次。")
    onward = (reverse("round_page", args=[round_id]), _("回到批次，读入回单"))
    return error_page(request, gone.status, said or str(gone), onward=onward)


def _explain(
    request: OfficerRequest, round_: Round, waiting: WaitingAnswer, told: Sequence[Own]
) -> None:
    if told:
        explain_bank_words(
            union_id=round_.union_id, bank=waiting.payer_bank, told=told, by=request.actor
        )


def _told(taken: Sequence[Taken]) -> str:
    new = [each for each in taken if each.new]
    outcome = _(
        "回单已读入：成功 %(paid)d 笔、%(paid_yuan)s 元，退回 %(returned)d 笔、%(back_yuan)s 元。"
    )
    outcome %= {
        "paid": sum(each.paid for each in new),
        "paid_yuan": format_yuan(sum(each.paid_fen for each in new)),
        "returned": sum(each.returned for each in new),
        "back_yuan": format_yuan(sum(each.returned_fen for each in new)),
    }
    if surplus := sum(each.surplus_fen for each in new):
        outcome += _("其中 %(yuan)s 元先前已经追回，是多退的，等审批人处理。") % {
            "yuan": format_yuan(surplus)
        }
    if waiting := taken[-1].waiting:
        outcome += _("还有 %(count)d 笔没有回单。") % {"count": waiting}
    return outcome


def _taken_before(ahead: AnswersAhead) -> str:
    outcome = _("这份回单先前已经读入（成功 %(paid)d 笔，退回 %(returned)d 笔），没有改动。")
    outcome %= {
        "paid": sum(each.paid for each in ahead.files),
        "returned": sum(each.returned for each in ahead.files),
    }
    if ahead.waiting:
        outcome += _("还有 %(count)d 笔没有回单。") % {"count": ahead.waiting}
    return outcome
