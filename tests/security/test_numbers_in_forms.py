"""An identity and a card number typed into every field of every form, and put into every address.

The routes and the forms themselves say what there is to ask; a form or field that is neither asked nor
named here with a reason fails.
"""

from __future__ import annotations

import pkgutil
from base64 import b64encode
from collections.abc import Iterator
from importlib import import_module
from itertools import count
from typing import Any
from urllib.parse import quote

import pytest
from django import forms
from django.contrib.auth import get_user_model
from django.test import RequestFactory

from architecture.test_access import Route, named_patterns, table
from architecture.test_no_numbers import every_form
from bangfu import web
from bangfu.web.cases.forms import CaseFilters
from bangfu.web.figures.forms import DayOfFigures
from bangfu.web.files.finding import FindForm
from bangfu.web.filtering import FilterForm
from bangfu.web.forms_base import Grouped, GroupedForm, NoNumbers
from bangfu.web.funds.forms import ReverseForm
from bangfu.web.imports.forms import ColumnForm, ColumnsForm
from bangfu.web.log.forms import PersonForm
from bangfu.web.rounds.forms import (
    AnswerForm,
    EndClaimForm,
    MeaningForm,
    ReasonForm,
    ReturnForm,
    SurplusForm,
    WordsForm,
)
from bangfu.web.sign_in.forms import FirstPasswordForm, SignInForm
from bangfu.web.standards.forms import ConfirmedImportForm

from .asking import MOVES, Target, address, body, signed_in, targets
from .number_shapes import SHAPES, drawn
from .shop import Shop
from .sight import ANYBODY
from .test_odd_input import HIDDEN, READING
from .typed_numbers import Answer, asked, is_text, kept, typed_into
from .wrong_forms import BESIDE, NOT_SHOWN, TOKEN, WITH, officer_for

#: What other forms start from.
STARTED_FROM = {NoNumbers, Grouped, GroupedForm, FilterForm, CaseFilters, ReasonForm}
#: Asked by no page of the shop: no object of it is in the state in which its page shows the form.
BY_THEMSELVES = (
    ReverseForm, EndClaimForm, ReturnForm, SurplusForm, AnswerForm, ConfirmedImportForm,
)  # fmt: skip
#: Forms that no request here brings out, and why.
NAMED = {
    DayOfFigures: "read from its address, asked below",
    ColumnsForm: "a choice for each column of a file, see wrong_forms.NOT_SHOWN; nothing can be typed",
    ColumnForm: "a choice; of two routes, each asked below without a form",
    WordsForm: "a choice for each word of a file; nothing can be typed",
    MeaningForm: "a choice; nothing can be typed",
    FindForm: "takes numbers, which are compared and forgotten: asked below",
    PersonForm: "takes numbers, which are compared and forgotten: asked below",
}
#: What brings a form out that is in order where it is empty.
WRONG = {name: {"note": "长" * 500} for name in ("case_check", "case_approve")}
#: The file of standards that a page asks about once more.
PACKED = {"file-packed": b64encode("行政区划代码\n".encode()).decode(), "file-name": "标准.csv"}
#: Fields of forms that no number is typed into, and why.
UNTYPED = {
    (ConfirmedImportForm, "packed"): "the content of a file, see test_numbers_in_files",
}
#: What pages post beside their forms.
BESIDE_FORMS = (*HIDDEN, "back", "left", "list", "file_no", "number", "ask", "edit", "confirmed")


@pytest.fixture(scope="module")
def tried(shop: Shop) -> dict[tuple[type, str], list[str]]:
    """Form and field → what is wrong with what came of the numbers typed there."""
    standing: dict[tuple[type, str], list[str]] = {}
    turn = count()
    for route, name, target in posted(shop):
        client = signed_in(ANYBODY if route.public else str(officer_for(route, target)))
        if name in NOT_SHOWN:
            continue
        sent = body(name, target, shop)
        there = address(name, target) + WITH.get(name, "")
        for form in _forms_of(client, there, name, sent):
            for field, told in _each_field(client, there, form, sent, turn):
                standing.setdefault((type(form), field), []).extend(told)
    return standing


def posted(shop: Shop) -> Iterator[tuple[Route, str, Target]]:
    for pattern, one in named_patterns():
        route = table()[pattern]
        if "POST" in route.methods and one.name != "sign_out":
            these = targets(pattern, shop)
            fits = (each for each in these if route.public or officer_for(route, each))
            yield route, one.name, next(fits)


def _forms_of(client: Any, there: str, name: str, given: dict[str, Any]) -> list[Any]:
    """Those that are shown where nothing, or something wrong, is sent."""
    needed = {key: value for key, value in given.items() if key in BESIDE}
    answer = asked(client, "post", there, {TOKEN: "x", **needed, **WRONG.get(name, {})}, "")
    return answer.forms


def _each_field(
    client: Any, there: str, form: Any, given: dict[str, Any], turn: Iterator[int]
) -> Iterator[tuple[str, list[str]]]:
    for bound in form:
        if not is_text(bound.field):
            continue
        told = []
        for shape in drawn(next(turn)):
            typed = typed_into(bound.field, shape)
            sent = {TOKEN: "x", **_again(given), bound.html_name: typed}
            answer = asked(client, "post", there, sent, typed)
            said = f"{there} {type(form).__name__}.{bound.name}, {shape!r}"
            told += [f"{said}: {fault}" for fault in _faults(answer, form, bound, sent)]
        yield bound.name, told


def _again(given: dict[str, Any]) -> dict[str, Any]:
    """A file is read to its end by the first request."""
    for value in given.values():
        if hasattr(value, "seek"):
            value.seek(0)
    return given


