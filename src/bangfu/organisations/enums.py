from django.db import models
from django.utils.translation import gettext_lazy as _


class UnionKind(models.TextChoices):
    """类别 of the union form; a 产业工会 also sees its 系统 across its parent's territory."""

    PROVINCE = "省总工会", _("省总工会")
    CITY = "市总工会", _("市总工会")
    COUNTY = "县级总工会", _("县级总工会")
    INDUSTRY = "产业工会", _("产业工会")
    STREET = "街道工会", _("街道工会")
    GRASSROOTS = "基层工会", _("基层工会")
    OTHER = "其他工会", _("其他工会")
