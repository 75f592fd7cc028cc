"""All cryptography: sealing personal data, blind indexes, and the algorithm id in every result.

``intl`` is AES-256-GCM with HMAC-SHA256, ``gm`` is SM4-GCM with HMAC-SM3 (GB/T 39786).
"""

import base64
import os
from functools import cache, lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.signals import setting_changed
from nacl.signing import SigningKey

_NONCE, _TAG = 12, 16
_KEY_BYTES = {"a1": 32, "g1": 16}
_SUITE = {"intl": "a1", "gm": "g1"}


class Tampered(Exception):
    """A sealed value does not open: wrong key, wrong purpose or changed bytes."""


@cache
def _chosen() -> tuple[str, str]:
    """The suite and the secret; asked for with every value, so read once."""
    return settings.CRYPTO_SUITE, settings.CRYPTO_SECRET


def _choose_again(**_: object) -> None:
    _chosen.cache_clear()


setting_changed.connect(_choose_again)


@cache
def _key(secret: str, purpose: str, length: int) -> bytes:
    derive = HKDF(hashes.SHA256(), length, salt=None, info=f"lianfang:{purpose}".encode())
    return derive.derive(secret.encode())


class _Sm4Gcm:
    """SM4-GCM with the interface of ``AESGCM``."""

    def __init__(self, key: bytes) -> None:
        self.key = key

    def encrypt(self, nonce: bytes, content: bytes, purpose: bytes) -> bytes:
        encryptor = Cipher(algorithms.SM4(self.key), modes.GCM(nonce)).encryptor()
        encryptor.authenticate_additional_data(purpose)
        return encryptor.update(content) + encryptor.finalize() + encryptor.tag

    def decrypt(self, nonce: bytes, sealed: bytes, purpose: bytes) -> bytes:
        body, tag = sealed[:-_TAG], sealed[-_TAG:]
        decryptor = Cipher(algorithms.SM4(self.key), modes.GCM(nonce, tag)).decryptor()
        decryptor.authenticate_additional_data(purpose)
        return decryptor.update(body) + decryptor.finalize()


@cache
def _cipher(secret: str, algorithm: str, purpose: str) -> AESGCM | _Sm4Gcm:
    """Kept, because setting up a key costs more than a short text."""
    key = _key(secret, f"seal:{purpose}", _KEY_BYTES[algorithm])
    return AESGCM(key) if algorithm == "a1" else _Sm4Gcm(key)


def seal(text: str, purpose: str) -> str:
    """``<algorithm>:<base64 of nonce, ciphertext, tag>``, different each time."""
    algorithm, _, raw = seal_bytes(text.encode(), purpose).partition(b":")
    return f"{algorithm.decode()}:{base64.b64encode(raw).decode()}"


def unseal(sealed: str, purpose: str) -> str:
    """The text again; raises Tampered. Opens what either suite sealed."""
    algorithm, _, packed = sealed.partition(":")
    try:
        raw = base64.b64decode(packed, validate=True)
    except ValueError as error:
        raise Tampered(purpose) from error
    return unseal_bytes(algorithm.encode() + b":" + raw, purpose).decode()


def seal_bytes(content: bytes, purpose: str) -> bytes:
    """``<algorithm>:`` and nonce, ciphertext and tag as they are, for files."""
    suite, secret = _chosen()
    algorithm, nonce = _SUITE[suite], os.urandom(_NONCE)
    cipher = _cipher(secret, algorithm, purpose)
    return algorithm.encode() + b":" + nonce + cipher.encrypt(nonce, content, purpose.encode())


def unseal_bytes(sealed: bytes, purpose: str) -> bytes:
    """The content again; raises Tampered."""
    algorithm, _, raw = sealed.partition(b":")
    try:
        cipher = _cipher(_chosen()[1], algorithm.decode(), purpose)
        return cipher.decrypt(raw[:_NONCE], raw[_NONCE:], purpose.encode())
    except Exception as error:
        raise Tampered(purpose) from error


def blind(text: str, purpose: str) -> str:
    """A keyed fingerprint to search sealed values by: 32 hex digits, the same for the same text."""
    suite, secret = _chosen()
    algorithm = hashes.SHA256() if suite == "intl" else hashes.SM3()
    mac = hmac.HMAC(_key(secret, f"blind:{purpose}", 32), algorithm)
    mac.update(text.encode())
    return mac.finalize().hex()[:32]


@lru_cache(maxsize=16)
def _signer(seed: bytes) -> SigningKey:
    return SigningKey(seed)


def sign_ed25519(seed: bytes, content: bytes) -> bytes:
    """64 bytes (RFC 8032); libsodium takes half the time of OpenSSL."""
    return bytes(_signer(seed).sign(content).signature)


def is_signed_by(public: bytes, text: str, signature: bytes) -> bool:
    """Whether a browser's key (ECDSA on P-256 with SHA-256, r and s joined) signed ``text``."""
    half = len(signature) // 2
    r, s = int.from_bytes(signature[:half]), int.from_bytes(signature[half:])
    try:
        key = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), public)
        key.verify(encode_dss_signature(r, s), text.encode(), ECDSA(hashes.SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True
