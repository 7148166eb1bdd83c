"""A certificate for an office that serves its pages itself, without a web server in front."""

from __future__ import annotations

import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509

from bangfu.kernel.errors import BangfuError
from bangfu.kernel.phrases import phrase

from ..datafolder import DataFolder, replace_private

SOON = timedelta(days=30)


class CertificateUnusable(BangfuError):
    def __init__(self, certificate: Path, key: Path, reason: str) -> None:
        super().__init__(
            phrase(
                "证书 {certificate} 和私钥 {key} 不能用：{reason}。"
                "两个文件都须是 PEM 格式，私钥须与证书配套、不带口令。",
                certificate=certificate,
                key=key,
                reason=reason,
            )
        )


@dataclass(frozen=True)
class Certificate:
    """Attributes:
    names: what it may be asked by, as settings name hosts (`.example.cn` for all below it).
    until: its last moment.
    """

    file: Path
    key: Path
    names: Sequence[str]
    until: datetime


def read_certificate(file: Path, key: Path, *, now: datetime) -> Certificate:
    """Raises CertificateUnusable: no such file, no pair, over or not begun, or without a name."""
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(file, key, password=_no_password)
        read = x509.load_pem_x509_certificate(file.read_bytes())
    except (OSError, ValueError, NoPassword) as error:
        raise CertificateUnusable(file, key, _reason(error)) from None
    certificate = Certificate(file, key, _names(read), read.not_valid_after_utc)
    if certificate.until <= now:
        over = phrase("已于 {until:%Y-%m-%d} 到期", until=certificate.until)
        raise CertificateUnusable(file, key, over)
    if now < read.not_valid_before_utc:
        begins = phrase("{since:%Y-%m-%d} 起才有效", since=read.not_valid_before_utc)
        raise CertificateUnusable(file, key, begins)
    if not certificate.names:
        raise CertificateUnusable(file, key, phrase("证书里没有写网址的名称"))
    return certificate


def ends_soon(certificate: Certificate, *, now: datetime) -> str:
    """In words, within thirty days of its end; empty before."""
    if certificate.until - now > SOON:
        return ""
    return phrase(
        "证书 {file} 将于 {until:%Y-%m-%d} 到期，到期后打不开网页。请换上新的证书，再重新启动",
        file=certificate.file,
        until=certificate.until,
    )


def remember(folder: DataFolder, certificate: Certificate | None) -> None:
    """Which one is served, so that `bangfu check work` can look at it."""
    if certificate is None:
        folder.certificate_note.unlink(missing_ok=True)
        return
    named = [str(certificate.file.absolute()), str(certificate.key.absolute())]
    replace_private(folder.certificate_note, ("\n".join(named) + "\n").encode())


def findings(folder: DataFolder, *, now: datetime) -> list[str]:
    """Of the certificate that `up` served last: it ends soon, or can't be served any more."""
    if not folder.certificate_note.exists():
        return []
    file, key = map(Path, folder.certificate_note.read_text("utf-8").splitlines())
    try:
        told = ends_soon(read_certificate(file, key, now=now), now=now)
    except CertificateUnusable as error:
        return [str(error)]
    return [told] if told else []


class NoPassword(Exception):
    """A key that is locked cannot be opened at a start that nobody attends."""


def _no_password() -> str:
    raise NoPassword


def _reason(error: Exception) -> str:
    if isinstance(error, NoPassword):
        return phrase("私钥带口令")
    if isinstance(error, FileNotFoundError):
        return phrase("没有这个文件")
    if isinstance(error, PermissionError):
        return phrase("没有读这个文件的权限")
    if isinstance(error, ssl.SSLError) and error.reason == "KEY_VALUES_MISMATCH":
        return phrase("私钥与证书不配套")
    return phrase("文件不是证书或私钥")


def _names(certificate: x509.Certificate) -> list[str]:
    try:
        held = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return []
    hosts = [name.removeprefix("*") for name in held.get_values_for_type(x509.DNSName)]
    addresses = held.get_values_for_type(x509.IPAddress)
    return hosts + [f"[{each}]" if each.version == 6 else str(each) for each in addresses]
