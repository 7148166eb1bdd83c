"""`bangfu up` with a certificate of its own; and what it says where that cannot be."""

from __future__ import annotations

import os
import ssl
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from http.client import HTTPSConnection

import pytest
from test_up import free_port

from makers.certificates import certificate_in


def run_up(place, surroundings_of, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bangfu.operations.cli", "up", *options],
        env=surroundings_of(place / "data"),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_pages_come_over_tls_alone(place, surroundings_of):
    certificate, key = certificate_in(place)
    port = free_port()
    command = [sys.executable, "-m", "bangfu.operations.cli", "up", "--no-demo", f"--port={port}"]
    command += [f"--certificate={certificate}", f"--key={key}", "--address=127.0.0.1"]
    with subprocess.Popen(
        command, env=surroundings_of(place / "data"), stdout=subprocess.PIPE, text=True
    ) as up:
        try:
            lines = []
            for line in up.stdout:
                lines.append(line)
                if "按 Ctrl-C 停止" in line:
                    break
            assert f"https://127.0.0.1:{port}" in "".join(lines)
            trusting = ssl.create_default_context(cafile=str(certificate))
            asking = HTTPSConnection("127.0.0.1", port, context=trusting, timeout=60)
            asking.request("GET", "/sign-in/", headers={"X-Forwarded-Proto": "http"})
            answer = asking.getresponse()
            answer.read()
            assert answer.status == 200
            assert answer.headers["Strict-Transport-Security"]
            cookies = answer.headers.get_all("Set-Cookie")
            assert cookies
            assert all(each.startswith("__Host-") and "Secure" in each for each in cookies)
            asking.request("GET", "/sign-in/", headers={"Host": "elsewhere.example"})
            assert asking.getresponse().status == 400
            asking.close()
        finally:
            up.terminate()
            up.wait(60)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--certificate=c.pem"], "须同时给出"),
        (["--certificate=none.pem", "--key=none.pem"], "没有这个文件"),
        (["--certificate={key}", "--key={key}"], "不是证书或私钥"),
        (["--certificate={certificate}", "--key={other}"], "不配套"),
        (["--certificate={certificate}", "--key={locked}"], "带口令"),
        (["--certificate={over}", "--key={over_key}"], "到期"),
        (["--certificate={early}", "--key={early_key}"], "起才有效"),
        (["--certificate={nameless}", "--key={nameless_key}"], "没有写网址的名称"),
        (["--address=0.0.0.0"], "明文"),
        (["--address=192.168.1.x"], "不是本机的 IPv4 地址"),
    ],
)
def test_what_cannot_be_served_is_said_before_anything_is_made(
    options, told, place, surroundings_of
):
    files = {}
    for name, more in {
        "": {},
        "other": {},
        "over": {"years": 1},
        "early": {"begins": datetime.now(UTC) + timedelta(days=2)},
        "nameless": {"named": False},
        "locked": {"password": b"secret"},
    }.items():
        folder = place / (name or "good")
        folder.mkdir()
        files[name or "certificate"], files[f"{name}_key" if name else "key"] = certificate_in(
            folder, **more
        )
    files["other"], files["locked"] = files["other_key"], files["locked_key"]
    asked = [each.format(**files) for each in options]
    done = run_up(place, surroundings_of, *asked)
    assert done.returncode == 1
    assert told in done.stderr
    assert not (place / "data").exists() or not any(os.scandir(place / "data"))
