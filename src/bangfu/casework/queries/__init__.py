"""Reads: lists of cases, what may be submitted, what an officer may do, notices, deciding again."""

from ..rules.submitting import tally
from .adjustments import ChangedFile, Proposal, changed_files, changes_of, proposals_of
from .candidates import (
    ReasonLeft,
    candidates_summary,
    count_submittable,
    may_be_submitted,
    reasons_left,
    submittable,
)
from .cases import (
    Timing,
    approved_households,
    case_of,
    case_page,
    cases_in,
    cases_of_file,
    cases_of_household,
    cases_of_households,
    cases_with,
    moves_of,
    objection_of,
    objections_to,
    summary_of,
    tab_before,
    tab_counts,
    timeline,
    timing,
    told_timeline,
    versions_of,
    waits_for,
    with_open_objections,
)
from .classes import moved_among
from .glance import Summary
from .limits import limits_at, limits_of
from .listed import submittable_page
from .narrowing import Narrowing
from .notices import cases_on, unanswered_on
from .offers import Offer, bulk_offers, may_answer, may_submit, offers, reason_needed, review_offers
from .overlaps import settlements_of, standing_overlaps
from .parameters import case_parameters, parameter_in_force, parameters_set, review_terms
from .postings import CasePosting, posting_of
from .replaying import Replay, replay
from .reviews import ReviewLine, review_counts, review_page, review_to_do, reviews
from .settling import open_overlaps
from .standing import facts_now, is_live
from .work import WaitingWork, work_list

__all__ = [
    "CasePosting",
    "ChangedFile",
    "Narrowing",
    "Offer",
    "Proposal",
    "ReasonLeft",
    "Replay",
    "ReviewLine",
    "Summary",
    "Timing",
    "WaitingWork",
    "approved_households",
    "bulk_offers",
    "candidates_summary",
    "case_of",
    "case_page",
    "case_parameters",
    "cases_in",
    "cases_of_file",
    "cases_of_household",
    "cases_of_households",
    "cases_on",
    "cases_with",
    "changed_files",
    "changes_of",
    "count_submittable",
    "facts_now",
    "is_live",
    "limits_at",
    "limits_of",
    "may_answer",
    "may_be_submitted",
    "may_submit",
    "moved_among",
    "moves_of",
    "objection_of",
    "objections_to",
    "offers",
    "open_overlaps",
    "parameter_in_force",
    "parameters_set",
    "posting_of",
    "proposals_of",
    "reason_needed",
    "reasons_left",
    "replay",
    "review_counts",
    "review_offers",
    "review_page",
    "review_terms",
    "review_to_do",
    "reviews",
    "settlements_of",
    "standing_overlaps",
    "submittable",
    "submittable_page",
    "summary_of",
    "tab_before",
    "tab_counts",
    "tally",
    "timeline",
    "timing",
    "told_timeline",
    "unanswered_on",
    "versions_of",
    "waits_for",
    "with_open_objections",
    "work_list",
]
