from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What an appointment lets an officer do (requirements A5); `acts.roles` says what."""

    FILER = "filer", _("建档员")
    REVIEWER = "reviewer", _("审核员")
    APPROVER = "approver", _("审批人")
    FUND_OFFICER = "fund_officer", _("资金管理员")
    RELEASER = "releaser", _("放款人")
    AUDITOR = "auditor", _("审计员")
    ADMINISTRATOR = "administrator", _("系统管理员")
    OPERATOR = "operator", _("本机操作员")
    WORKER = "worker", _("后台任务")


#: Roles that exist on the machine alone and can never be appointed to a user.
MACHINE_ROLES = frozenset({Role.OPERATOR, Role.WORKER})
