"""What a password must be, and how one is put in place; no setting turns it off."""

from __future__ import annotations

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    NumericPasswordValidator,
    UserAttributeSimilarityValidator,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.utils import timezone

from bangfu.kernel.phrases import phrase

from ..enums import PasswordSetBy
from ..errors import WeakPassword
from ..models import User

LEAST = 10


class LongEnough(MinimumLengthValidator):
    """The framework's own sentence has no Chinese translation."""

    def get_error_message(self) -> str:
        return phrase("密码太短，至少 {least} 个字符", least=self.min_length)


CHECKS = (
    LongEnough(LEAST),
    CommonPasswordValidator(),
    NumericPasswordValidator(),
    UserAttributeSimilarityValidator(("username", "name")),
)
#: What `give_password` sets, for the caller to save.
PASSWORD_FIELDS = ["password", "password_set_at", "password_set_by", "password_one_time"]


def refuse_weak(user: User, password: str) -> None:
    """Raises WeakPassword with all that is wrong with it for that user, who need not be saved."""
    try:
        validate_password(password, user, password_validators=CHECKS)
    except ValidationError as error:
        raise WeakPassword(error.messages) from None


def give_password(user: User, password: str, *, chosen_by: PasswordSetBy, one_time: bool) -> None:
    """Put it on the user, who is not saved. Raises WeakPassword."""
    refuse_weak(user, password)
    user.set_password(password)
    user.password_set_at = timezone.now()
    user.password_set_by = chosen_by
    user.password_one_time = one_time
