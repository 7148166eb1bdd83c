"""Reads of users."""

from __future__ import annotations

from django.db.models import QuerySet

from .models import User


def users_listed() -> QuerySet[User]:
    """Everybody who has or had a sign-in, disabled users too."""
    return User.objects.order_by("username")
