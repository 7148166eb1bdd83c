"""What every answer tells the browser to allow, and what the cookies allow it to hand on."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.test import Client

from architecture.test_access import named_patterns
from bangfu.operations.datafolder import data_folder

from .asking import signed_in, targets
from .sight import ANYBODY
from .sweeping import ask

DIRECTIVES = {
    "default-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}


def policy(response) -> dict[str, str]:
    parts = response["Content-Security-Policy"].split(";")
    return {name: values for name, _, values in (part.strip().partition(" ") for part in parts)}


@pytest.mark.parametrize("officer", [ANYBODY, "gz-reviewer", "city-fund", "city-auditor", "admin"])
def test_every_answer_is_guarded(officer, shop):
    client = signed_in(officer)
    wrong = []
    for pattern, one in named_patterns():
        response = ask(client, "GET", one.name, targets(pattern, shop)[0], shop)
        told = policy(response)
        if DIRECTIVES.items() - told.items() or "unsafe" in response["Content-Security-Policy"]:
            wrong.append(f"{pattern}: {told}")
        if response["X-Frame-Options"] != "DENY":
            wrong.append(f"{pattern}: frames")
        if response["X-Content-Type-Options"] != "nosniff":
            wrong.append(f"{pattern}: sniffing")
        if not {"camera=()", "geolocation=()"} <= set(response["Permissions-Policy"].split(", ")):
            wrong.append(f"{pattern}: devices")
        if response["Referrer-Policy"] != "same-origin":
            wrong.append(f"{pattern}: referrer")
        if response.status_code == 200 and "no-store" not in response.get("Cache-Control", ""):
            wrong.append(f"{pattern}: may be kept")
    assert wrong == []


def test_refusals_are_guarded_too(shop):
    client = signed_in("gz-reviewer")
    for path in ("/nothing/", "/settings/", "/cases/999999/", "/sign-out/"):
        response = client.get(path)
        assert response.status_code in (403, 404, 405)
        assert "unsafe" not in response["Content-Security-Policy"]
        assert response["X-Frame-Options"] == "DENY"


def test_a_nonce_is_never_used_twice(shop):
    scripts = {policy(Client().get("/sign-in/")).get("script-src", "") for _ in range(3)}
    with_nonce = [one for one in scripts if "nonce-" in one]
    assert len(with_nonce) in (0, 3)


def test_cookies_stay_with_the_browser(shop, demo_passwords):
    client = Client()
    typed = {"username": "gz-filer", "password": demo_passwords["gz-filer"]}
    response = client.post("/sign-in/", typed)
    assert response.status_code == 302
    client.get("/")
    for name in ("sessionid", "csrftoken"):
        assert response.cookies[name]["httponly"]
        assert response.cookies[name]["samesite"] == "Lax"


def test_public_notices_are_not_to_be_found_by_search_engines(shop):
    for place in ("huazhou", "gaozhou"):
        response = Client().get(f"/public/notices/{shop.tokens[place]}/")
        assert "noindex" in response["X-Robots-Tag"]
        assert "no-store" in response["Cache-Control"]


def test_an_office_behind_tls_passes_the_deployment_checks():
    surroundings = {**os.environ, "BANGFU_TLS": "1", "BANGFU_DATA": str(data_folder().root)}
    del surroundings["DJANGO_ALLOW_ASYNC_UNSAFE"]  # the browser tests' alone
    done = subprocess.run(
        [
            sys.executable, "-W", "ignore::RuntimeWarning", "-m", "django",
            "check", "--deploy", "--fail-level", "WARNING",
            "--settings", "bangfu.config.settings",
        ],
        env=surroundings, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "no issues" in done.stdout
    assert "WARNING" not in done.stderr.upper()
