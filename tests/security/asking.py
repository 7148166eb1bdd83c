"""Requests as a browser would send them: every route, with something plausible to post."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, cast

from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.test import Client
from django.urls import reverse

from bangfu.casework.enums import Act
from bangfu.web.cases.forms import form_for
from bangfu.web.cases.moves import COMMANDS

from .families import FAMILIES
from .shop import Shop
from .sight import ANYBODY, BOTH_SEEN_BY, HOUSEHOLD_SEEN_BY, UNION_SEEN_BY

BACKEND = "django.contrib.auth.backends.ModelBackend"
EVERYWHERE = ""
#: Pages of jobs of their own kind.
JOB_OF = {
    "cases/new/done/<int:job_id>/": "submission",
    "cases/moved/<int:job_id>/": "adjustment",
}
#: What is done on chosen cases, each at `cases/<act>/`.
MOVES = tuple(COMMANDS)


@dataclass(frozen=True)
class Target:
    """One object that a route can be asked for; `seen_by` is None where every role's holder may."""

    place: str
    arguments: dict[str, Any] = field(default_factory=dict)
    seen_by: tuple[str, ...] | None = None

    def seen(self, officer: str) -> bool:
        return self.seen_by is None or officer in self.seen_by


def signed_in(username: str, **more: Any) -> Client:
    client = Client(raise_request_exception=False, **more)
    if username != ANYBODY:
        user = get_user_model().objects.get(username=username)
        client.force_login(user, backend=BACKEND)
    return client


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is asked leaves the shop as it was."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def whole(response: HttpResponseBase) -> bytes:
    """What came, also where it came piece by piece."""
    if isinstance(response, StreamingHttpResponse):
        return b"".join(cast(Iterator[bytes], response.streaming_content))
    return cast(HttpResponse, response).content


def targets(pattern: str, shop: Shop) -> list[Target]:
    """Every object of the shop that the route may be asked for."""
    if "<int:award_id>" in pattern:
        also = {"award_id": shop.awards["gaozhou"]}
        if "<int:recovery_id>" in pattern:
            also["recovery_id"] = shop.recoveries["gaozhou"]
        if "<int:claim_end_id>" in pattern:
            also["claim_end_id"] = shop.claim_ends["gaozhou"]
        # The page of an award is its round's alone; a return is refused as stale before it is looked for.
        places = ("gaozhou",) if "/awards/" in pattern else ("gaozhou", "city")
        return [
            Target(place, {"round_id": shop.rounds[place], **also}, UNION_SEEN_BY[place])
            for place in places
        ]
    if "<int:waiting_id>" in pattern:
        about = {"round_id": shop.rounds["gaozhou"], "waiting_id": shop.waiting["gaozhou"]}
        return [Target("gaozhou", about, UNION_SEEN_BY["gaozhou"])]
    for name, rows in (("transfer_id", shop.receipts), ("reversal_id", shop.reversals)):
        if f"<int:{name}>" in pattern:
            about = {"fund_id": shop.funds["gaozhou"], name: rows["gaozhou"]}
            return [Target("gaozhou", about, UNION_SEEN_BY["gaozhou"])]
    if "<int:job_id>" in pattern:
        job = shop.jobs[JOB_OF.get(pattern, "list")]
        return [Target("gaozhou", {"job_id": job}, ("gz-filer",))]
    if "<str:kind>" in pattern:
        return [
            Target(place, {"file_no": family.file_no, "kind": "card"}, BOTH_SEEN_BY[place])
            for place, family in FAMILIES.items()
        ]
    for name, (values, seen_by) in _by_argument(shop).items():
        if f":{name}>" in pattern:
            return [
                Target(place, {name: value}, seen_by and seen_by[place])
                for place, value in values.items()
            ]
    assert "<" not in pattern, f"say in tests/security/asking.py what {pattern} is asked for"
    return [Target(EVERYWHERE)]


def _by_argument(shop: Shop) -> dict[str, tuple[dict[str, Any], dict[str, Any] | None]]:
    file_nos = {place: family.file_no for place, family in FAMILIES.items()}
    batches = {place: shop.batches[place] for place in ("gaozhou", "huazhou")}
    return {
        "file_no": (file_nos, HOUSEHOLD_SEEN_BY),
        "case_id": (shop.cases, HOUSEHOLD_SEEN_BY),
        "objection_id": (shop.objections, HOUSEHOLD_SEEN_BY),
        "notice_id": (shop.notices, UNION_SEEN_BY),
        "met_id": (shop.met, BOTH_SEEN_BY),
        "token": (shop.tokens, None),
        "batch_id": (batches, UNION_SEEN_BY),
        "round_id": (shop.rounds, UNION_SEEN_BY),
        "fund_id": (shop.funds, UNION_SEEN_BY),
        "word_id": (shop.words, UNION_SEEN_BY),
        "meaning_id": (shop.meanings, UNION_SEEN_BY),
        "user_id": ({"": shop.users["gz-fund"]}, None),
        "hand_over_id": ({"": shop.hand_overs["gaozhou"]}, None),
        "appointment_id": ({"": shop.appointments["gz-fund"]}, None),
    }


