"""The embedded server as the rest of the program sees it."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

from ..datafolder import DataFolder
from . import cluster, databases, postmaster
from .binaries import programs, wheel_folder
from .places import open_to_group, server_home, socket_folder
from .roles import APP_ROLE, DATABASE, OWNER_ROLE, write_access
from .sharing import Users, one_at_a_time


class EmbeddedServer:
    """One data folder's PostgreSQL, shared by all processes of that folder.

    `start` counts this process as a user of it; `stop` leaves, and stops the server when this was
    the last user. A process that is killed leaves too, and the next one takes the server over.
    """

    def __init__(self, folder: DataFolder) -> None:
        self.folder = folder
        self._users = Users(folder.run)

    def start(self) -> None:
        """Make what is missing, recover what crashed, return when connections are accepted.

        Raises:
            EmbeddedServerError: with what to do about it.
        """
        self.folder.create()
        if not self._users.joined:
            self._users.join()
        try:
            with one_at_a_time(self.folder.run):
                self._ensure_running()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        with self._users.leaving() as last:
            if last and postmaster.find(self._data()) is not None:
                home = server_home(self.folder)
                postmaster.stop(home, programs(home))

    def is_new(self) -> bool:
        """Whether it has never run."""
        return not self._data().exists()

    def runs_as(self) -> str:
        """The system user that it runs as; empty when that is the one who asks."""
        user = server_home(self.folder).user
        return user.name if user.is_other else ""

    def running(self) -> bool:
        server = postmaster.find(self._data())
        return server is not None and server.is_ready

    def urls(self, database: str = DATABASE) -> tuple[str, str]:
        """(owner's URL, running role's URL) of a database, as of the last start."""
        host = quote(str(self._socket_folder()), safe="")
        owner, app = (
            f"postgresql://{role}@/{database}?host={host}&port=5432"
            for role in (OWNER_ROLE, APP_ROLE)
        )
        return owner, app

    def create_database(self, name: str, template: str | None = None) -> None:
        databases.create_database(self.urls("postgres")[0], name, template)

    def drop_database(self, name: str) -> None:
        databases.drop_database(self.urls("postgres")[0], name)

    def programs(self) -> Path:
        """The wheel's command-line programs, for this process (pg_dump, pg_restore)."""
        return wheel_folder()

    def destroy(self) -> None:
        """Stop the server and delete its data and programs; for tests and for `make clean`."""
        if self.running():
            self.start()  # takes over what a killed user left
        self.stop()
        home = server_home(self.folder)
        for part in (home.data, home.programs, self._socket_folder(), home.root / "postgres.new"):
            shutil.rmtree(part, ignore_errors=True)
        if home.root != self.folder.root:
            shutil.rmtree(home.root)
            (self.folder.root / "postgres.elsewhere").unlink()
        self.folder.socket_file.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _socket_folder(self) -> Path:
        """Before the first start a place where nothing listens: settings may load without it."""
        if not self.folder.socket_file.exists():
            return self.folder.root / "socket"
        return Path(self.folder.socket_file.read_text("utf-8").strip())

    def _data(self) -> Path:
        pointer = self.folder.root / "postgres.elsewhere"
        root = Path(pointer.read_text("utf-8").strip()) if pointer.exists() else self.folder.root
        return root / "postgres"

    def _ensure_running(self) -> None:
        server = postmaster.settle(self._data())
        home = server_home(self.folder)
        files = programs(home)
        if server is not None and not server.is_ready:
            postmaster.stop(home, files)  # its socket was cleaned away: nobody can reach it
            server = None
        if server is None:
            cluster.ensure_cluster(home, files)
            socket = socket_folder(self.folder, home)
            cluster.write_settings(home, socket)
            postmaster.start(home, files, socket)
            server = postmaster.find(home.data)
        elif write_access(home.data, home.user):
            os.kill(server.pid, signal.SIGHUP)
        if server is not None:
            open_to_group(home, server.socket)
            self.folder.socket_file.write_text(f"{server.socket_folder}\n", encoding="utf-8")
