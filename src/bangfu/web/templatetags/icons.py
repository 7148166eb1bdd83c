"""Icons, drawn once each. Load with `{% load icons %}`."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files
from xml.etree import ElementTree
from zipfile import ZipFile

from django import template
from django.utils.safestring import SafeString
from tablericons import IconDoesNotExist

register = template.Library()

#: The type beside which sizes were chosen, in px; drawn in em, an icon grows with the type.
TYPE = 14
STROKE = 2
SPACE = "{http://www.w3.org/2000/svg}"


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str, size: int = 24, **attributes: str) -> SafeString:
    """{% icon "outline/check" size=16 aria_hidden="true" %}; `size` in px beside type of 14 px.

    Raises IconDoesNotExist.
    """
    drawing = ElementTree.fromstring(_drawing(str(name)))
    for element in drawing.iter():
        element.tag = element.tag.removeprefix(SPACE)  # within a page they need no name space
    side = f"{size / TYPE:.4g}em"
    told = {"width": side, "height": side, **attributes}
    told.setdefault("stroke_width", str(STROKE))
    drawing.attrib.update({key.replace("_", "-"): str(value) for key, value in told.items()})
    return SafeString(ElementTree.tostring(drawing, encoding="unicode"))


def _drawing(name: str) -> bytes:
    try:
        return _collection().read(f"{name}.svg")
    except KeyError:
        raise IconDoesNotExist(name) from None


@cache
def _collection() -> ZipFile:
    """Opened once a process: its list of six thousand takes thirty times as long to read as an icon."""
    return ZipFile(str(files("tablericons") / "tablericons.zip"))
