from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from bangfu.scope.prepared import prepared_rows

from .enums import PasswordSetBy

#: Long enough to hand it over and to sign in after some days away; later it opens nothing.
ONE_TIME_LASTS = timedelta(days=7)


#: By hand, for every request reads who is signed in.
COLUMNS = (
    *("id", "password", "last_login", "username", "name", "is_active", "created_at"),
    *("password_set_at", "password_set_by", "password_one_time", "sessions_ended"),
    *(
        "password_given_by_user_id",
        "password_waits",
        "password_confirmed_by_user_id",
        "password_code",
        "password_last_given_by_user_id",
    ),
)
SIGNED_IN = f"select {', '.join(COLUMNS)} from accounts_user where id = %(id)s"


class UserManager(BaseUserManager["User"]):
    def get(self, *args: Any, **kwargs: Any) -> User:
        """By number alone, as Django's own sign-in asks, it is one row read by hand."""
        if args or kwargs.keys() != {"pk"}:
            return super().get(*args, **kwargs)
        for row in prepared_rows(SIGNED_IN, {"id": kwargs["pk"]}):
            return self.model.from_db(self.db, COLUMNS, row)
        raise self.model.DoesNotExist

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(username=username)


class User(AbstractBaseUser):
    """An officer who can sign in. What they may do is in `organisations.Appointment`.

    A one-time password is one that somebody else gave: it opens nothing but the page where its
    owner chooses another. `sessions_ended` counts how often all sessions were ended at once.

    One that an administrator gave to who decides or moves money `waits`: it opens nothing until another
    administrator confirmed it, and then only with the code that that one handed over. `password_code` is
    the code's keyed digest, "" where none is asked for. A trigger of `organisations` holds it, too.
    """

    username = models.CharField(_("用户名"), max_length=40, unique=True, db_collation="C")
    name = models.CharField(_("姓名"), max_length=40)
    is_active = models.BooleanField(_("可登录"), default=True)
    created_at = models.DateTimeField(_("创建时间"), auto_now_add=True)
    password_set_at = models.DateTimeField(_("密码设置时间"), null=True)
    password_set_by = models.CharField(
        _("密码设置人"), max_length=20, choices=PasswordSetBy, default="", db_collation="C"
    )
    password_one_time = models.BooleanField(_("一次性密码"), default=False)
    sessions_ended = models.IntegerField(default=0)
    password_given_by_user_id = models.BigIntegerField(null=True)  # the administrator, None else
    password_waits = models.BooleanField(default=False, db_default=False)
    password_confirmed_by_user_id = models.BigIntegerField(null=True)
    password_code = models.CharField(max_length=64, default="", db_default="", db_collation="C")
    # Kept when its owner chose another one; None for the machine. A trigger of `organisations` writes it.
    password_last_given_by_user_id = models.BigIntegerField(null=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = UserManager()

    class Meta:
        verbose_name = _("用户")
        constraints = [
            models.CheckConstraint(
                condition=~Q(password_one_time=True, password_set_by="own"),
                name="user_own_password_lasts",
            ),
            models.CheckConstraint(
                condition=Q(password_one_time=True) | Q(password_waits=False, password_code=""),
                name="user_only_given_password_waits",
            ),
            models.CheckConstraint(
                condition=~Q(password_confirmed_by_user_id=F("password_given_by_user_id"))
                & ~Q(password_confirmed_by_user_id=F("id")),
                name="user_password_in_two_hands",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def one_time_expired(self) -> bool:
        """A one-time password that its owner did not replace in time, counted from its setting."""
        if not self.password_one_time:
            return False
        set_at = self.password_set_at
        return set_at is None or timezone.now() - set_at > ONE_TIME_LASTS

    def get_session_auth_hash(self) -> str:
        """A session holds until the password changes or all sessions are ended."""
        told = f"{self.password}|{self.sessions_ended}"
        return salted_hmac("bangfu.accounts.session", told, algorithm="sha256").hexdigest()
