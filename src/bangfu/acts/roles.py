"""Which role holds which duties: said here and nowhere else.

A new role is a line of `scope.enums.Role` and a block here; pages, navigation, commands and the
reference follow. A test holds that every code is some app's duty, and every duty somebody's.
"""

from __future__ import annotations

from collections.abc import Mapping

from bangfu.scope.actors import Actor
from bangfu.scope.enums import MACHINE_ROLES, Role
from bangfu.scope.errors import NotPermitted

from .duties import Duty

#: A role that no one holds beside another on the same day: who sets up sign-ins sees no personal
#: data and moves no money. The database refuses it too (trigger `apart` on appointments).
ALONE = frozenset({Role.ADMINISTRATOR})

EVERYBODY = """
    accounts.set_password accounts.switch organisations.read_unions organisations.take_office
    reporting.read standards.read vault.keep_form vault.take_form
"""
FILES = """
    registry.read registry.find registry.read_phone vault.read
    reporting.figures reporting.figures_export reporting.export_files
    jobs.read jobs.stop jobs.fetch
"""
IMPORTING = "registry.stage registry.read_batch registry.merge registry.drop registry.export registry.fetch_back registry.explain_columns registry.change_day vault.read_many"
CASES = "casework.read casework.export casework.object"
MONEY = "funds.read rounds.read"
BANK = "rounds.send rounds.take_answer rounds.explain_words rounds.simulate_bank vault.read_many"
SETTING_UP = """
    accounts.create accounts.disable accounts.enable accounts.reset_password
    organisations.appoint organisations.end_appointment organisations.withdraw_appointment
    organisations.import_unions standards.import standards.announce
    programmes.install programmes.add_parameter eligibility.adopt casework.set_parameter
"""


def _codes(*blocks: str) -> frozenset[str]:
    return frozenset(code for block in blocks for code in block.split())


DUTIES: Mapping[Role, frozenset[str]] = {
    Role.FILER: _codes(
        EVERYBODY, FILES, IMPORTING, CASES,
        "registry.confirm registry.stop registry.record registry.confirm_account casework.submit eligibility.request",
    ),
    Role.REVIEWER: _codes(
        EVERYBODY, FILES, IMPORTING, CASES,
        "registry.confirm registry.stop registry.record registry.confirm_account",
        "casework.check casework.post casework.return casework.propose",
        "casework.answer_objection casework.settle_overlap eligibility.request",
    ),
    Role.APPROVER: _codes(
        EVERYBODY, FILES, CASES, MONEY,
        "casework.return casework.return_posted casework.approve casework.refuse casework.adjust",
        "casework.answer_objection casework.settle_overlap eligibility.request",
        "rounds.decide rounds.decide_return rounds.cancel rounds.recover rounds.end_claim funds.reverse",
    ),
    Role.FUND_OFFICER: _codes(
        EVERYBODY, FILES, MONEY, BANK,
        "funds.open funds.receive funds.propose_reversal rounds.plan rounds.lock_roster rounds.reconcile rounds.cancel rounds.book_recovered",
    ),
    Role.RELEASER: _codes(EVERYBODY, FILES, MONEY, BANK, "rounds.release"),
    Role.AUDITOR: _codes(EVERYBODY, FILES, MONEY, "casework.read casework.export reporting.read_log"),
    Role.ADMINISTRATOR: _codes(
        EVERYBODY, SETTING_UP,
        "organisations.administer organisations.move_day organisations.second_appointment",
        "organisations.hand_over organisations.take_up organisations.decline",
        "accounts.confirm_password reporting.read_log",
    ),
    Role.OPERATOR: _codes(
        IMPORTING, BANK, SETTING_UP,
        "accounts.create_lasting organisations.install reporting.figures vault.read vault.index",
        "funds.open funds.receive registry.merge_batch",
        "eligibility.assess eligibility.request eligibility.explain eligibility.export",
    ),
    Role.WORKER: _codes(
        "eligibility.assess eligibility.request reporting.figures registry.read_batch",
        "registry.merge_batch registry.forget_back registry.expire registry.close_met rounds.forget_answers jobs.run jobs.forget jobs.give_up",
        "vault.forget_forms",
    ),
}  # fmt: skip


def holders(duty: Duty | str) -> tuple[Role, ...]:
    """Who holds a duty, in the order of the enum."""
    return tuple(role for role in Role if str(duty) in DUTIES[role])


def holds(actor: Actor, duty: Duty | str) -> bool:
    return str(duty) in DUTIES[actor.role]


def require(duty: Duty, actor: Actor) -> None:
    """Raises NotPermitted unless the actor's role holds the duty; it names whom to turn to."""
    if not holds(actor, duty):
        officers = tuple(role for role in holders(duty) if role not in MACHINE_ROLES)
        raise NotPermitted(actor.role, officers or holders(duty))
