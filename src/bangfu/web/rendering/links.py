"""`{% url "name" number %}` of a row, whose address differs from the row before in the number alone.

Django finds the route anew for every link. Here it is found once a page; what is kept for the page is
what stands before and behind the number.
"""

from __future__ import annotations

from typing import Any

from django.template.context import Context
from django.template.defaulttags import URLNode

#: In the place of the number, where the address is taken apart.
MARK = "90817263545362718090"


class NumberedLink(URLNode):
    def __init__(self, node: URLNode) -> None:
        self.__dict__.update(node.__dict__)

    def render(self, context: Context) -> str:
        return self.to(self.args[0].resolve(context), context)

    def to(self, number: Any, context: Context) -> str:
        if not _is_number(number):
            return super().render(context)
        around = context.render_context.get(self)
        if around is None:
            around = context.render_context[self] = self._around(context)
        return f"{around[0]}{number}{around[1]}"

    def _around(self, context: Context) -> tuple[str, str]:
        """What Django writes before and behind a number."""
        marked = URLNode(self.view_name, [_Marked()], {}, None).render(context)
        before, _mark, behind = str(marked).partition(MARK)
        return before, behind


class _Marked:
    """An argument of a link that says the mark, whatever the context."""

    def resolve(self, context: Context) -> str:
        return MARK


def _is_number(value: Any) -> bool:
    """Digits alone: taken by every kind of route, and nothing in them to escape."""
    if type(value) is int:
        return value >= 0
    return type(value) is str and value.isascii() and value.isdigit()


def is_numbered(node: URLNode) -> bool:
    """A link to a named route with one argument, which goes nowhere but into the page."""
    one = len(node.args) == 1 and not (node.kwargs or node.asvar)
    return one and not node.view_name.is_var
