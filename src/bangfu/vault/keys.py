"""Where keys come from: a file outside the database wraps the keys inside it.

A hardware module would stand in `key_encryption_key` alone.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from .enums import SecretKind
from .errors import VaultKeyMissing
from .models import DataKey

NONCE = 12
KEY_BYTES = 32
TAIL = "index:id_tail"


def key_encryption_key() -> bytes:
    """Raises VaultKeyMissing when the key file is absent or not 32 bytes."""
    path = Path(settings.VAULT_KEY_FILE)
    if not path.exists():
        raise VaultKeyMissing
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise VaultKeyMissing
    return key


def current_seal_key() -> tuple[int, bytes]:
    return _current("seal", _database())


def seal_key(version: int) -> bytes:
    return _key("seal", version, _database())


def index_key(kind: SecretKind) -> bytes:
    """Index keys do not rotate with seal keys: equal numbers must keep equal indexes."""
    return _current(f"index:{kind}", _database())[1]


def tail_key() -> bytes:
    """Apart from the key of whole numbers, and as lasting."""
    return _current(TAIL, _database())[1]


def ensure_keys() -> None:
    """Make the keys that the vault lacks; run after migrating."""
    for purpose in ("seal", *(f"index:{kind}" for kind in SecretKind), TAIL):
        if not DataKey.objects.filter(purpose=purpose).exists():
            wrapped = _wrap(purpose, 1, os.urandom(KEY_BYTES))
            DataKey.objects.create(purpose=purpose, version=1, wrapped=wrapped)
    forget()


def forget() -> None:
    """Drop keys held in memory, after a rotation or when the database is another one."""
    _current.cache_clear()
    _key.cache_clear()


def _database() -> str:
    return str(DataKey.objects.db) + str(settings.DATABASES["default"]["NAME"])


@lru_cache(maxsize=16)
def _current(purpose: str, database: str) -> tuple[int, bytes]:
    newest = DataKey.objects.filter(purpose=purpose).order_by("-version").first()
    if newest is None:
        raise VaultKeyMissing
    return newest.version, _unwrap(purpose, newest.version, bytes(newest.wrapped))


@lru_cache(maxsize=16)
def _key(purpose: str, version: int, database: str) -> bytes:
    data_key = DataKey.objects.filter(purpose=purpose, version=version).first()
    if data_key is None:
        raise VaultKeyMissing
    return _unwrap(purpose, version, bytes(data_key.wrapped))


def _wrap(purpose: str, version: int, key: bytes) -> bytes:
    nonce = os.urandom(NONCE)
    bound = f"{purpose}|{version}".encode()
    return nonce + AESGCM(key_encryption_key()).encrypt(nonce, key, bound)


def _unwrap(purpose: str, version: int, wrapped: bytes) -> bytes:
    bound = f"{purpose}|{version}".encode()
    try:
        return AESGCM(key_encryption_key()).decrypt(wrapped[:NONCE], wrapped[NONCE:], bound)
    except InvalidTag:
        raise VaultKeyMissing from None
