"""What is asked once more before a standard or a set of rules decides households anew."""

from __future__ import annotations

from base64 import b64encode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.acts.frame import tell
from bangfu.documents.row_report import fingerprint
from bangfu.eligibility.models import RuleAdoption
from bangfu.eligibility.queries import adoptions_for
from bangfu.eligibility.queries.foreseeing import foresee
from bangfu.standards.commands.import_standards import StandardsReport
from bangfu.standards.queries import StandardInForce, replaced_by

from ..access import OfficerRequest
from ..confirming import asked_once_more
from .forms import AdoptForm, ConfirmedImportForm, ImportForm

SHOWN = 100  # standards that are named one by one
FORESEE = "eligibility.foresee"


def import_form(request: OfficerRequest) -> ImportForm | ConfirmedImportForm:
    """The file as chosen, or once more from the page that asked about it."""
    if "file-packed" in request.POST:
        return ConfirmedImportForm(request.POST, prefix="file")
    return ImportForm(request.POST, request.FILES, prefix="file")


def ask_to_adopt(request: OfficerRequest, form: AdoptForm, adopted: RuleAdoption) -> HttpResponse:
    """What holds there now, what would, from which day, and for how many households.

    Args:
        adopted: not saved, or the one that says the same already.
    """
    before = adoptions_for([adopted.place], adopted.valid_from).get(adopted.place)
    detail = {"rule_set": adopted.rule_set, "valid_from": str(adopted.valid_from)}
    tell("place", adopted.place, detail, action=FORESEE)
    facts = {
        "place": adopted.place,
        "day": adopted.valid_from,
        "rules": adopted.rule_set,
        "before": before.rule_set if before else _("没有采用规则"),
    }
    text = _("%(place)s 自 %(day)s 起采用认定规则 %(rules)s，那天原来是：%(before)s。") % facts
    coming = [] if adopted.pk else [adopted]
    return asked_once_more(
        request,
        title=_("采用认定规则"),
        text=text + foresee(request.today, adoptions=coming).told(),
        yes=_("采用规则 %(rules)s，自 %(day)s 起") % facts,
        back=reverse("standard_list"),
    )


def ask_to_import(
    request: OfficerRequest, report: StandardsReport, data: bytes, name: str
) -> HttpResponse:
    """Old and new figure of each place, from which day, and for how many households."""
    tell("standards", fingerprint(data), {"created": len(report.new)}, action=FORESEE)
    lines = [
        (each, before.amount_fen if isinstance(before, StandardInForce) else None)
        for each, before in replaced_by(report.new[:SHOWN])
    ]
    shown = {
        "lines": lines,
        "count": len(report.new),
        "more": len(report.new) - len(lines),
        "same": report.counts["unchanged"],
        "rejected": report.counts["rejected"],
        "foreseen": foresee(request.today, standards=report.new).told(),
        "packed": b64encode(data).decode(),
        "name": name,
    }
    return render(request, "standards/import_confirm.html", shown)
