"""The short ways of drawing widgets and icons lead to what their own templates lead to."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy
from tablericons import IconDoesNotExist
from tablericons.templatetags.tablericons import icon as drawn_anew

from bangfu.web.forms_base import DayInput, Pairs, Renderer
from bangfu.web.rendering.widgets import DRAWN, drawn
from bangfu.web.templatetags.icons import icon


class Everything(forms.Form):
    """Each widget that is drawn here, with what may need care in it."""

    text = forms.CharField(
        max_length=40, widget=forms.TextInput(attrs={"placeholder": '"<a>" & b'})
    )
    off = forms.CharField(required=False, widget=forms.TextInput(attrs={"disabled": False}))
    on = forms.CharField(required=False, widget=forms.TextInput(attrs={"disabled": True}))
    password = forms.CharField(widget=forms.PasswordInput)
    hidden = forms.IntegerField(widget=forms.HiddenInput)
    number = forms.IntegerField(min_value=5)
    mail = forms.EmailField(required=False)
    day = forms.DateField(widget=DayInput)
    box = forms.BooleanField(required=False)
    plain = forms.ChoiceField(
        choices=[("", gettext_lazy("Yes")), ("a&b", "<甲>"), ("c", mark_safe("<i>"))]
    )
    grouped = forms.ChoiceField(choices=[("组<1>", [("1", "一")]), ("2", "二")])
    union = forms.TypedChoiceField(choices=[(1, "\u3000一"), (2, "二")], coerce=int)
    offered = forms.ChoiceField(choices=Pairs([("", gettext_lazy("Yes")), (3, "<三>")]))


GIVEN = [
    None,
    {"text": '"><script>', "off": "", "number": "x", "day": "2010-10-31", "plain": "a&b", "box": "on"},
    {"hidden": "3", "grouped": "1", "union": "2", "offered": "3", "day": "not a day", "mail": "a@b"},
]  # fmt: skip


@pytest.mark.parametrize("given", GIVEN)
def test_a_widget_is_drawn_as_its_template_draws_it(given: dict[str, str] | None) -> None:
    form = Everything(given, initial={"day": date(2010, 10, 31), "number": 7, "text": "'王'"})
    asked = {}
    for field in form:
        widget = field.field.widget
        context = widget.get_context(field.html_name, field.value(), {"id": field.auto_id})
        asked[widget.template_name] = context
        ours = drawn(widget.template_name, context["widget"])
        assert ours is not None
        theirs = TemplatesSetting().render(widget.template_name, context)
        assert pressed(ours) == pressed(theirs)
    assert set(asked) == set(DRAWN)


def test_another_widget_goes_its_own_way() -> None:
    field = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}))
    html = field.widget.render("note", "<b>", renderer=Renderer())
    assert html == '<textarea name="note" cols="40" rows="3">\n&lt;b&gt;</textarea>'


def pressed(html: str) -> str:
    """Space between tags says nothing."""
    return re.sub(r"\s+(?=<)|(?<=>)\s+(?=<)|\s+$", "", html)


def test_an_icon_is_drawn_as_the_library_draws_it_and_grows_with_type() -> None:
    """Sizes are of type of 14 px."""
    sides = {"size": None, "width": "1.143em", "height": "1.143em", "aria_hidden": "true"}
    small = {"size": 16, "aria_hidden": "true"}
    assert icon("outline/check", **small) == drawn_anew("outline/check", **sides)
    assert 'width="2.571em" height="2.571em"' in icon("outline/x", size=36, stroke_width="1.5")
    assert icon("outline/check", **small) is icon("outline/check", **small)


def test_an_icon_that_is_not_there_is_named() -> None:
    with pytest.raises(IconDoesNotExist, match="outline/no-such-icon"):
        icon("outline/no-such-icon")
