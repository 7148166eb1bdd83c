"""Icons, drawn once each. Load with `{% load icons %}`."""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.utils.safestring import SafeString
from tablericons.templatetags.tablericons import icon as draw

register = template.Library()

#: The type beside which sizes were chosen, in px; drawn in em, an icon grows with the type.
TYPE = 14


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str, size: int = 24, **attributes: str) -> SafeString:
    """{% icon "outline/check" size=16 aria_hidden="true" %}; `size` in px beside type of 14 px."""
    sides = {"width": f"{size / TYPE:.4g}em", "height": f"{size / TYPE:.4g}em"}
    return SafeString(draw(str(name), size=None, **sides, **attributes))
