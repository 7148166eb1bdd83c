"""`bangfu administrator USER --name NAME`: the first two administrators, by whoever runs the machine."""

from __future__ import annotations

import secrets

from bangfu.kernel.phrases import phrase

from .parsing import Commands, Options
from .system import standing_system


def add_to(commands: Commands) -> None:
    parser = commands.add_parser(
        "administrator",
        help=phrase("建立最初两位系统管理员"),
        about=phrase(
            "建立用户并任命为系统管理员，给一个一次性密码并显示在屏幕上：一个工会连同其上级在任的系统管理员"
            "不足两位时用。已有两位的，由其中一位在“系统设置”提议、另一位确认。操作日志记为本机操作员所办。"
        ),
    )
    parser.add_argument("username", metavar="USER", help=phrase("用户名"))
    parser.add_argument("--name", required=True, metavar="NAME", help=phrase("姓名"))
    parser.add_argument(
        "--of", metavar="CODE", help=phrase("哪个工会的，写工会编码；不写即最上级工会")
    )
    parser.set_defaults(run=run)


def run(options: Options) -> int:
    password = secrets.token_urlsafe(12)
    with standing_system():
        # These need Django set up.
        from bangfu.accounts.models import ONE_TIME_LASTS

        from .administrators import add_administrator, topmost_union

        union_code = options.of or topmost_union().code
        add_administrator(options.username, options.name, union_code, password)
        print(
            phrase(
                "{user}  {password}\n这是一次性密码，只显示这一次，{days} 天内有效："
                "请当面交给本人，登录后先改成自己的密码。两位系统管理员须是两个人。",
                user=options.username,
                password=password,
                days=ONE_TIME_LASTS.days,
            )
        )
    return 0
