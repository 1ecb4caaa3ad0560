"""TLS: whose certificates are believed, what is wrong with one that is not, and until when one is valid."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# X509_V_ERR_… of OpenSSL's x509_vfy.h
_STATUS = {
    9: "certificate_not_yet_valid",
    10: "certificate_expired",
    18: "certificate_self_signed",
    19: "certificate_self_signed",
    2: "certificate_chain_incomplete",
    20: "certificate_chain_incomplete",
    21: "certificate_chain_incomplete",
    62: "certificate_other_name",
    64: "certificate_other_name",
}


def believing(ca_file: Path | None) -> ssl.SSLContext:
    """Believes who the system believes, and whom the certificates of a file have signed.

    Raises:
        OSError: the file cannot be read, or holds no certificate.
    """
    context = ssl.create_default_context()
    if ca_file is not None:
        context.load_verify_locations(ca_file)
    return context


def believing_all() -> ssl.SSLContext:
    """Only for looking at a certificate that is not believed: nothing is sent over it."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def status(error: ssl.SSLError) -> str:
    """What is wrong, as a status of :class:`probes.services.values.Answer`."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return _STATUS.get(error.verify_code, "certificate_not_valid")
    return "no_tls"


def not_after(peer: ssl.SSLObject) -> int | None:
    """Until when the peer's certificate is valid, epoch ms; also of one that is not believed."""
    certificate = peer.getpeercert()
    if certificate and "notAfter" in certificate:
        return ssl.cert_time_to_seconds(str(certificate["notAfter"])) * 1000
    octets = peer.getpeercert(binary_form=True)
    if not octets:
        return None
    from cryptography.x509 import load_der_x509_certificate

    try:
        return round(load_der_x509_certificate(octets).not_valid_after_utc.timestamp() * 1000)
    except ValueError:
        return None  # OpenSSL took it for a certificate, but it is a malformed one
