"""Pages of rounds asked for as an officer would, and what came back read."""

from __future__ import annotations

import io
import re
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from bangfu.accounts.models import User
from bangfu.rounds.models import Round
from bangfu.scope.actors import acting, operator
from makers import payees


def as_officer(world: payees.World, name: str) -> Client:
    client = Client()
    client.force_login(
        User.objects.get(pk=world[name].user_id), "django.contrib.auth.backends.ModelBackend"
    )
    return client


def post(world: payees.World, officer: str, url: str, /, *parts: int, **data: object):
    return as_officer(world, officer).post(reverse(url, args=parts), data)


def page(world: payees.World, name: str, round_: Round) -> str:
    response = as_officer(world, name).get(reverse("round_page", args=[round_.pk]))
    assert response.status_code == 200
    return response.content.decode()


def latest() -> Round:
    with acting(operator()):
        return Round.objects.latest("pk")


def act(world: payees.World, name: str, round_: Round, action: str, **more: object):
    data = {"version": round_.version, **more}
    return post(world, name, f"round_{action}", round_.pk, **data)


def bring(world: payees.World, round_: Round, *files: tuple[str, bytes], **more: object):
    """A bank's answer comes in; nothing is taken in yet."""
    answer = [SimpleUploadedFile(name, content) for name, content in files]
    return post(world, "releaser", "round_answer", round_.pk, answer=answer, **more)


def confirm(world: payees.World, round_: Round, waiting: str):
    """What it does is seen, and it is taken in. `waiting`: where its words are asked about, or ""."""
    officer = as_officer(world, "releaser")
    shown = officer.get(waiting)
    if "读入成功" not in shown.content.decode():
        return shown
    with acting(operator()):
        version = Round.objects.get(pk=round_.pk).version
    return officer.post(f"{waiting}take/", {"version": version})


def upload(world: payees.World, round_: Round, name: str, content: bytes, **more: object):
    """Taken in where nothing of it is to be explained; else the answer of the step that hinders it."""
    brought = bring(world, round_, (name, content), **more)
    if brought.status_code != 302 or "/answer/" not in brought.url:
        return brought
    done = confirm(world, round_, brought.url)
    return brought if done.status_code == 200 else done


def title_of(paper: bytes) -> str:
    """The title of a .pdf; its pages hold glyphs, not texts."""
    title = re.search(rb"<dc:title>(.*?)</dc:title>", paper, re.DOTALL)
    assert title, "no title"
    return title[1].decode()


def texts_of(workbook: bytes) -> str:
    """Every text in an .xlsx, and the names of its sheets."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as package:
        return "".join(
            package.read(f"xl/{name}.xml").decode() for name in ("sharedStrings", "workbook")
        )
