"""What a password must be; no setting turns it off."""

from __future__ import annotations

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    NumericPasswordValidator,
    UserAttributeSimilarityValidator,
    validate_password,
)
from django.core.exceptions import ValidationError

from ..errors import WeakPassword
from ..models import User

LEAST = 10
CHECKS = (
    MinimumLengthValidator(LEAST),
    CommonPasswordValidator(),
    NumericPasswordValidator(),
    UserAttributeSimilarityValidator(("username", "name")),
)


def require_strong(password: str, user: User) -> None:
    """Raises WeakPassword with all that is wrong with it."""
    try:
        validate_password(password, user, password_validators=CHECKS)
    except ValidationError as error:
        raise WeakPassword(error.messages) from None
