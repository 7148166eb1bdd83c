from django.db import models

from bangfu.audit.append_only import AppendOnly


class Event(AppendOnly):
    """One move of a thing through its states: who, in which duty, on which day, and why.

    `duty` is what a guard compares: of one subject nobody has two duties that are kept apart.
    """

    from_state = models.CharField(max_length=12, default="", db_collation="C")
    to_state = models.CharField(max_length=12, db_collation="C")
    duty = models.CharField(max_length=60, db_collation="C")
    day = models.DateField()
    at = models.DateTimeField(db_default=models.functions.Now())
    by_user_id = models.BigIntegerField(null=True)  # None: the machine
    by_name = models.CharField(max_length=80)
    reason = models.CharField("理由", max_length=400, default="")

    class Meta:
        abstract = True
