"""How log entries are written on screens."""

from django import template

from bangfu.scope.enums import Role

register = template.Library()


@register.filter
def role_name(role: str) -> str:
    return str(Role(role).label) if role in Role.values else role


@register.filter
def short_digest(digest: bytes) -> str:
    """The first eight hex digits, enough to compare by eye."""
    return bytes(digest).hex()[:8]
