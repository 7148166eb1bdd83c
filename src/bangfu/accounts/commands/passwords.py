"""What a password must be, and how one is put in place; no setting turns it off."""

from __future__ import annotations

import secrets

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    NumericPasswordValidator,
    UserAttributeSimilarityValidator,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from bangfu.kernel.phrases import phrase

from ..enums import PasswordSetBy
from ..errors import PasswordWaits, WeakPassword, WrongCode
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
PASSWORD_FIELDS = [
    *("password", "password_set_at", "password_set_by", "password_one_time", "password_code"),
    *("password_given_by_user_id", "password_waits", "password_confirmed_by_user_id"),
]
#: What `hand_over_code` sets, for the caller to save.
CODE_FIELDS = ["password_waits", "password_confirmed_by_user_id", "password_code"]
#: Read aloud without mistakes; 32 ** 10 codes, each tried with the right password beside it.
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 10


def refuse_weak(user: User, password: str) -> None:
    """Raises WeakPassword with all that is wrong with it for that user, who need not be saved."""
    try:
        validate_password(password, user, password_validators=CHECKS)
    except ValidationError as error:
        raise WeakPassword(error.messages) from None


def give_password(
    user: User,
    password: str,
    *,
    chosen_by: PasswordSetBy,
    one_time: bool,
    given_by: int | None = None,
    waits: bool = False,
) -> None:
    """Put it on the user, who is not saved.

    Args:
        given_by: the administrator's id; None for its owner and the machine.
        waits: it opens nothing before another administrator's code (`hand_over_code`).

    Raises:
        WeakPassword.
    """
    refuse_weak(user, password)
    user.set_password(password)
    user.password_set_at = timezone.now()
    user.password_set_by = chosen_by
    user.password_one_time = one_time
    user.password_given_by_user_id = given_by
    user.password_waits = waits
    user.password_confirmed_by_user_id = None
    user.password_code = ""


def hand_over_code(user: User, confirmed_by: int) -> str:
    """Draw the second half of what opens a given password; the user is not saved."""
    code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
    user.password_waits = False
    user.password_confirmed_by_user_id = confirmed_by
    user.password_code = _digest(user, code)
    return code


def refuse_without_code(user: User, code: str) -> None:
    """Raises PasswordWaits, WrongCode."""
    if user.password_waits:
        raise PasswordWaits
    if user.password_code and not constant_time_compare(user.password_code, _digest(user, code)):
        raise WrongCode


def _digest(user: User, code: str) -> str:
    """Of the code for this very password, however it is spaced and written."""
    plain = "".join(code.split()).upper()
    told = f"{user.pk}|{user.password}|{plain}"
    return salted_hmac("bangfu.accounts.code", told, algorithm="sha256").hexdigest()
