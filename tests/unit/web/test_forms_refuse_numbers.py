"""A number typed into a field for something else is refused at that field, before any command runs."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from bangfu.web.cases.forms import ObjectionForm, PostingForm, ReasonForm
from bangfu.web.files.finding import FindForm
from bangfu.web.log.forms import PersonForm
from bangfu.web.settings.forms import PasswordForm
from makers.people import card, identity


@pytest.mark.parametrize(
    ("form", "field"),
    [(ReasonForm, "reason"), (PostingForm, "contact"), (ObjectionForm, "text")],
    ids=["reason", "contact", "objection"],
)
@pytest.mark.parametrize("number", [identity(1), f"卡{card(1)}", f"代{identity(2)}领"])
def test_the_field_says_what_to_do_and_not_the_number(form, field, number):
    sent = form({field: number, "working_days": "5", "received_on": "2010-10-01"})
    assert "请删去号码" in str(sent.errors[field])
    assert number not in str(sent.errors)
    assert form(
        {field: "经查属实 0668-6661234", "working_days": "5", "received_on": "2010-10-01"}
    ).is_valid()


def test_passwords_and_searches_are_not_looked_into():
    assert PasswordForm({"password": identity(1)}).is_valid()
    assert FindForm({"text": identity(1)}).is_valid()
    assert PersonForm(QueryDict(f"text={identity(1)}")).is_valid()
