"""The short ways of rendering lead to what Django's own lead to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.template import Context, Engine, Template
from django.template.base import VariableDoesNotExist, VariableNode
from django.template.loader import get_template
from django.template.loader_tags import BlockNode
from django.urls import NoReverseMatch, get_script_prefix, reverse, set_script_prefix
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy, override

from bangfu.organisations.enums import UnionKind
from bangfu.web.rendering.beforehand import WEB, read_beforehand
from bangfu.web.rendering.expressions import ShortVariable
from bangfu.web.rendering.loader import ShortTemplate
from bangfu.web.rendering.steps import MOST_OCCASIONS


@dataclass
class Household:
    head_name: str = "<王 & 'son'>"
    count: int = 1234
    union: Any = None

    def label(self) -> str:
        return "called"

    def with_argument(self, one: str) -> str:
        return one

    def delete(self) -> str:
        raise AssertionError("a template may not change data")

    delete.alters_data = True  # type: ignore[attr-defined]

    @property
    def missing(self) -> str:
        raise ObjectDoesNotExist

    @property
    def broken(self) -> str:
        raise AttributeError("of the property")


class Silent(Exception):
    silent_variable_failure = True


class Keyed:
    """Has both: a key comes before an attribute."""

    size = "attribute"

    def __getitem__(self, key: str) -> str:
        if key == "size":
            return "key"
        raise KeyError(key)


VALUES: dict[str, Any] = {
    "household": Household(union=Household("深圳")),
    "row": {"head_name": "a<b", "items": "own", "none": None, "inner": {"n": 0}},
    "rows": [Household("一"), Household("二")],
    "keyed": Keyed(),
    "kind": UnionKind.INDUSTRY,
    "kinds": UnionKind,
    "text": "<b>",
    "safe": mark_safe("<b>"),
    "lazy": gettext_lazy("This field is required."),
    "amount": Decimal("12.50"),
    "day": date(2010, 10, 31),
    "moment": datetime(2010, 10, 31, 20, 0, tzinfo=UTC),
    "none": None,
    "zero": 0,
    "function": lambda: "<called>",
    "dicts": "a name that contexts have too",
    "numbers": [7, "0022", 10**17],
    "page": "case_page",
    "name": "outline/check",
    "pairs": [("甲", "a<b"), ["乙", mark_safe("<i>")]],
    "stream": {7: "seven"}.keys(),
}
SOURCES = [
    *(f"{{{{ {name} }}}}" for name in VALUES),
    "{{ household.head_name }}{{ household.union.head_name }}{{ household.union.union.head_name }}",
    "{{ household.label }}{{ household.with_argument }}{{ household.delete }}{{ household.missing }}",
    "{{ household.count }}{{ household.nothing }}{{ household.count.real }}",
    "{{ row.head_name }}{{ row.none }}{{ row.inner.n }}{{ row.nothing }}{{ row.inner.items }}",
    "{% for key, value in row.inner.items %}{{ key }}{{ value }}{% endfor %}{{ row.keys|length }}",
    "{% for one in rows %}{{ forloop.counter }}{{ one.head_name }}{{ rows.1.head_name }}{% endfor %}",
    "{{ keyed.size }}{{ keyed.other }}{{ text.upper }}{{ text.0 }}{{ kind.label }}{{ kinds.values }}",
    "{{ nothing }}{{ nothing.more }}{{ nothing|default:'x' }}{{ nothing|default_if_none:'y' }}",
    "{{ none|default_if_none:'y' }}{{ none.more }}{{ text|default:none }}",
    "{{ text|upper }}{{ safe|upper }}{{ safe|add:text }}{{ text|safe }}{{ text|escape|upper }}",
    "{{ 'fixed <b>'|upper }}{{ 12 }}{{ 1.5 }}{{ _('This field is required.') }}",
    "{{ moment|date:'Y-m-d H:i' }}{{ day|date:'Y-m-d' }}{{ rows|join:text }}{{ rows|slice:':1' }}",
    "{% autoescape off %}{{ text }}{{ household.head_name }}{{ text|linebreaks }}{% endautoescape %}",
    "{{ text|linebreaks }}{{ amount|floatformat:1 }}{{ amount|stringformat:'s' }}",
    "{% if nothing %}a{% elif household.nothing %}b{% elif row.none is None %}c{% endif %}",
    "{% if zero or household.count > 3 and text == '<b>' %}a{% endif %}{% if not nothing.more %}b{% endif %}",
    "{% with one=household.union two=nothing %}{{ one.head_name }}{{ two }}{% endwith %}",
    "{% load i18n %}{% translate 'This field is required.' %}{% translate text %}{% translate '100 % <b>' %}",
    "{% load i18n %}{% translate 'Yes' as yes %}{{ yes }}{% translate 'May' context 'abbrev. month' %}",
    "{% load i18n %}{% translate 'This field is required.' noop %}{% translate 'Yes'|upper %}",
    "{% load i18n %}{% blocktranslate with a=text b=zero %}x {{ a }} {{ b }} {{ none }} {{ nothing }} %{% endblocktranslate %}",
    "{% load i18n %}{% blocktranslate trimmed asvar told with a=household.head_name %}\n {{ a }}\n {{ safe }} {% endblocktranslate %}[{{ told }}]",
    "{% load i18n %}{% blocktranslate count n=rows|length %}one{% plural %}{{ n }} of {{ text }}{% endblocktranslate %}",
    "{% load i18n %}{% blocktranslate with text=household.nothing %}[{{ text }}]{% endblocktranslate %}{{ text }}",
    "{% for n in numbers %}{% url 'case_page' n %} {% url 'file_page' n %}{% endfor %}",
    "{% url 'file_page' '4409' %}{% url 'file_page' household.count %}{% url 'file_page' 'F 0&é' %}",
    "{% url 'file_page' 12 as here %}{{ here }}{% url page 5 %}{% url 'file_list' %}{% url 'file_page' file_no=9 %}",
    "{% autoescape off %}{% url 'file_page' '1&2' %}{% url 'file_page' -1 %}{% endautoescape %}",
    "{% url 'switch' as href %}{{ href }}{% with href='x' %}{% url 'switch' %}{{ href }}{% endwith %}",
    "{% load icons %}{% icon 'outline/check' size=16 aria_hidden='true' %}{% icon name size=zero|add:9 %}",
    "{% load icons %}{% icon 'outline/x' as cross %}[{{ cross }}]{% icon 'outline/x'|lower size=20 %}",
    "{% load i18n %}{% autoescape off %}{% blocktranslate %}{{ text }}{{ moment }}{% endblocktranslate %}{% endautoescape %}",
]  # fmt: skip


@pytest.fixture
def engine() -> Engine:
    return Engine.get_default()


LOOPS = [
    "{% for n in numbers %}{{ forloop.counter0 }}{{ forloop.revcounter }}{{ forloop.first }}{{ forloop.last }}{% endfor %}",
    "{% for n in numbers reversed %}{% for one in rows %}{{ forloop.parentloop.counter }}{{ n }}{{ one.count }}{% endfor %}{% endfor %}",
    "{% for key, value in pairs %}[{{ key }}:{{ value|upper }}]{{ forloop.revcounter0 }}{% endfor %}{{ key }}",
    "{% for n in none %}x{% empty %}{{ text }}{% endfor %}{% for n in nothing %}x{% empty %}{{ n }}none{% endfor %}",
    "{% for n in stream %}{{ n }}{% endfor %}{% for one in text %}{{ one }}{% if forloop.last %}.{% endif %}{% endfor %}",
    "{% for n in numbers %}{% if n in numbers and not none %}{{ n }}{% elif n %}-{% else %}+{% endif %}{% endfor %}",
    "{% for n in numbers %}{% with n=text m=n %}{{ n }}{{ m }}{% endwith %}{{ n }}{% cycle 'a' 'b' %}{% endfor %}{{ n }}",
    "{% for one in rows %}{% ifchanged one.count %}{{ one.count }}{% endifchanged %}{% firstof none one.head_name %}{% endfor %}",
    "{% if none is None %}a{% endif %}{% if zero == 0 %}b{% endif %}{% if zero != 0 or zero >= 1 %}c{% else %}d{% endif %}",
    "{% if text in zero %}a{% else %}b{% endif %}{% if none < zero %}a{% else %}b{% endif %}{% if 3 > zero %}c{% endif %}",
    "{% if text not in numbers and kind is not none and zero <= 0 %}a{% endif %}{% if household.delete %}x{% endif %}",
    "{% if not household.missing %}a{% endif %}{% if function %}b{% endif %}{% if household.label == 'called' %}c{% endif %}",
    "{% with inner=row.inner told=function %}{{ inner.n }}{{ told }}{{ inner.items }}{% endwith %}{{ inner }}",
    "{% autoescape off %}{% for one in rows %}{{ one.head_name }}{{ text }}{% endfor %}{% endautoescape %}{{ text }}",
    "{% for one in rows %}{{ one.union.head_name }}{{ one.nothing|default:text }}{{ one.missing }}{{ row.head_name }}{% endfor %}",
]  # fmt: skip


@pytest.mark.parametrize("source", [*SOURCES, *LOOPS])
def test_a_template_says_the_same(source: str, engine: Engine) -> None:
    assert says_the_same(source, engine)


def says_the_same(source: str, engine: Engine) -> bool:
    """Also when it is said again, and remembers."""
    plain, short = Template(source, engine=engine), ShortTemplate(source, engine=engine)
    said = plain.render(Context(VALUES))
    return short.render(Context(VALUES)) == short.render(Context(VALUES)) == said


NOWHERE = ["{% url 'case_page' text %}", "{% url 'no_such_page' 1 %}", "{% url 'no_such_page' %}"]


@pytest.mark.parametrize("source", NOWHERE)
def test_a_link_to_nowhere_is_refused_alike(source: str, engine: Engine) -> None:
    for kind in (Template, ShortTemplate):
        with pytest.raises(NoReverseMatch):
            kind(source, engine=engine).render(Context(VALUES))


def test_a_route_is_found_once_for_all_rows(engine: Engine, monkeypatch) -> None:
    asked = []
    monkeypatch.setattr(
        "django.urls.reverse", lambda *at, **how: asked.append(at) or reverse(*at, **how)
    )
    source = "{% for n in numbers %}{% url 'case_page' n %}{% endfor %}"
    ShortTemplate(source, engine=engine).render(Context(VALUES))
    assert len(asked) == 1


def test_what_is_written_once_follows_prefix_and_store(engine, settings, static_as_is) -> None:
    source = "{% load static %}{% url 'file_list' %} {% static 'bangfu/mark.svg' %}"
    template, before = ShortTemplate(source, engine=engine), get_script_prefix()
    first = template.render(Context())
    try:
        set_script_prefix("/elsewhere/")
        settings.STATIC_URL = "/kept/"
        moved = template.render(Context())
    finally:
        set_script_prefix(before)
    assert moved.split() == ["/elsewhere/files/", "/kept/bangfu/mark.svg"]
    assert moved != first


def test_prefixes_that_strangers_invent_fill_no_memory(engine, static_as_is) -> None:
    template, before = ShortTemplate("{% url 'file_list' %}", engine=engine), get_script_prefix()
    try:
        for number in range(3 * MOST_OCCASIONS):
            set_script_prefix(f"/{number}/")
            assert template.render(Context()) == f"/{number}/files/"
            assert len(template.nodelist.steps) <= MOST_OCCASIONS
    finally:
        set_script_prefix(before)


def test_pages_go_the_short_ways() -> None:
    template = get_template("files/list.html").template
    assert isinstance(template, ShortTemplate)
    assert template.nodelist.get_nodes_by_type(ShortVariable)
    assert {type(one) for one in template.nodelist.get_nodes_by_type(VariableNode)} == {
        ShortVariable
    }


def test_files_of_our_own_are_named_the_same(engine: Engine, static_as_is) -> None:
    source = "{% load static %}{% static 'bangfu/mark.svg' %}{% static 'a&b' as there %}{{ there }}{% static text %}"
    assert says_the_same(source, engine)


FAILING = [
    "{{ household.broken }}",
    "{{ text|add:nothing }}",
    "{% for one, two in numbers %}{{ one }}{% endfor %}",
    "{% for one in rows %}{{ one.broken }}{% endfor %}",
    "{% for n in zero %}{{ n }}{% endfor %}",
    "{% with one=household.broken %}{{ one }}{% endwith %}",
]


@pytest.mark.parametrize("source", FAILING)
def test_a_template_fails_the_same(source: str, engine: Engine) -> None:
    failures = []
    for kind in (Template, ShortTemplate):
        with pytest.raises(
            (AttributeError, VariableDoesNotExist, ValueError, TypeError)
        ) as refused:
            kind(source, engine=engine).render(Context(VALUES))
        failures.append((type(refused.value), str(refused.value)))
    assert failures[0] == failures[1]


def test_what_is_invalid_is_said_where_an_engine_says_so() -> None:
    telling = Engine(string_if_invalid="no %s")
    source = "{{ nothing }}{{ household.nothing|upper }}{% if nothing %}x{% endif %}"
    plain, short = Template(source, engine=telling), ShortTemplate(source, engine=telling)
    assert short.render(Context(VALUES)) == plain.render(Context(VALUES)) != ""


def test_remembered_words_follow_the_language(engine: Engine) -> None:
    source = "{% load i18n %}{% translate 'Yes' %}{% blocktranslate %}No{% endblocktranslate %}"
    template = ShortTemplate(source, engine=engine)
    said = []
    for language in ("en", "de", "en"):
        with override(language):
            said.append(template.render(Context()))
    assert said == ["YesNo", "JaNein", "YesNo"]


def test_templates_are_read_and_compiled_before_anybody_asks() -> None:
    files = sum(1 for _ in WEB.glob("**/templates/**/*.html"))
    assert read_beforehand() == files
    page = get_template("files/list.html").template
    inner = [block.nodelist for block in page.nodelist.get_nodes_by_type(BlockNode)]
    assert inner
    assert all(steps.steps for steps in [page.nodelist, *inner])
