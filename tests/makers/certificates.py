"""Certificates that nobody but a test trusts, made as it runs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

BEGINS = datetime(2000, 1, 1, tzinfo=UTC)
FORMATS = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8


def certificate_in(
    folder: Path,
    *,
    begins: datetime = BEGINS,
    years: int = 100,
    named: bool = True,
    password: bytes = b"",
) -> tuple[Path, Path]:
    """Files of a certificate for 127.0.0.1 and of its key.

    Args:
        begins: its first moment.
        years: of 365 days from then on.
        named: whether it says what it is for.
        password: that locks the key.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "bangfu test")])
    until = begins + timedelta(days=365 * years)
    making = x509.CertificateBuilder(name, name, key.public_key(), 1, begins, until)
    making = making.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    if named:
        names = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
        making = making.add_extension(names, critical=False)
    locked = (
        serialization.BestAvailableEncryption(password)
        if password
        else serialization.NoEncryption()
    )
    certificate, secret = folder / "certificate.pem", folder / "key.pem"
    certificate.write_bytes(making.sign(key, hashes.SHA256()).public_bytes(FORMATS[0]))
    secret.write_bytes(key.private_bytes(*FORMATS, locked))
    return certificate, secret
