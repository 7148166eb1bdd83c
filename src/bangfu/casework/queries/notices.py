"""What casework knows of a notice: the cases on it, whom it names, the objections to it."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Count, QuerySet

from bangfu.notices.models import Notice
from bangfu.notices.rules.notice import NoticeSubject
from bangfu.registry.models import Household, HouseholdFacts
from bangfu.scope.actors import Actor

from ..models import Case, Objection


def cases_on(notice: Notice, actor: Actor) -> QuerySet[Case]:
    """The cases of a notice in its order, as far as the actor may see them."""
    rows = Case.objects.visible_to(actor).filter(notice=notice).select_related("household")
    return rows.order_by("notice_seq")


def subjects_of(cases: Collection[Case]) -> dict[int, NoticeSubject]:
    """By case id: the union's kind as it is now, name and employer by the version of the file that the case stands on."""
    versions = HouseholdFacts.objects.only("name", "employer")
    facts = versions.in_bulk({case.facts_id for case in cases})
    households = Household.objects.filter(pk__in={case.household_id for case in cases})
    kinds = dict(households.values_list("pk", "union__kind"))
    return {
        case.id: NoticeSubject(
            name=facts[case.facts_id].name or case.household.head_name,
            union_kind=kinds[case.household_id],
            employer=facts[case.facts_id].employer,
            size=case.size,
            hardship_class=case.hardship_class,
        )
        for case in cases
    }


def unanswered_on(notices: Collection[Notice]) -> dict[int, int]:
    """By notice id, how many objections wait for an answer; a notice without any is absent."""
    waiting = Objection.objects.filter(case__notice__in=notices, outcome="")
    return dict(waiting.values_list("case__notice").annotate(Count("id")))
