"""A list of nodes as steps, each a function made for its node, which adds what it says to the page.

Django asks every node for its text, and within it every expression for its value, by four or five calls
each; the rows of a list have a thousand. Texts, variables, `if`, `for` and `with` are steps here; every
other node is asked as Django asks it. What is the same on every page is one text (see `fixed`).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from html import escape
from operator import eq, ge, gt, is_, is_not, le, lt, ne
from typing import Any

from django.template.base import Node, NodeList, TextNode, VariableDoesNotExist
from django.template.context import Context
from django.template.defaulttags import ForNode, IfNode, WithNode
from django.utils.safestring import SafeString

from .expressions import ShortVariable, written
from .fixed import fixed_address, fixed_text, occasion_of
from .getters import Getter, getter
from .links import NumberedLink

Add = Callable[[str], None]
#: Of one list; a proxy that hands on what a stranger sends as its prefix could bring any number.
MOST_OCCASIONS = 8
#: A text of the template, or what adds the text of a node.
Step = str | Callable[[Context, Add], None]


class ShortNodeList(NodeList):
    """The steps are made when it is first rendered on an occasion, for only then is all of the template read."""

    steps: dict[Hashable, list[Step]] | None = None

    def render(self, context: Context) -> SafeString:
        pieces: list[str] = []
        _take(self.compiled(occasion_of(context)), context, pieces.append)
        return SafeString("".join(pieces))

    def compiled(self, on: Hashable) -> list[Step]:
        """For the occasion `on` of fixed texts, which is now."""
        if self.steps is None:
            self.steps = {}
        steps = self.steps.get(on)
        if steps is None:
            if len(self.steps) >= MOST_OCCASIONS:
                self.steps = {}
            steps = self.steps[on] = _steps(self, on)
        return steps


def _take(steps: list[Step], context: Context, add: Add) -> None:
    for step in steps:
        if type(step) is str:
            add(step)
        else:
            step(context, add)


def _steps(nodelist: NodeList, on: Hashable) -> list[Step]:
    """Texts beside each other are one."""
    steps: list[Step] = []
    pieces: list[str] = []
    for node in nodelist:
        text = None if on is None else fixed_text(node)
        step = step_of(node, on) if text is None else text
        if isinstance(step, str):
            pieces.append(step)
            continue
        steps += ["".join(["", *pieces]), step]
        pieces.clear()
    return [step for step in [*steps, "".join(["", *pieces])] if step]


def step_of(node: Node, on: Hashable) -> Step:
    if on is not None and (address := fixed_address(node)) is not None:
        return _kept_as(node.asvar, address)
    if type(node) in WITHIN:
        return WITHIN[type(node)](node, on)
    make = MADE.get(type(node))
    return make(node) if make else _by_itself(node)


def _kept_as(name: str, text: str) -> Step:
    def step(context: Context, add: Add) -> None:
        context[name] = text

    return step


def _by_itself(node: Node) -> Step:
    def step(context: Context, add: Add) -> None:
        add(node.render_annotated(context))

    return step


def _text(node: TextNode) -> Step:
    return str(node.s)


def _variable(node: ShortVariable) -> Step:
    """As `written` says it."""
    get = getter(node.filter_expression)

    def step(context: Context, add: Add) -> None:
        value = get(context)
        kind = type(value)
        if kind is SafeString:
            add(value)
        elif kind is str:
            # Most is words and numbers, with nothing in them to escape.
            plain = value.isalnum() or not context.autoescape
            add(value if plain else escape(value))
        else:
            add(written(value, context))

    return step


def _link(node: NumberedLink) -> Step:
    get = getter(node.args[0])

    def step(context: Context, add: Add) -> None:
        add(node.to(get(context), context))

    return step


def _if(node: IfNode, on: Hashable) -> Step:
    ways = [
        (None if condition is None else _condition(condition), _steps(nodelist, on))
        for condition, nodelist in node.conditions_nodelists
    ]

    def step(context: Context, add: Add) -> None:
        for holds, steps in ways:
            if holds is not None:
                try:
                    if not holds(context):
                        continue
                except VariableDoesNotExist:
                    continue
            _take(steps, context, add)
            return

    return step


def _condition(part: Any) -> Getter:
    """As `part.eval`: what fails within an operator is False."""
    if part.id == "literal":
        return getter(part.value, ignore_failures=True)
    first = _condition(part.first)
    if part.id == "not":
        return _guarded(lambda context: not first(context))
    second = _condition(part.second)
    if part.id == "and":
        return _guarded(lambda context: first(context) and second(context))
    if part.id == "or":
        return _guarded(lambda context: first(context) or second(context))
    compare = COMPARED[part.id]
    return _guarded(lambda context: compare(first(context), second(context)))


def _guarded(holds: Getter) -> Getter:
    def guarded(context: Context) -> Any:
        try:
            return holds(context)
        except Exception:
            return False

    return guarded


def _for(node: ForNode, on: Hashable) -> Step:
    get, steps = getter(node.sequence, ignore_failures=True), _steps(node.nodelist_loop, on)
    empty, names = _steps(node.nodelist_empty, on), node.loopvars

    def step(context: Context, add: Add) -> None:
        around = context.get("forloop", {})
        with context.push():
            values = get(context)
            if values is None:
                values = []
            if not hasattr(values, "__len__"):
                values = list(values)
            if len(values) < 1:
                _take(empty, context, add)
                return
            loop = context["forloop"] = {"parentloop": around}
            for item in _counted(values, node.is_reversed, loop):
                if len(names) == 1:
                    context.dicts[-1][names[0]] = item
                    _take(steps, context, add)
                    continue
                with context.push(_unpacked(names, item)):
                    _take(steps, context, add)

    return step


def _counted(values: Any, is_reversed: bool, loop: dict[str, Any]) -> Iterable[Any]:
    """Each value, with what a template may ask of the loop."""
    length = len(values)
    for number, item in enumerate(reversed(values) if is_reversed else values):
        loop["counter0"], loop["counter"] = number, number + 1
        loop["revcounter"], loop["revcounter0"] = length - number, length - number - 1
        loop["first"], loop["last"] = number == 0, number == length - 1
        yield item


def _unpacked(names: list[str], item: Any) -> dict[str, Any]:
    """Raises ValueError, as Django does."""
    length = len(item) if hasattr(item, "__len__") else 1
    if length != len(names):
        raise ValueError(f"Need {len(names)} values to unpack in for loop; got {length}. ")
    return dict(zip(names, item, strict=True))


def _with(node: WithNode, on: Hashable) -> Step:
    told = [(name, getter(value)) for name, value in node.extra_context.items()]
    steps = _steps(node.nodelist, on)

    def step(context: Context, add: Add) -> None:
        with context.push({name: get(context) for name, get in told}):
            _take(steps, context, add)

    return step


COMPARED: dict[str, Callable[[Any, Any], Any]] = {
    "in": lambda left, right: left in right,
    "not in": lambda left, right: left not in right,
    "is": is_,
    "is not": is_not,
    "==": eq,
    "!=": ne,
    ">": gt,
    ">=": ge,
    "<": lt,
    "<=": le,
}
MADE: dict[type[Node], Callable[[Any], Step]] = {
    TextNode: _text,
    ShortVariable: _variable,
    NumberedLink: _link,
}
#: Nodes with others within them.
WITHIN: dict[type[Node], Callable[[Any, Hashable], Step]] = {
    IfNode: _if,
    ForNode: _for,
    WithNode: _with,
}
