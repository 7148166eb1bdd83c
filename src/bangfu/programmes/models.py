from django.db import models

from bangfu.audit.append_only import AppendOnly
from bangfu.audit.kept_columns import KeepsColumns

from .enums import Parameter


class Programme(KeepsColumns):
    code = models.CharField(max_length=30, unique=True, db_collation="C")
    name = models.CharField("项目", max_length=40)

    class Meta:
        verbose_name = "帮扶项目"

    def __str__(self) -> str:
        return self.name


class ProgrammeParameter(AppendOnly):
    """A value of a programme at a place from a day on: fen for a ceiling, a number for times, 1..12 for
    a month.
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="parameters")
    place = models.CharField("行政区划代码", max_length=6, db_collation="C")
    name = models.CharField(max_length=40, db_collation="C")  # programmes.enums.Parameter
    value = models.BigIntegerField()
    valid_from = models.DateField()
    source = models.CharField("依据", max_length=200)
    recorded_at = models.DateTimeField(db_default=models.functions.Now())

    @property
    def label(self) -> str:
        return str(Parameter(self.name).label)

    @property
    def is_money(self) -> bool:
        """Else the value is a month, 1..12, or a number of times."""
        return self.name in (Parameter.PER_TIME, Parameter.PER_YEAR)

    @property
    def is_month(self) -> bool:
        return self.name == Parameter.SEASON
