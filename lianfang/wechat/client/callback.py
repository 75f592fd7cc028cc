"""What the platform sends us: signed and sealed letters, opened with wechatpy's cipher (§8.3)."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from xml.parsers.expat import ExpatError

from django.conf import settings
from wechatpy import parse_message
from wechatpy.crypto import PrpCrypto, WeChatCrypto
from wechatpy.replies import TextReply
from wechatpy.utils import WeChatSigner

from lianfang.wechat.errors import BadSignature

FRESH_S = 300
_BLOCK = 32
_SIZE = 64 * 1024  # far above anything the platform sends


@dataclass(frozen=True)
class Sealed:
    """A letter as it came."""

    signature: str
    timestamp: str
    nonce: str
    body: bytes


@dataclass(frozen=True)
class Letter:
    """What a follower did or wrote; ``key`` is the same when the platform sends it again."""

    kind: str  # text, subscribe, unsubscribe, click, view, templatesendjobfinish, …
    openid: str
    account: str
    key: str
    nonce: str
    words: str = ""
    sendings: tuple[tuple[str, str], ...] = ()  # number of a message and how it ended


class _Envelope(PrpCrypto):  # type: ignore[misc]  # the library has no types
    """The library takes any padding and a random string that can be guessed."""

    def get_random_string(self) -> str:
        return secrets.token_hex(8)

    def _decrypt(self, text: str, _id: str, exception: type[Exception] | None = None) -> str:
        plain = self.cipher.decrypt(base64.b64decode(text, validate=True))
        padding = plain[-1] if plain else 0
        if not 1 <= padding <= _BLOCK or plain[-padding:] != bytes([padding]) * padding:
            raise BadSignature
        return str(super()._decrypt(text, _id, exception))


def echo_of(asked: Mapping[str, str], *, now_s: float) -> str:
    """What proves to the platform that the address is ours. Raises BadSignature."""
    timestamp, nonce = asked.get("timestamp", ""), asked.get("nonce", "")
    _check(asked.get("signature", ""), timestamp, nonce)
    _check_fresh(timestamp, now_s)
    return asked.get("echostr", "")


def open_letter(sealed: Sealed, *, now_s: float) -> Letter:
    """Raises BadSignature for whatever is not the platform's, old, or for another account."""
    if len(sealed.body) > _SIZE:
        raise BadSignature
    try:
        encrypted = _encrypted_part(sealed.body)
        _check(sealed.signature, sealed.timestamp, sealed.nonce, encrypted)
        _check_fresh(sealed.timestamp, now_s)
        crypto = _crypto()
        text = _Envelope(crypto.key).decrypt(encrypted, settings.WECHAT_APPID)
        return _read(text, f"{sealed.timestamp}|{sealed.nonce}")
    except BadSignature:
        raise
    except Exception as error:  # a stranger's bytes break the library in many places
        raise BadSignature from error


def sealed_reply(letter: Letter, words: str, *, now_s: float) -> str:
    """A text back to the follower, as XML that only the platform can read."""
    reply = TextReply(
        source=letter.account, target=letter.openid, content=words, time=int(now_s)
    ).render()
    nonce = secrets.token_hex(8)
    return str(_crypto()._encrypt_message(reply, nonce, str(int(now_s)), _Envelope))


def _crypto() -> WeChatCrypto:
    return WeChatCrypto(settings.WECHAT_TOKEN, settings.WECHAT_AES_KEY, settings.WECHAT_APPID)


def _encrypted_part(body: bytes) -> str:
    """The library's own reader: entities are refused."""
    import xmltodict  # noqa: PLC0415 -- slow import

    return str(xmltodict.parse(body)["xml"]["Encrypt"])


def _check(signature: str, *parts: str) -> None:
    if not settings.WECHAT_TOKEN:
        raise BadSignature
    signer = WeChatSigner()
    signer.add_data(settings.WECHAT_TOKEN, *parts)
    if not hmac.compare_digest(signer.signature.encode(), signature.encode()):
        raise BadSignature


def _check_fresh(timestamp: str, now_s: float) -> None:
    if not timestamp.isascii() or not timestamp.isdigit():
        raise BadSignature
    if abs(now_s - int(timestamp)) > FRESH_S:
        raise BadSignature


def _read(text: str, nonce: str) -> Letter:
    try:
        message = parse_message(text)
    except ExpatError as error:
        raise BadSignature from error
    raw: dict[str, Any] = message._data
    kind = str(raw.get("Event") or raw["MsgType"]).lower()
    named = raw.get("MsgId") or "|".join(
        str(raw.get(part, "")) for part in ("FromUserName", "CreateTime", "Event", "EventKey")
    )
    words = raw.get("Content") or raw.get("EventKey") or ""
    sendings = _sendings(kind, message)
    numbers = ",".join(number for number, _ in sendings)  # several may end in one second
    return Letter(
        kind="subscribe" if kind.startswith("subscribe_scan") else kind,
        openid=str(raw["FromUserName"]),
        account=str(raw["ToUserName"]),
        key=_digest(f"{named}|{numbers}"),
        nonce=_digest(nonce),
        words=str(words),
        sendings=sendings,
    )


def _sendings(kind: str, message: Any) -> tuple[tuple[str, str], ...]:  # noqa: ANN401 -- the library's own
    """How messages of ours ended; an empty word is a good end."""
    if kind == "templatesendjobfinish":
        status = str(message.status)
        return ((str(message.id), "" if status == "success" else status),)
    if kind == "subscribe_msg_sent_event":
        return tuple(
            (str(one["MsgID"]), "" if one["ErrorCode"] == "0" else str(one["ErrorStatus"]))
            for one in message.subscribes
        )
    return ()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:40]
