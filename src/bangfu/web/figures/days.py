"""Which day the figures are of."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.utils.translation import gettext as _

from ..access import OfficerRequest
from .forms import DayOfFigures


def asked_day(request: OfficerRequest) -> date:
    """The day asked for by `?on=`, else today."""
    today: date = request.today
    return DayOfFigures(request.GET).day() or today


def told_day(request: OfficerRequest) -> date:
    """The same for a page, which says so where what was asked for is no day."""
    if DayOfFigures(request.GET).errors:
        messages.warning(request, _("所填的不是日期，下面是今天的数字。"))
    return asked_day(request)
