"""`python -m demo.authority FOLDER NAME…`: certificates for a demo on the local network.

The authority is made once and may only vouch for private addresses and local names, so that a
phone that trusts it is not exposed anywhere else.
"""

import datetime as dt
import os
import sys
from collections.abc import Iterable
from ipaddress import IPv4Network, ip_address, ip_network
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

PRIVATE = ("10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16")
LOCAL_NAMES = ("localhost", "local", "lan", "home", "internal")
AUTHORITY_DAYS, SITE_DAYS = 3650, 397  # phones refuse a site's certificate of over 398 days
RENEW_DAYS = 30
_CURVE = ec.SECP256R1()


def main(arguments: list[str]) -> int:
    folder, names = Path(arguments[0]), tuple(dict.fromkeys(arguments[1:]))
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    had_one = (folder / "authority.pem").exists()
    if prepare(folder, names, dt.datetime.now(dt.UTC)) and had_one:
        print("已生成新的根证书：以前信任过本演示的手机需要重新安装一次")
    return 0


def prepare(folder: Path, names: tuple[str, ...], now: dt.datetime) -> bool:
    """Make what is missing or ends soon; True when the authority itself is a new one."""
    is_new = not _covers(folder / "authority.pem", names, now)
    if is_new:
        _make_authority(folder, names, now)
    if is_new or not _serves(folder / "site.pem", names, now):
        _make_site(folder, names, now)
    return is_new


def _make_authority(folder: Path, names: Iterable[str], now: dt.datetime) -> None:
    key = ec.generate_private_key(_CURVE)
    name = _named(f"联防演示根证书 {now:%Y-%m-%d}")
    builder = (
        _builder(name, name, key, now, AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.NameConstraints(_permitted(names), None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    _write_key(folder / "authority.key", key)
    _write(folder / "authority.pem", builder.sign(key, hashes.SHA256()))


def _make_site(folder: Path, names: Iterable[str], now: dt.datetime) -> None:
    authority = x509.load_pem_x509_certificate((folder / "authority.pem").read_bytes())
    loaded = serialization.load_pem_private_key((folder / "authority.key").read_bytes(), None)
    if not isinstance(loaded, ec.EllipticCurvePrivateKey):
        raise TypeError("authority.key")
    key = ec.generate_private_key(_CURVE)
    builder = (
        _builder(_named("联防演示"), authority.subject, key, now, SITE_DAYS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(_alternatives(names)), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(loaded.public_key()), critical=False
        )
    )
    _write_key(folder / "site.key", key)
    _write(folder / "site.pem", builder.sign(loaded, hashes.SHA256()))


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    now: dt.datetime,
    days: int,
) -> x509.CertificateBuilder:
    """A day early: the clock of a phone may be behind."""
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=days - 1))
    )


def _named(words: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, words)])


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _address(name: str) -> IPv4Network | None:
    try:
        address = ip_address(name)
    except ValueError:
        return None
    return ip_network(f"{address}/32") if address.version == 4 else None


def _alternatives(names: Iterable[str]) -> list[x509.GeneralName]:
    return [
        x509.IPAddress(address.network_address)
        if (address := _address(name))
        else x509.DNSName(name)
        for name in names
    ]


def _permitted(names: Iterable[str]) -> list[x509.GeneralName]:
    """Private networks, local names, and what else this machine is called."""
    networks = [IPv4Network(network) for network in PRIVATE]
    words = list(LOCAL_NAMES)
    for name in names:
        address = _address(name)
        if address and not any(address.subnet_of(network) for network in networks):
            networks.append(address)
        elif not address and name.rpartition(".")[2] not in LOCAL_NAMES:
            words.append(name)
    return [*(x509.IPAddress(network) for network in networks), *map(x509.DNSName, words)]


def _covers(file: Path, names: Iterable[str], now: dt.datetime) -> bool:
    """The authority is there, lives on and may vouch for all these names."""
    certificate = _read(file)
    if certificate is None or not (file.parent / "authority.key").exists():
        return False
    held = certificate.extensions.get_extension_for_class(x509.NameConstraints).value
    permitted = held.permitted_subtrees or []
    missing = [one for one in _permitted(names) if one not in permitted]
    return not missing and _lives_on(certificate, now)


def _serves(file: Path, names: Iterable[str], now: dt.datetime) -> bool:
    certificate = _read(file)
    if certificate is None or not (file.parent / "site.key").exists():
        return False
    held = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return set(_alternatives(names)) <= set(held) and _lives_on(certificate, now)


def _read(file: Path) -> x509.Certificate | None:
    return x509.load_pem_x509_certificate(file.read_bytes()) if file.exists() else None


def _lives_on(certificate: x509.Certificate, now: dt.datetime) -> bool:
    return certificate.not_valid_after_utc - now > dt.timedelta(days=RENEW_DAYS)


def _write(file: Path, certificate: x509.Certificate) -> None:
    file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))


def _write_key(file: Path, key: ec.EllipticCurvePrivateKey) -> None:
    """Nobody else on this machine may read it."""
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file.unlink(missing_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(pem)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
