"""`bangfu up`: everything that an office needs, in one process tree."""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bangfu.kernel.errors import BangfuError

from ..datafolder import DataFolder, data_folder
from ..embedded import EmbeddedServer
from . import fonts
from .children import Child
from .parsing import Commands, Options, port
from .system import close_connections, database_server, prepare_database

HOST = "127.0.0.1"
DEFAULT_PORT = 8000
WATCH = 0.5  # seconds
WEB_ANSWERS_WITHIN = 60.0


class PortBusy(BangfuError):
    def __init__(self, number: int) -> None:
        super().__init__(
            f"端口 {number} 已被别的程序占用。请先停掉那个程序，或换一个端口：bangfu up --port {number + 1}"
        )


class AlreadyUp(BangfuError):
    def __init__(self, address: str) -> None:
        super().__init__(f"这个数据文件夹的系统已在运行：{address}。要重启，请先在那边按 Ctrl-C。")


class ChildFailed(BangfuError):
    def __init__(self, child: Child) -> None:
        super().__init__(f"{child.words}起不来，日志在 {child.log}，末尾是：\n{child.last_words()}")


def add_to(commands: Commands) -> None:
    parser = commands.add_parser(
        "up",
        help="启动系统",
        about="启动数据库、网页和后台任务；按 Ctrl-C 停止。第一次启动会装入演示数据。",
    )
    parser.add_argument(
        "--port", type=port, default=DEFAULT_PORT, help=f"网页的端口，缺省 {DEFAULT_PORT}"
    )
    parser.add_argument("--no-demo", action="store_true", help="第一次启动时不装演示数据")
    parser.set_defaults(run=run)


def run(options: Options) -> int:
    folder = data_folder().create()
    address = f"http://{HOST}:{options.port}"
    with _the_only_one(folder, address):
        _refuse_busy(options.port)
        _look_for_fonts()
        say(f"数据文件夹：{folder.root}")
        say("启动数据库……")
        with database_server(folder) as server:
            prepare_database()
            from .first_start import prepare  # needs Django set up

            sign_ins = prepare(folder, with_demo=not options.no_demo, say=say)
            close_connections()
            children = [_web(folder, options.port), _worker(folder)]
            _serve(children, options.port, server, f"\n网址：{address}\n{sign_ins}")
    say("已全部停止。")
    return 0


def say(line: str) -> None:
    print(line, flush=True)


def _serve(
    children: list[Child], number: int, server: EmbeddedServer | None, greeting: str
) -> None:
    try:
        for child in children:
            child.start()
        _wait_until_answered(children[0], number)
        say(f"{greeting}\n按 Ctrl-C 停止。")
        while True:
            time.sleep(WATCH)
            _mend(children, server)
    except KeyboardInterrupt:
        say("\n正在停止……")
    finally:
        for stopping in (signal.SIGINT, signal.SIGTERM):  # once is enough
            signal.signal(stopping, signal.SIG_IGN)
        for child in children:  # the web first: no new work comes in
            child.stop()


def _mend(children: list[Child], server: EmbeddedServer | None) -> None:
    """Start again what was killed. Raises ChildFailed when that is no help."""
    if server is not None and not server.running():
        say("数据库停了，重新启动……")
        server.start()
    for child in children:
        if child.has_ended():
            say(f"{child.words}停了，重新启动……")
            if not child.start_again():
                raise ChildFailed(child)


def _web(folder: DataFolder, number: int) -> Child:
    arguments = [
        "bangfu.config.wsgi:application",
        f"--bind={HOST}:{number}",
        "--worker-class=gthread",
        "--workers=2",
        "--threads=4",
        "--timeout=90",
        "--graceful-timeout=15",
        "--no-control-socket",
        *(["--worker-tmp-dir=/dev/shm"] if Path("/dev/shm").is_dir() else []),
    ]
    return Child("网页服务", "gunicorn", arguments, folder.log / "web.log", {"BANGFU_POOL": "1"})


def _worker(folder: DataFolder) -> Child:
    return Child("后台任务", "bangfu.config.worker", [], folder.log / "worker.log")


def _wait_until_answered(web: Child, number: int) -> None:
    end = time.monotonic() + WEB_ANSWERS_WITHIN
    while time.monotonic() < end and not web.has_ended():
        with socket.socket() as probe:
            if probe.connect_ex((HOST, number)) == 0:
                return
        time.sleep(0.1)
    raise ChildFailed(web)


def _look_for_fonts() -> None:
    if fonts.has_cjk_fonts():
        return
    if fonts.may_install():
        say("没有中文字体，正在安装……")
        if fonts.install():
            return
    say(fonts.MISSING)


def _refuse_busy(number: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, number))
        except OSError:
            raise PortBusy(number) from None


@contextmanager
def _the_only_one(folder: DataFolder, address: str) -> Iterator[None]:
    """Raises AlreadyUp when another process is up on the same folder."""
    handle = os.open(folder.run / "up.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _lock(handle)
        os.truncate(handle, 0)
        os.write(handle, address.encode())
        yield
    finally:
        os.close(handle)


def _lock(handle: int) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise AlreadyUp(os.read(handle, 100).decode()) from None