def address(name: str, target: Target) -> str:
    return reverse(name, kwargs=target.arguments)


def body(name: str, target: Target, shop: Shop) -> dict[str, Any]:
    """What a page would post there, right enough to get past the form."""
    place = target.place
    at = place if place in shop.cases else "gaozhou"
    fund = {"amount": "10.00", "reference": "1", "day": "2010-11-01", "key": "k"}
    bodies: dict[str, Any] = {
        "sign_in": {"username": "gz-filer", "password": "wrong"},
        "switch": {"appointment": str(shop.appointments["gz-filer"])},
        "file_export": {},
        "file_find": {"text": "0001"}, "case_find": {"text": "0001"},
        "account_list": {"accounts": [str(shop.secrets[at])], "looked_at": "card"},
        "file_reveal": {"secret": str(shop.secrets[at]), "purpose": "verify"},
        "import_list": {"register": _file(), "as_of": "2010-11-01"},
        "import_day": {"as_of": "2010-10-30"},
        "import_merge": {"reading": "1"},
        **{f"case_{act}": {"cases": f"{shop.cases[at]}:3", **_typed(act)} for act in MOVES},
        "case_review_export": {"tab": "lapsing"},
        "case_new": {"households": str(shop.households[at])},
        "objection_new": {"received_on": "2010-11-14", "text": "有人反映"},
        "objection_answer": {"outcome": "dismissed", "answer": "不成立"},
        "overlap_settle": {"other_ids": "1", "belongs_to": "both", "reason": "合用", "seen": "x"},
        "met_settle": {"reason": "不是同一户"},
        **_round_bodies(shop),
        "fund_new": {"name": "新资金"},
        "fund_receive": fund,
        "log_find": {"text": "CANARY"},
        "fund_reverse": {"amount": "0.01", "reason": "多记一分"},
        "fund_reversal_refuse": {"reason": "没有多记"},
        "import_meaning_change": {"meaning": "-"},
        "standard_import": {"file-file": _file()}, "union_import": {"file": _file()},
        "rule_adopt": {"adopt-place": "440981"},
        "programme_set": {"programme-place": "440981"},
        "parameter_set": {"case-place": "440981"},
        "workdays_announce": {"days-document": "通知"},
        "day_move": {"to": "2010-11-13"},
        "user_add": {"username": "x"},
        "hand_over_list": {"ask-to_union_code": "x"}, "hand_over_take": {"username": "hz-reviewer"},
        "hand_over_decline": {"reason": "人手也不足"},
        "appointment_add": {"appoint-username": "x"},
        "own_password": {"old": "wrong"},
        "take_office": {"username": "gz-filer", "password": "wrong", "code": "AAAAAAAAAA"},
        "user_password": {"password": "short"},
    }  # fmt: skip
    return bodies.get(name, {})


def _round_bodies(shop: Shop) -> dict[str, Any]:
    return {
        "round_new": {
            "title": "另一批", "fund": str(shop.funds["city"]), "day": "2010-12-01",
            "area_code": "440981", "amount_0": "100",
        },
        "round_decide": {
            "version": "1", "minutes_no": "1", "met_on": "2010-11-14", "total": "1",
            "decision": "同意",
        },
        "round_roster": {"version": "1"},
        "round_release": {"version": "1"},
        "round_reconcile": {"version": "1"},
        "round_cancel": {"version": "1", "reason": "不办了"},
        "round_export": {"kind": "csv"},
        "round_answer": {"answer": _file()},
        "round_answer_take": {"version": "5"},
        "round_answer_words": {"word_0": "paid"}, "bank_word_change": {"meaning": "returned"},
        "round_return_decide": {"outcome": "restore", "reason": "退回", "version": "5"},
        "round_simulate": {"return_every": "0"},
        "round_recover": {"amount": "0.01", "reason": "重复享受", "version": "9"},
        "round_claim_book": {
            "amount": "0.01", "reference": "1", "day": "2010-11-14", "version": "9",
        },
        "round_claim_end": {
            "outcome": "write_off", "amount": "0.01", "reason": "收不回来", "version": "9",
        },
        "round_surplus": {
            "outcome": "surplus_kept", "reference": "", "reason": "不要求退还", "version": "9",
        },
    }  # fmt: skip


def _typed(act: Act) -> dict[str, str]:
    """What the form of a move needs."""
    fields = form_for(act).fields
    return {name: str(field.initial or "样例") for name, field in fields.items() if field.required}


def _file() -> SimpleUploadedFile:
    return SimpleUploadedFile("a.csv", "档案编号,姓名\n1,2\n".encode(), "text/csv")
