"""`bangfu up`: everything that an office needs, in one process tree."""

from __future__ import annotations

import signal
import time
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from bangfu.kernel.errors import BangfuError
from bangfu.kernel.phrases import phrase

from ..database import uses_embedded_server
from ..datafolder import DataFolder, data_folder
from ..embedded import EmbeddedServer
from ..stepping_down import Runner, open_to_readers, stepped_down
from . import fonts
from .announcing import announce
from .certificates import ends_soon, remember
from .children import Child, web, workers
from .claiming import claimed_port, the_only_one
from .parsing import Commands, Options, address, port
from .remains import clear_remains
from .served import LOOPBACK, Served, served_as
from .system import close_connections, database_server, prepare_database

DEFAULT_PORT = 8000
WATCH = 0.5  # seconds
WEB_ANSWERS_WITHIN = 60.0


class ChildFailed(BangfuError):
    def __init__(self, child: Child) -> None:
        super().__init__(
            phrase(
                "{part}起不来，日志在 {log}，末尾是：\n{said}",
                part=child.words,
                log=child.log,
                said=child.last_words(),
            )
        )


def add_to(commands: Commands) -> None:
    parser = commands.add_parser(
        "up",
        help=phrase("启动系统"),
        about=phrase("启动数据库、网页和后台任务；按 Ctrl-C 停止。第一次启动会装入演示数据。"),
    )
    parser.add_argument(
        "--port",
        type=port,
        default=DEFAULT_PORT,
        help=phrase("网页的端口，缺省 {port}", port=DEFAULT_PORT),
    )
    parser.add_argument(
        "--certificate", type=Path, metavar="FILE", help=phrase("用这个证书（PEM）提供 https 网页")
    )
    parser.add_argument(
        "--key", type=Path, metavar="FILE", help=phrase("证书的私钥（PEM，不带口令）")
    )
    parser.add_argument(
        "--address",
        type=address,
        help=phrase("在本机哪个地址上提供网页：没有证书只能是本机回环地址；有证书，缺省所有地址"),
    )
    parser.add_argument("--no-demo", action="store_true", help=phrase("第一次启动时不装演示数据"))
    parser.set_defaults(run=run)


def run(options: Options) -> int:
    served = served_as(options)
    folder = data_folder()
    announce(folder, say, serves=True)
    folder.create()
    with (
        the_only_one(folder, served.url) as killed,
        claimed_port(served.address, options.port, after_a_kill=killed) as listening,
    ):
        fonts.look(say)
        _look_at_certificate(folder, served)
        say(phrase("数据文件夹：{path}", path=folder.root))
        say(phrase("启动数据库……") if uses_embedded_server() else phrase("连接数据库……"))
        with (
            stepped_down(folder) as runner,
            database_server(folder) as server,
            web(folder, runner, listening, served.certificate) as pages,
        ):
            _tell_who_runs_it(runner, server)
            clear_remains(folder)
            prepare_database()
            from .first_start import prepare  # needs Django set up

            sign_ins = prepare(folder, with_demo=not options.no_demo, say=say)
            close_connections()
            open_to_readers(runner, folder)
            _serve(
                [pages, *workers(folder, runner)],
                served,
                server,
                phrase("\n网址：{address}\n{sign_ins}", address=served.url, sign_ins=sign_ins),
            )
    say(phrase("已全部停止。"))
    return 0


def _look_at_certificate(folder: DataFolder, served: Served) -> None:
    remember(folder, served.certificate)
    soon = ends_soon(served.certificate, now=datetime.now(UTC)) if served.certificate else ""
    if soon:
        say(f"{soon}。")


def _tell_who_runs_it(runner: Runner, server: EmbeddedServer | None) -> None:
    if runner.user is None:
        return
    of_database = server.runs_as() if server else ""
    if of_database:
        say(
            phrase("不以 root 运行：数据库以系统用户 {name} 运行，数据归该用户。", name=of_database)
        )
    say(phrase("不以 root 运行：网页和后台任务以系统用户 {name} 运行。", name=runner.user.name))


def say(line: str) -> None:
    print(line, flush=True)


def _serve(
    children: list[Child], served: Served, server: EmbeddedServer | None, greeting: str
) -> None:
    try:
        for child in children:
            child.start()
        _wait_until_answered(children[0], served)
        say(phrase("{greeting}\n按 Ctrl-C 停止。", greeting=greeting))
        while True:
            time.sleep(WATCH)
            _mend(children, server)
    except KeyboardInterrupt:
        say(phrase("\n正在停止……"))
    finally:
        for stopping in (signal.SIGINT, signal.SIGTERM):  # once is enough
            signal.signal(stopping, signal.SIG_IGN)
        for child in children:  # the web first: no new work comes in
            child.stop()


def _mend(children: list[Child], server: EmbeddedServer | None) -> None:
    """Start again what was killed. Raises ChildFailed when that is no help."""
    if server is not None and not server.running():
        say(phrase("数据库停了，重新启动……"))
        server.start()
    for child in children:
        if child.has_ended():
            say(phrase("{name}停了，重新启动……", name=child.words))
            if not child.start_again():
                raise ChildFailed(child)


def _wait_until_answered(web: Child, served: Served) -> None:
    """Until it answers a request: the port is taken, and takes connections, from the beginning."""
    end = time.monotonic() + WEB_ANSWERS_WITHIN
    while time.monotonic() < end and not web.has_ended():
        if served.answers(_own_name()):
            return
        time.sleep(0.1)
    raise ChildFailed(web)


def _own_name() -> str:
    """A name that this place answers to, so that asking leaves no refusal in the log."""
    first = settings.ALLOWED_HOSTS[0]
    return LOOPBACK if first == "*" else first.lstrip(".")
