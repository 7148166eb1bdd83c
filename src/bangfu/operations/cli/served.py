"""Where `bangfu up` serves its pages: plainly on this machine alone, or with a certificate to others."""

from __future__ import annotations

import http.client
import ipaddress
import os
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime

from bangfu.kernel.errors import BangfuError
from bangfu.kernel.phrases import phrase

from .certificates import Certificate, read_certificate
from .parsing import Options

LOOPBACK = "127.0.0.1"
EVERYWHERE = "0.0.0.0"
ANSWERS_WITHIN = 5.0  # seconds a request; it is asked again


class CertificateHalfGiven(BangfuError):
    def __init__(self) -> None:
        super().__init__(phrase("--certificate 和 --key 须同时给出。"))


class PlainToOthers(BangfuError):
    """Passwords and files of families would cross the network for everybody to read."""

    def __init__(self, address: str) -> None:
        super().__init__(
            phrase(
                "没有证书，不能在 {address} 上提供网页：密码和档案会在网上明文传送。"
                "请加上 --certificate 和 --key，或只在本机（{loopback}）使用。",
                address=address,
                loopback=LOOPBACK,
            )
        )


@dataclass(frozen=True)
class Served:
    """An address of this machine (IPv4), its port, and what is shown to browsers there."""

    address: str
    port: int
    certificate: Certificate | None = None

    @property
    def url(self) -> str:
        if self.certificate is None:
            return f"http://{self.address}:{self.port}"
        whole = (each for each in self.certificate.names if not each.startswith("."))
        name = next(whole, self.address)  # of a wildcard any name below it would do
        return f"https://{name}" if self.port == 443 else f"https://{name}:{self.port}"

    def answers(self, host: str) -> bool:
        """Whether a page comes, asked for by that name."""
        asking = self._asking()
        try:
            asking.request("HEAD", "/", headers={"Host": host})
            asking.getresponse()
        except (OSError, http.client.HTTPException):
            return False
        finally:
            asking.close()
        return True

    def _asking(self) -> http.client.HTTPConnection:
        """To ourselves: the certificate is for others, and names no address of this machine."""
        near = LOOPBACK if self.address == EVERYWHERE else self.address
        if self.certificate is None:
            return http.client.HTTPConnection(near, self.port, timeout=ANSWERS_WITHIN)
        trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        return http.client.HTTPSConnection(
            near, self.port, timeout=ANSWERS_WITHIN, context=trusting
        )


def served_as(options: Options) -> Served:
    """By the options of `bangfu up`; settings are told of the certificate by the surroundings.

    Raises CertificateHalfGiven, CertificateUnusable, PlainToOthers.
    """
    if (options.certificate is None) != (options.key is None):
        raise CertificateHalfGiven
    if options.certificate is None:
        address = options.address or LOOPBACK
        if not ipaddress.ip_address(address).is_loopback:
            raise PlainToOthers(address)
        return Served(address, options.port)
    certificate = read_certificate(options.certificate, options.key, now=datetime.now(UTC))
    os.environ["BANGFU_TLS"] = "own"
    os.environ.setdefault("BANGFU_HOSTS", ",".join(certificate.names))
    return Served(options.address or EVERYWHERE, options.port, certificate)
