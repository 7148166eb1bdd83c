"""A bank's answer: taken in; asked about where it says what nobody has explained yet; what is remembered."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from bangfu.kernel.money import format_yuan
from bangfu.rounds import duties
from bangfu.rounds.answer_errors import AnswerRefused, AnswerUnclear
from bangfu.rounds.commands.change_bank_word import change_bank_word
from bangfu.rounds.commands.explain_bank_words import explain_bank_words
from bangfu.rounds.commands.keep_answer import (
    forget_answer,
    keep_answer,
    open_answer,
)
from bangfu.rounds.commands.take_bank_answer import Taken, take_bank_answer
from bangfu.rounds.models import Round, WaitingAnswer
from bangfu.rounds.queries import rounds as reads
from bangfu.rounds.queries.answer_file import answer_sheets
from bangfu.rounds.queries.bank_words import (
    Own,
    waiting_answer,
    what_is_unclear,
    word_told,
    words_told,
)

from ..access import OfficerRequest, allow
from ..forms_base import FormRefused, status_with
from .forms import AnswerForm, MeaningForm, WordsForm
from .showing import show_round
from .steps import step_done


@allow(duties.TAKE_ANSWER, "POST")
def round_answer(request: OfficerRequest, round_id: int) -> HttpResponse:
    """What can't be read before somebody explains it waits, sealed, and is asked about."""
    form = AnswerForm(request.POST, request.FILES)
    data = request.FILES["answer"].read() if "answer" in request.FILES else b""
    try:
        taken = form.send(
            lambda typed: _take(request, round_id, typed["bank"], typed["answer"].name, data)
        )
    except FormRefused as refused:
        if isinstance(refused.refusal, AnswerRefused):  # its lines have a table of their own
            return show_round(request, round_id, faults=refused.refusal)
        if isinstance(refused.refusal, AnswerUnclear):
            typed = form.cleaned_data
            waiting = keep_answer(
                round_id=round_id,
                bank=typed["bank"],
                file_name=request.FILES["answer"].name or "",
                data=data,
                by=request.actor,
            )
            return redirect("round_answer_words", round_id, waiting.pk)
        return show_round(request, round_id, answer=form)
    return step_done(request, round_id, _told(taken))


@allow(duties.EXPLAIN_WORDS, "GET", "POST")
def round_answer_words(request: OfficerRequest, round_id: int, waiting_id: int) -> HttpResponse:
    """Ask for what is unclear; once all is said, the answer is taken in."""
    waiting = waiting_answer(round_id, waiting_id, request.actor)
    round_ = reads.round_seen(request.actor, round_id)
    data = open_answer(round_id=round_id, waiting_id=waiting_id, by=request.actor)
    unclear = what_is_unclear(round_, waiting.payer_bank, answer_sheets(data, waiting.file_name))
    form = WordsForm(request.POST if request.method == "POST" else None, unclear=unclear)
    if request.method == "POST":
        try:
            form.send(lambda _typed: _explain(request, round_, waiting, form.told()))
        except FormRefused:
            pass
        else:
            return _take_waiting(request, waiting, data)
    shown = {"round": round_, "waiting": waiting, "form": form}
    return render(request, "rounds/words.html", shown, status=status_with(form))


@allow(duties.TAKE_ANSWER, "POST")
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


def _take(request: OfficerRequest, round_id: int, bank: str, name: str, data: bytes) -> Taken:
    return take_bank_answer(
        round_id=round_id,
        sheets=answer_sheets(data, name),
        bank=bank,
        version=None,
        on=request.today,
        by=request.actor,
    )


def _explain(
    request: OfficerRequest, round_: Round, waiting: WaitingAnswer, told: Sequence[Own]
) -> None:
    if told:
        explain_bank_words(
            union_id=round_.union_id, bank=waiting.payer_bank, told=told, by=request.actor
        )


def _take_waiting(request: OfficerRequest, waiting: WaitingAnswer, data: bytes) -> HttpResponse:
    """What was said stays said, whatever becomes of this answer."""
    round_id, by = waiting.round_id, request.actor
    try:
        with transaction.atomic():
            taken = _take(request, round_id, waiting.payer_bank, waiting.file_name, data)
    except AnswerUnclear:
        return redirect("round_answer_words", round_id, waiting.pk)
    except AnswerRefused as refused:
        forget_answer(round_id=round_id, waiting_id=waiting.pk, by=by)
        return show_round(request, round_id, faults=refused)
    forget_answer(round_id=round_id, waiting_id=waiting.pk, by=by)
    return step_done(request, round_id, _told(taken))


def _told(taken: Taken) -> str:
    outcome = _(
        "回单已读入：成功 %(paid)d 笔、%(paid_yuan)s 元，退回 %(returned)d 笔、%(back_yuan)s 元。"
    )
    if not taken.new:
        outcome = _("这份回单先前已经读入（成功 %(paid)d 笔，退回 %(returned)d 笔），没有改动。")
    outcome %= {
        "paid": taken.paid,
        "paid_yuan": format_yuan(taken.paid_fen),
        "returned": taken.returned,
        "back_yuan": format_yuan(taken.returned_fen),
    }
    if taken.waiting:
        outcome += _("还有 %(count)d 笔没有回单。") % {"count": taken.waiting}
    return outcome
