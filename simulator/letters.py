"""Letters to our callback, signed and sealed as the platform does, and the answers opened."""

import base64
import hashlib
import secrets
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from simulator.platform import Account, Platform

_BLOCK, _HEAD = 32, 20
_PATIENCE_S, _TIMES = 5.0, 3
_NUMBERS = {"MsgId", "MsgID", "CreateTime"}
Fields = Mapping[str, "str | Fields"]


def signature_of(*parts: str) -> str:
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()  # noqa: S324 -- the platform's own


def seal(account: Account, text: str) -> str:
    """AES-256-CBC; sixteen random bytes, the length, the text and the account (§8.3)."""
    content = text.encode()
    plain = secrets.token_hex(8).encode() + len(content).to_bytes(4) + content
    plain += account.appid.encode()
    padding = _BLOCK - len(plain) % _BLOCK
    encryptor = _cipher(account).encryptor()
    sealed = encryptor.update(plain + bytes([padding]) * padding) + encryptor.finalize()
    return base64.b64encode(sealed).decode()


def unseal(account: Account, sealed: str) -> str:
    """Raises ValueError where it is not for this account."""
    decryptor = _cipher(account).decryptor()
    plain = decryptor.update(base64.b64decode(sealed)) + decryptor.finalize()
    plain = plain[: -plain[-1]]
    length = int.from_bytes(plain[16:_HEAD])
    if plain[_HEAD + length :].decode() != account.appid:
        raise ValueError("for another account")
    return plain[_HEAD : _HEAD + length].decode()


def _cipher(account: Account) -> Cipher[modes.CBC]:
    key = base64.b64decode(account.aes_key + "=")
    return Cipher(algorithms.AES(key), modes.CBC(key[:16]))


def xml_of(fields: Fields) -> str:
    """As the platform writes it: words in CDATA, numbers plain."""
    return f"<xml>{_inner(fields)}</xml>"


def _inner(fields: Fields) -> str:
    return "".join(f"<{name}>{_value(name, value)}</{name}>" for name, value in fields.items())


def _value(name: str, value: "str | Fields") -> str:
    if not isinstance(value, str):
        return _inner(value)
    return value if name in _NUMBERS else f"<![CDATA[{value.replace(']]>', '')}]]>"


class Postman:
    """Brings letters to the callback; ``address`` is empty where there is none."""

    def __init__(self, platform: Platform, address: str) -> None:
        self.platform, self.address = platform, address

    def prove(self) -> bool:
        """What the platform does when the address is entered: asks for an echo."""
        account, echo = self.platform.account, secrets.token_hex(8)
        timestamp, nonce = str(int(time.time())), secrets.token_hex(5)
        asked = {
            "signature": signature_of(account.token, timestamp, nonce),
            "timestamp": timestamp,
            "nonce": nonce,
            "echostr": echo,
        }
        return _ask(f"{self.address}?{urlencode(asked)}") == echo

    def tell(self, openid: str, kind: str, *, after_s: float = 0.0, **fields: str | Fields) -> None:
        """An event or a message, from a thread of its own: the phone does not wait for it."""
        if self.address:
            bring = threading.Timer(
                after_s, self.bring, (openid, self.letter(openid, kind, **fields))
            )
            bring.daemon = True
            bring.start()

    def letter(self, openid: str, kind: str, **fields: str | Fields) -> Fields:
        return {
            "ToUserName": self.platform.account.name,
            "FromUserName": openid,
            "CreateTime": str(int(time.time())),
            "MsgType": kind,
            **fields,
        }

    def bring(self, openid: str, letter: Fields) -> str:
        """Asks three times and keeps the answer on the phone; returns what came back."""
        body, query = self.sealed(openid, letter)
        for _ in range(_TIMES):
            try:
                answer = _ask(f"{self.address}?{query}", body)
            except (urllib.error.URLError, OSError):
                continue
            words = self._answer(answer)
            if words:
                self.platform.keep("公众号", openid, words)
            return words
        return ""

    def sealed(self, openid: str, letter: Fields) -> tuple[bytes, str]:
        """The body and the query of a letter."""
        account = self.platform.account
        encrypted = seal(account, xml_of(letter))
        timestamp, nonce = str(int(time.time())), secrets.token_hex(5)
        query = urlencode(
            {
                "signature": signature_of(account.token, timestamp, nonce),
                "timestamp": timestamp,
                "nonce": nonce,
                "openid": openid,
                "encrypt_type": "aes",
                "msg_signature": signature_of(account.token, timestamp, nonce, encrypted),
            }
        )
        return xml_of({"ToUserName": account.name, "Encrypt": encrypted}).encode(), query

    def _answer(self, body: str) -> str:
        """The words of a sealed text; empty for "success" and for what the platform refuses."""
        if body in {"", "success"}:
            return ""
        account = self.platform.account
        outer = {part.tag: part.text or "" for part in ET.fromstring(body)}  # noqa: S314 -- our own server's
        expected = signature_of(account.token, outer["TimeStamp"], outer["Nonce"], outer["Encrypt"])
        if outer["MsgSignature"] != expected:
            return ""
        inner = ET.fromstring(unseal(account, outer["Encrypt"]))  # noqa: S314 -- likewise
        return inner.findtext("Content", "")


def _ask(address: str, body: bytes | None = None) -> str:
    request = urllib.request.Request(address, body, {"Content-Type": "text/xml"})  # noqa: S310 -- given at the start
    with urllib.request.urlopen(request, timeout=_PATIENCE_S) as answer:  # noqa: S310 -- likewise
        return str(answer.read().decode())
