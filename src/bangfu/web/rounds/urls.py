"""Addresses of this area."""

from django.urls import path

from .answers import (
    bank_word_change,
    bank_words,
    round_answer,
    round_answer_forget,
    round_answer_take,
    round_answer_words,
)
from .awards import round_award, round_claim_book, round_claim_end, round_recover, round_surplus
from .steps import (
    round_cancel,
    round_decide,
    round_export,
    round_reconcile,
    round_release,
    round_return_decide,
    round_roster,
    round_send,
    round_simulate,
)
from .views import (
    round_left_out,
    round_list,
    round_new,
    round_page,
    round_roster_pdf,
    round_roster_xlsx,
)

urlpatterns = [
    path("rounds/", round_list, name="round_list"),
    path("rounds/new/", round_new, name="round_new"),
    path("rounds/<int:round_id>/", round_page, name="round_page"),
    path("rounds/<int:round_id>/left-out/", round_left_out, name="round_left_out"),
    path("rounds/<int:round_id>/decide/", round_decide, name="round_decide"),
    path("rounds/<int:round_id>/roster/", round_roster, name="round_roster"),
    path("rounds/<int:round_id>/release/", round_release, name="round_release"),
    path("rounds/<int:round_id>/reconcile/", round_reconcile, name="round_reconcile"),
    path("rounds/<int:round_id>/cancel/", round_cancel, name="round_cancel"),
    path("rounds/<int:round_id>/roster.xlsx", round_roster_xlsx, name="round_roster_xlsx"),
    path("rounds/<int:round_id>/roster.pdf", round_roster_pdf, name="round_roster_pdf"),
    path("rounds/<int:round_id>/send/", round_send, name="round_send"),
    path("rounds/<int:round_id>/export/", round_export, name="round_export"),
    path("rounds/<int:round_id>/answer/", round_answer, name="round_answer"),
    path(
        "rounds/<int:round_id>/answer/<int:waiting_id>/",
        round_answer_words,
        name="round_answer_words",
    ),
    path(
        "rounds/<int:round_id>/answer/<int:waiting_id>/take/",
        round_answer_take,
        name="round_answer_take",
    ),
    path(
        "rounds/<int:round_id>/answer/<int:waiting_id>/forget/",
        round_answer_forget,
        name="round_answer_forget",
    ),
    path("bank-words/", bank_words, name="bank_words"),
    path("bank-words/<int:word_id>/", bank_word_change, name="bank_word_change"),
    path(
        "rounds/<int:round_id>/returns/<int:award_id>/",
        round_return_decide,
        name="round_return_decide",
    ),
    path("rounds/<int:round_id>/awards/<int:award_id>/", round_award, name="round_award"),
    path(
        "rounds/<int:round_id>/awards/<int:award_id>/recover/",
        round_recover,
        name="round_recover",
    ),
    path(
        "rounds/<int:round_id>/awards/<int:award_id>/claims/<int:recovery_id>/book/",
        round_claim_book,
        name="round_claim_book",
    ),
    path(
        "rounds/<int:round_id>/awards/<int:award_id>/claims/<int:recovery_id>/end/",
        round_claim_end,
        name="round_claim_end",
    ),
    path(
        "rounds/<int:round_id>/awards/<int:award_id>/surplus/<int:claim_end_id>/",
        round_surplus,
        name="round_surplus",
    ),
    path("rounds/<int:round_id>/simulate/", round_simulate, name="round_simulate"),
]
