from django.db import models


class Role(models.TextChoices):
    """What an appointment lets an officer do (requirements A5); `web.routes` says where."""

    FILER = "filer", "建档员"
    REVIEWER = "reviewer", "审核员"
    APPROVER = "approver", "审批人"
    FUND_OFFICER = "fund_officer", "资金管理员"
    RELEASER = "releaser", "放款人"
    AUDITOR = "auditor", "审计员"
    ADMINISTRATOR = "administrator", "系统管理员"
    OPERATOR = "operator", "本机操作员"
    WORKER = "worker", "后台任务"


#: Roles that exist on the machine alone and can never be appointed to a user.
MACHINE_ROLES = frozenset({Role.OPERATOR, Role.WORKER})
