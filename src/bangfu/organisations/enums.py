from django.db import models


class UnionKind(models.TextChoices):
    """类别 of the union form; a 产业工会 also sees its 系统 across its parent's territory."""

    PROVINCE = "省总工会", "省总工会"
    CITY = "市总工会", "市总工会"
    COUNTY = "县级总工会", "县级总工会"
    INDUSTRY = "产业工会", "产业工会"
    STREET = "街道工会", "街道工会"
    GRASSROOTS = "基层工会", "基层工会"
    OTHER = "其他工会", "其他工会"
