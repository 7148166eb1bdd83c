from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from bangfu.audit.kept_columns import KeepsColumns
from bangfu.scope.models import OwnedModel, ScopedModel, by_jurisdiction

from .enums import SecretKind


class DataKey(KeepsColumns):
    """A key wrapped by the key-encryption key, which lives outside the database."""

    purpose = models.CharField(max_length=20, db_collation="C")  # "seal" or "index:<kind>"
    version = models.IntegerField()
    wrapped = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["purpose", "version"], name="vault_datakey_once")
        ]


class Secret(KeepsColumns, ScopedModel):
    """One sealed number of a household's file.

    `id` is drawn before sealing and bound into the seal, so that a value copied to another row
    does not open. `household_ref` is the household's id; the vault knows no households.
    """

    stamped_from: ClassVar[tuple[str, str]] = ("household_ref", "registry_household")
    brings_scope: ClassVar[bool] = True
    # Each is derived from the number.
    written_again: ClassVar[tuple[str, ...]] = ("shared", "check_fits", "tail_index")

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=12, choices=SecretKind.choices, db_collation="C")
    household_ref = models.BigIntegerField()
    key_version = models.IntegerField()
    sealed = models.BinaryField()
    blind_index = models.BinaryField()
    mask = models.CharField(max_length=24)
    # Which paper an identity number is of (`kernel.papers`); "" for the resident's card and for cards.
    paper = models.CharField(max_length=16, default="", db_default="", db_collation="C")
    # Whether an account's check digit fits it; None of what is no account, and where nobody has looked yet.
    check_fits = models.BooleanField(null=True)
    # Of an identity number's last four characters, keyed by a key of its own; see `sealing.tail_index`.
    tail_index = models.BinaryField(null=True)
    # Another household's file has or had the same number: kept by the database (`guards/shared.sql`).
    shared = models.BooleanField(default=False, db_default=False)

    class Meta:
        indexes = [
            models.Index(fields=["kind", "blind_index"], name="vault_secret_index"),
            models.Index(fields=["household_ref"], name="vault_secret_household"),
            models.Index(
                fields=["tail_index"],
                condition=models.Q(tail_index__isnull=False),
                name="vault_secret_tail",
            ),
            *by_jurisdiction("secret_shared", "household_ref", where=models.Q(shared=True)),
            models.Index(
                fields=["household_ref"],
                condition=models.Q(check_fits=False),
                name="vault_secret_unfit",
            ),
        ]


class KeptForm(OwnedModel):
    """What an officer had typed and no command took: the sign-in had ended, or a page answered the form.

    Sealed for them alone, with where it was to go. `id` is drawn, for it stands in a session or an address.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sealed = models.BinaryField()
    kept_until = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["owner_id"], name="vault_keptform_owner"),
            models.Index(fields=["kept_until"], name="vault_keptform_expires"),
        ]