def _faults(answer: Answer, form: Any, bound: Any, sent: dict[str, Any]) -> Iterator[str]:
    yield from (f"the number is in {place}" for place in answer.held)
    again = [each for each in answer.forms if type(each) is type(form)]
    if not again or bound.name not in again[0].errors:
        yield f"not refused at its field ({answer.response.status_code})"
        return
    rest = [each for each in again[0].visible_fields() if each.name != bound.name]
    texts = [
        each.html_name
        for each in rest
        if is_text(each.field) and _comes_back(each) and each.html_name in sent
    ]
    yield from (f"{name} lost what was typed" for name in kept(answer.response, sent, iter(texts)))


def _comes_back(bound: Any) -> bool:
    """A choice comes back as one that is offered, chosen boxes as boxes."""
    return not isinstance(bound.field, forms.ChoiceField | forms.MultipleChoiceField)


def test_each_shape_has_its_turn():
    assert {shape for at in range(len(SHAPES)) for shape in drawn(at)} == set(SHAPES)


def test_a_number_in_any_field_is_refused_there_and_kept_nowhere(tried):
    wrong = [fault for told in tried.values() for fault in told]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("form", BY_THEMSELVES, ids=lambda form: form.__name__)
def test_forms_that_no_page_of_the_shop_shows_refuse_one(form):
    fields = form({}).fields.items()
    asked_for = [each for each, field in fields if is_text(field) and (form, each) not in UNTYPED]
    let_through = []
    for at, name in enumerate(asked_for):
        for shape in drawn(at):
            filled = form({name: typed_into(form({}).fields[name], shape)})
            if name not in filled.errors:
                let_through.append(f"{name}, {shape!r}")
    assert asked_for
    assert let_through == []


def test_the_code_of_a_first_password_is_no_number(shop):
    request = RequestFactory().post("/password/")
    request.user = get_user_model().objects.get(username="gz-filer")
    taken = [
        shape for shape in SHAPES
        if "code" not in FirstPasswordForm({"code": shape.text}, request=request).errors
    ]  # fmt: skip
    assert taken == []


def test_every_form_is_asked_or_named_with_a_reason(tried):
    for module in pkgutil.walk_packages(web.__path__, "bangfu.web."):
        import_module(module.name)
    ours = {each for each in every_form() if each.__module__.startswith("bangfu.")}
    asked_of = {form for form, _field in tried}
    #: Those of pages that are read, asked by their addresses below.
    filters = {each for each in ours if issubclass(each, FilterForm)}
    left = ours - STARTED_FROM - filters - {*BY_THEMSELVES, *NAMED, FirstPasswordForm}
    silent = {each for each in left - asked_of if _typable(each)}
    assert sorted(each.__qualname__ for each in silent) == []
    assert SignInForm in left


def _typable(form: type) -> bool:
    return any(is_text(each) for each in form.base_fields.values())  # type: ignore[attr-defined]


def test_every_field_is_asked_or_named_with_a_reason(tried):
    silent = {
        f"{form.__qualname__}.{name}"
        for form in {form for form, _field in tried}
        for name, field in form.base_fields.items()
        if is_text(field) and (form, name) not in tried
    }
    assert silent == set()
    assert len(tried) > 80


def test_a_number_in_an_address_comes_nowhere(shop):
    """Every page with each parameter that it reads; a page that takes one leads to itself without."""
    wrong = []
    turn = count()
    for pattern, one in named_patterns():
        if one.name not in READING:
            continue
        route = table()[pattern]
        target = next(each for each in targets(pattern, shop) if officer_for(route, each))
        client = signed_in(str(officer_for(route, target)))
        for name in READING[one.name]:
            for shape in drawn(next(turn))[:1]:
                answer = asked(client, "get", address(one.name, target), {name: shape.text}, "")
                places = [*answer.held, *(["500"] if answer.response.status_code >= 500 else [])]
                wrong += [f"{pattern}?{name}={shape!r}: {place}" for place in places]
    assert not wrong, "\n".join(wrong)


def test_a_number_beside_the_forms_comes_nowhere(shop):
    """What pages post that no form of ours reads, and searches, which take one."""
    wrong = []
    turn = count()
    for route, name, target in posted(shop):
        client = signed_in(ANYBODY if route.public else str(officer_for(route, target)))
        usual = {**body(name, target, shop), **(PACKED if name == "standard_import" else {})}
        shown = _forms_of(client, address(name, target), name, usual)
        in_forms = {each.html_name for form in shown for each in form}
        hidden = BESIDE_FORMS if name in ("case_new", *(f"case_{act}" for act in MOVES)) else ()
        for field in {**dict.fromkeys(usual), **dict.fromkeys(hidden)}:
            if field in in_forms or hasattr(usual.get(field), "seek") or "password" in field:
                continue
            for shape in drawn(next(turn))[:1]:
                sent = {**_again(usual), field: shape.text}
                answer = asked(client, "post", address(name, target), sent, shape.text)
                places = [*answer.held, *(["500"] if answer.response.status_code >= 500 else [])]
                wrong += [f"{name} {field}, {shape!r}: {place}" for place in places]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("path", ["/{}/", "/files/{}/", "/cases/{}/", "/public/notices/{}/"])
def test_a_number_for_a_name_in_a_path_comes_nowhere(path, shop):
    client = signed_in("gz-reviewer")
    for shape in SHAPES:
        answer = asked(client, "get", path.format(quote(shape.text, safe="")), {}, "")
        assert answer.response.status_code in (400, 404), f"{path} {shape!r}"
        assert answer.held == [], f"{path} {shape!r}"
