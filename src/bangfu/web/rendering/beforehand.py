"""What the first pages of a process would wait for, done before it answers any: routes and templates.

Reading a view or a template takes far longer than showing the page, and each process of the web server
would do it in front of somebody who waits.
"""

from __future__ import annotations

from pathlib import Path

from django.template import engines
from django.template.base import Node, NodeList
from django.urls import get_resolver

from .fixed import occasion
from .steps import ShortNodeList

WEB = Path(__file__).resolve().parent.parent


def read_beforehand() -> int:
    """Reads every route with its view, and every template of ours; how many templates."""
    resolver = get_resolver()
    _ = resolver.reverse_dict  # names are looked up in it by the first link
    engine = engines["django"].engine  # type: ignore[attr-defined]
    names = sorted(_names())
    for name in names:
        _compile(engine.get_template(name).nodelist)
    return len(names)


def _names() -> set[str]:
    folders = [WEB / "templates", *WEB.glob("*/templates")]
    return {str(path.relative_to(folder)) for folder in folders for path in folder.rglob("*.html")}


def _compile(nodelist: NodeList) -> None:
    """Makes the steps of this list and of all lists within it."""
    if isinstance(nodelist, ShortNodeList):
        nodelist.compiled(occasion())
    for node in nodelist.get_nodes_by_type(Node):
        for name in node.child_nodelists:
            inner = getattr(node, name, None)
            if isinstance(inner, ShortNodeList):
                inner.compiled(occasion())
