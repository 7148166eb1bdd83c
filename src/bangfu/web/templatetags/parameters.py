"""Values of parameters, as the page of standards says them."""

from __future__ import annotations

from django import template

from ..standards.values import limit_in_words, parameter_in_words

register = template.Library()


@register.filter
def limit(value: int, name: str) -> str:
    return limit_in_words(name, value)


@register.filter
def parameter(value: int, name: str) -> str:
    return parameter_in_words(name, value)
