"""Seal and index numbers. Opening is `commands.reveal_secret`, which logs."""

from __future__ import annotations

import hmac
import os
from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .enums import SecretKind
from .errors import SealBroken
from .keys import current_seal_key, index_key, seal_key, tail_key

NONCE = 12
TAIL = 4  # characters of an identity number that it is found by
TAIL_BYTES = 16


class Sealed(NamedTuple):
    """What the database keeps of a number."""

    key_version: int
    sealed: bytes
    blind_index: bytes


def blind_index(kind: SecretKind, number: str) -> bytes:
    """A keyed digest by which equal numbers are found without being known; 32 bytes."""
    return hmac.digest(index_key(kind), number.encode(), sha256)


def blind_indexes(kind: SecretKind, numbers: Sequence[str]) -> list[bytes]:
    keyed = hmac.new(index_key(kind), digestmod=sha256)  # once: making it costs as much as a number
    return [_digest(keyed.copy(), number) for number in numbers]


def tail_index(number: str) -> bytes:
    """A keyed digest of the last four characters: one in ten thousand numbers has the same."""
    return hmac.digest(tail_key(), number[-TAIL:].encode(), sha256)[:TAIL_BYTES]


def _digest(keyed: hmac.HMAC, number: str) -> bytes:
    keyed.update(number.encode())
    return keyed.digest()


def seal_many(kind: SecretKind, numbers: Sequence[tuple[int, str]]) -> list[Sealed]:
    """Seal (secret id, number) pairs with one key look-up; same order."""
    version, key = current_seal_key()
    cipher, indexes = AESGCM(key), blind_indexes(kind, [number for _, number in numbers])
    return [
        Sealed(version, _sealed(cipher, number, _bound_to(kind, secret_id, version)), index)
        for (secret_id, number), index in zip(numbers, indexes, strict=True)
    ]


def open_sealed(kind: SecretKind, secret_id: int, version: int, sealed: bytes) -> str:
    """The number itself. Only `vault.commands` may call this (held by an architecture test).

    Raises:
        SealBroken: the value was not sealed for this row.
    """
    cipher = AESGCM(seal_key(version))
    try:
        bound = _bound_to(kind, secret_id, version)
        return cipher.decrypt(sealed[:NONCE], sealed[NONCE:], bound).decode()
    except InvalidTag:
        raise SealBroken(secret_id) from None


def seal_fits(kind: SecretKind, secret_id: int, version: int, sealed: bytes, index: bytes) -> bool:
    """Whether it was sealed for this row, and its index drawn from the number in it, which nobody is told."""
    try:
        return blind_index(kind, open_sealed(kind, secret_id, version, sealed)) == index
    except SealBroken:
        return False


def seal_blob(name: str, blob: bytes) -> bytes:
    """Seal a whole upload while it waits for its background job."""
    version, key = current_seal_key()
    nonce = os.urandom(NONCE)
    return version.to_bytes(4, "big") + nonce + AESGCM(key).encrypt(nonce, blob, name.encode())


def open_blob(name: str, sealed: bytes) -> bytes:
    key = seal_key(int.from_bytes(sealed[:4], "big"))
    nonce, body = sealed[4 : 4 + NONCE], sealed[4 + NONCE :]
    try:
        return AESGCM(key).decrypt(nonce, body, name.encode())
    except InvalidTag:
        raise SealBroken(0) from None


def _sealed(cipher: AESGCM, number: str, bound: bytes) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + cipher.encrypt(nonce, number.encode(), bound)


def _bound_to(kind: SecretKind, secret_id: int, version: int) -> bytes:
    return f"vault_secret|{kind}|{secret_id}|{version}".encode()
