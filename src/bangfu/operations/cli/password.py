"""`bangfu password USER`: a one-time password, for when nobody is left who could give one by page."""

from __future__ import annotations

import secrets

from bangfu.kernel.phrases import phrase

from .parsing import Commands, Options
from .system import standing_system


def add_to(commands: Commands) -> None:
    parser = commands.add_parser(
        "password",
        help=phrase("给用户一个一次性密码"),
        about=phrase(
            "给用户一个一次性密码并显示在屏幕上：系统管理员忘了密码、又没有别的系统管理员时用。"
            "原来的密码和登录随即失效，操作日志记为本机操作员所办。"
        ),
    )
    parser.add_argument("username", metavar="USER", help=phrase("用户名"))
    parser.add_argument(
        "--administrator-of",
        metavar="CODE",
        help=phrase("同时任命该用户为这个工会的系统管理员，写工会编码"),
    )
    parser.set_defaults(run=run)


def run(options: Options) -> int:
    password = secrets.token_urlsafe(12)
    with standing_system():
        # These need Django set up.
        from django.db import transaction

        from bangfu.accounts.models import ONE_TIME_LASTS
        from bangfu.organisations.commands.appoint_officer import appoint_officer
        from bangfu.organisations.commands.reset_password import reset_password
        from bangfu.organisations.queries import today, user_named
        from bangfu.organisations.seconding import may_second
        from bangfu.scope.actors import operator
        from bangfu.scope.enums import Role

        with transaction.atomic():
            user = user_named(options.username)
            reset_password(user_id=user.pk, password=password, on=today(), by=operator())
            held = None
            if options.administrator_of:
                held = appoint_officer(
                    username=user.username,
                    union_code=options.administrator_of,
                    role=Role.ADMINISTRATOR,
                    since=today(),
                    on=today(),
                    by=operator(),
                )
        print(
            phrase(
                "{user}  {password}\n这是一次性密码，只显示这一次，{days} 天内有效："
                "请当面交给本人，登录后先改成自己的密码。",
                user=user.username,
                password=password,
                days=ONE_TIME_LASTS.days,
            )
        )
        if held is not None and held.waits:
            who = may_second(held, today()) or phrase("另一位系统管理员")
            print(phrase("系统管理员的任职已提议，待{who}确认、本人到任后生效。", who=who))
    return 0
