"""The notice of determinations (认定公示): its words, and who still stands on it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from bangfu.kernel.phrases import mark
from bangfu.notices.kinds import NoticeKind
from bangfu.notices.models import Notice
from bangfu.notices.rules.notice import NoticeSubject
from bangfu.notices.rules.paper import Words
from bangfu.scope.actors import Actor

from .enums import CaseState
from .models import Case
from .queries.notices import cases_on, subjects_of

STILL_NAMED = (CaseState.POSTED, CaseState.APPROVED)
WORDS = Words(
    title=mark("{union}关于困难职工认定的公示"),
    online_title=mark("{union}帮扶对象公示"),
    list_title=mark("拟认定困难职工家庭名单"),
    announcement=mark(
        "经本人申请、基层工会入户核查、逐级审核，拟认定以下 {households} 户职工家庭为困难职工家庭，"
        "现予公示。公示期 {days} 个工作日，自 {posted_on}起至 "
        "{ends_on}止，公布当日不计入。"
    ),
)


def still_posted(notice: Notice) -> Collection[int]:
    """Places on the notice whose cases are neither decided nor returned."""
    posted = Case.objects.filter(notice=notice, state=CaseState.POSTED)
    return set(posted.values_list("notice_seq", flat=True))


def named_subjects(notice: Notice, actor: Actor) -> Mapping[int, NoticeSubject]:
    """By place on the notice; cases that were returned or refused since are left out."""
    cases = list(cases_on(notice, actor).filter(state__in=STILL_NAMED))
    subjects = subjects_of(cases)
    return {case.notice_seq or 0: subjects[case.id] for case in cases}


DETERMINATION = NoticeKind("determination", WORDS, still_posted, named_subjects)
