"""A certificate of this machine's own, so that a phone talks to the app under TLS.

Nobody vouches for it but the person: the phone's browser warns once, and the page that shows the pairing code shows the
certificate's fingerprint to compare. The key never leaves the data folder and is readable by its owner only.
"""

from __future__ import annotations

import ipaddress
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from evenstride.errors import OutputError

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

FOLDER = "tls"
#: Browsers refuse certificates that hold much longer than a year.
HOLDS = timedelta(days=397)
RENEWED_BEFORE = timedelta(days=14)
OWNER_ONLY = 0o600


@dataclass(frozen=True)
class OwnCertificate:
    """Where certificate and key lie, and the SHA-256 fingerprint as browsers show it."""

    certificate_path: Path
    key_path: Path
    fingerprint: str


def own_certificate(home: Path, addresses: tuple[str, ...]) -> OwnCertificate:
    """The certificate for these addresses: the kept one while it holds for all of them, else a new one.

    Raises
    ------
    OutputError : the data folder cannot be written to.
    """
    folder = home / FOLDER
    certificate_path, key_path = folder / "certificate.pem", folder / "key.pem"
    try:
        kept = _read(certificate_path) if key_path.exists() else None
        if kept is None or not _is_good(kept, addresses):
            kept = _write_new(folder, certificate_path, key_path, addresses)
    except OSError as error:
        raise OutputError(f"Expected to keep a certificate in {folder}, got: {error.strerror}.") from error
    return OwnCertificate(certificate_path, key_path, _fingerprint(kept))


def _read(path: Path) -> Certificate | None:
    from cryptography import x509

    try:
        return x509.load_pem_x509_certificate(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return None


def _is_good(certificate: Certificate, addresses: tuple[str, ...]) -> bool:
    from cryptography import x509

    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    known = {str(each) for each in names.get_values_for_type(x509.IPAddress)}
    return known >= set(addresses) and certificate.not_valid_after_utc - datetime.now(UTC) > RENEWED_BEFORE


def _write_new(folder: Path, certificate_path: Path, key_path: Path, addresses: tuple[str, ...]) -> Certificate:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Evenstride on this computer")])
    now = datetime.now(UTC)
    names = [x509.IPAddress(ipaddress.ip_address(address)) for address in addresses]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + HOLDS)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
    folder.mkdir(mode=0o700, exist_ok=True)
    plain = serialization.NoEncryption()
    pem = serialization.Encoding.PEM
    _write_for_owner(key_path, key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
    _write_for_owner(certificate_path, certificate.public_bytes(pem))
    return certificate


def _write_for_owner(path: Path, content: bytes) -> None:
    """Write a file that was never, not even for a moment, readable by others."""
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "wb") as file:
        file.write(content)
    part.replace(path)


def _fingerprint(certificate: Certificate) -> str:
    from cryptography.hazmat.primitives import hashes

    return certificate.fingerprint(hashes.SHA256()).hex(":").upper()
