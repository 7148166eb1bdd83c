"""A data folder as the first command leaves it, made once a worker out of the session's template and
copied by who needs one: from nothing it takes ten seconds. How it comes to be is tested beside:
`test_up`, `test_told_in_words` and `test_guards_loosened` begin from nothing.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import psycopg
import pytest

from bangfu.operations.cli.migration import stamp
from bangfu.operations.cli.postgres_tools import dump_to, owner_environment, tool
from bangfu.operations.datafolder import DataFolder, data_folder
from bangfu.operations.embedded import DATABASE, EmbeddedServer


def lay_migrated(root: Path) -> None:
    """Into a folder that is not there yet; the session's own server must run."""
    subprocess.run(["cp", "-a", _migrated() / "data", root], check=True)
    DataFolder(root).socket_file.unlink()


def clear_away() -> None:
    if _migrated.cache_info().currsize:
        shutil.rmtree(_migrated())


@cache
def _migrated() -> Path:
    """With the template's own vault key, which its database asks for."""
    place = Path(tempfile.mkdtemp(prefix="bangfu-migrated-"))
    place.chmod(0o755)
    folder = DataFolder(place / "data").create()
    folder.vault_key_file.write_bytes(data_folder().vault_key_file.read_bytes())
    with (place / "dump").open("wb") as file:
        dump_to(file)
    with EmbeddedServer(folder) as server, pytest.MonkeyPatch.context() as patch:
        patch.setenv("BANGFU_DATA", str(folder.root))
        command = [tool("pg_restore"), "--no-owner", "--single-transaction", "--exit-on-error"]
        command += [f"--dbname={DATABASE}", str(place / "dump")]
        subprocess.run(command, env=owner_environment(DATABASE), check=True)
        with psycopg.connect(server.urls()[0]) as owner:
            stamp(owner)
    return place
