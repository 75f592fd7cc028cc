"""The colour as a pure function of facts (handbook §4.5), and the signed code (§6.3)."""

import base64
import datetime as dt
import hashlib
import struct
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cwt import COSE, COSEKey

from lianfang.core.actor import Actor
from lianfang.core.crypto import sign_ed25519
from lianfang.passes.enums import Colour, Refusal
from lianfang.passes.errors import BadToken
from lianfang.people.enums import CaseClass, ControlStatus, FactKind
from lianfang.people.rules import ILL, PassFacts

PREFIX = "LF1:"
SKEW = dt.timedelta(seconds=90)  # of a gate's clock
LIST_PREFIX = "LFL1:"
LIST_LIFE = dt.timedelta(hours=24)
PREFIX_BYTES = 6  # of a hash in the deny list: one in 10^10 of 10,000 entries fits by chance
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"  # RFC 9285
_NUMBER = {Colour.GRAY: 0, Colour.GREEN: 1, Colour.YELLOW: 2, Colour.RED: 3}
_COLOUR = {number: colour for colour, number in _NUMBER.items()}
_DYNAMIC, _PAPER, _PLACE, _LIST = 1, 2, 3, 9
_SIGN1, _EDDSA = 18, -8  # RFC 9052
_WORDS = {  # for the guard: never a health detail (handbook §4.5)
    Refusal.NONE: "请放行",
    Refusal.BAD_CODE: "通行码无效，请对方重新打开通行证",
    Refusal.EXPIRED_CODE: "通行码已过期，请对方刷新后再扫",
    Refusal.UNKNOWN: "未查到登记，请登记后放行",
    Refusal.SEVERAL: "该电话登记了多人，请查验证件",
    Refusal.COLOUR: "请联系社区",
    Refusal.FEVER: "体温异常，请登记并引导至临时等候区",
    Refusal.SYMPTOMS: "有症状，请登记",
    Refusal.REPLAYED: "此码刚在另一卡口用过，请核对本人证件",
    Refusal.LISTED: "请联系社区",
    Refusal.STALE_LIST: "停用名单过旧，请查验证件并尽快联网",
    Refusal.OLD_CARD: "这张通行卡已作废，请查验证件，并请对方到社区换新卡",
    Refusal.OFFLINE: "离线无法核对，请查验证件并登记",
}


@dataclass(frozen=True)
class Answer:
    """A colour with the rule that gave it, in words the person may read (no health detail)."""

    colour: Colour
    rule: str
    reason: str
    valid_until: dt.datetime


def colour_of(
    facts: PassFacts, *, observed: Colour, valid_for: dt.timedelta, at: dt.datetime
) -> Answer:
    """The first rule that matches; ``observed`` is what this person shows under observation.

    Valid until the next fact ends or begins, ``valid_for`` at most.
    """
    colour, rule, reason = _first_match(facts, {fact.kind for fact in facts.facts}, observed)
    changes = [fact.ends_at for fact in facts.facts] + [facts.next_at]
    return Answer(colour, rule, reason, min([at + valid_for, *filter(None, changes)]))


def _first_match(facts: PassFacts, kinds: set[str], observed: Colour) -> tuple[Colour, str, str]:
    control, case_class = facts.control_status, facts.case_class
    table = (
        (case_class == CaseClass.DIED or control == ControlStatus.DECEASED,
         Colour.NONE, "void", "通行证已失效"),
        (case_class in ILL, Colour.RED, "case", "您正在接受诊疗或隔离，请遵医嘱"),
        (control == ControlStatus.IN_TREATMENT,
         Colour.RED, "treatment", "您正在接受诊疗或隔离，请遵医嘱"),
        (control == ControlStatus.OBSERVED,
         observed, "observation", "您正在隔离观察期，解除后自动恢复"),
        (FactKind.OPEN_CLOSE_CONTACT in kinds,
         Colour.RED, "awaiting_verification", "社区正在向您核实情况，请居家等候联系"),
        (control in {ControlStatus.POST_DISCHARGE, ControlStatus.MONITORED},
         Colour.YELLOW, "monitoring", "您正在健康监测期，请按要求自查"),
        (FactKind.ABNORMAL in kinds,
         Colour.YELLOW, "abnormal", "近 24 小时体征异常，医生确认后恢复"),
        (FactKind.KEY_AREA_ARRIVAL in kinds,
         Colour.YELLOW, "key_area", "您近期从重点地区来，请等候社区登记"),
        (bool(kinds & {FactKind.POOL_POSITIVE, FactKind.POSITIVE_TEST}),
         Colour.YELLOW, "retest", "您有检测结果待复核，请留意通知"),
        (FactKind.OVERDUE_DECLARATION in kinds,
         Colour.GRAY, "overdue", "健康申报已逾期，请补报后恢复"),
        (not facts.id_verified, Colour.GRAY, "unverified", "身份信息不全，请补充证件和手机号"),
    )  # fmt: skip
    for matches, colour, rule, reason in table:
        if matches:
            return colour, rule, reason
    return Colour.GREEN, "clear", "未见异常"


_BY_FACT = {
    "awaiting_verification": {FactKind.OPEN_CLOSE_CONTACT},
    "abnormal": {FactKind.ABNORMAL},
    "key_area": {FactKind.KEY_AREA_ARRIVAL},
    "retest": {FactKind.POOL_POSITIVE, FactKind.POSITIVE_TEST},
    "overdue": {FactKind.OVERDUE_DECLARATION},
}
_BY_TIME = {"clear", "unverified"}


def maker_of(rule: str, facts: PassFacts, *, mover: Actor, is_new_move: bool) -> Actor:
    """Who made the fact that decided; the system where only time or the file changed."""
    kinds = _BY_FACT.get(rule, set())
    makers = [fact.maker for fact in facts.facts if fact.kind in kinds and fact.maker]
    if makers:
        return makers[-1]
    return Actor.system() if rule in _BY_TIME and not is_new_move else mover


def hint_of(refusal: str) -> str:
    """What the guard should do."""
    return _WORDS[Refusal(refusal)]


@dataclass(frozen=True)
class KeyPair:
    """A signing key; the private half is empty where codes are only verified."""

    kid: str
    private: str
    public: str

    def cose(self) -> Any:  # noqa: ANN401 -- the library names no public type for it
        parameters: dict[str, Any] = {
            "kty": "OKP",
            "crv": "Ed25519",
            "alg": "EdDSA",
            "kid": self.kid,
            "x": self.public,
        }
        if self.private:
            parameters["d"] = self.private
        return COSEKey.from_jwk(parameters)


@dataclass(frozen=True)
class Code:
    """What a code says once its signature was checked."""

    pass_id: uuid.UUID
    colour: Colour
    starts_at: dt.datetime
    ends_at: dt.datetime
    epoch: int
    nonce: str = field(default="", compare=False)  # hexadecimal; on paper the same all day
    is_place: bool = False
    is_paper: bool = False  # ``pass_id`` is then the serial of a card


def new_key_pair() -> KeyPair:
    private = Ed25519PrivateKey.generate()
    public = _b64(private.public_key().public_bytes_raw())
    return KeyPair(public[:8], _b64(private.private_bytes_raw()), public)


def sign(code: Code, *, area: str, nonce: bytes, pair: KeyPair) -> str:
    """``LF1:`` and Base45 of a COSE_Sign1 (RFC 9052, EdDSA) over the payload of §6.3.

    The key's id is signed too (protected header): no character can be changed unnoticed.
    """
    payload = {
        1: 1,
        3: code.pass_id.bytes,
        4: _NUMBER[code.colour],
        5: int(code.starts_at.timestamp()),
        6: int(code.ends_at.timestamp()),
        7: nonce,
        8: _PAPER if code.is_paper else _PLACE if code.is_place else _DYNAMIC,
        9: code.epoch,
        10: area,
    }
    return PREFIX + base45(_signed(cbor2.dumps(payload), pair))


def _signed(payload: bytes, pair: KeyPair) -> bytes:
    """A COSE_Sign1 in the six lines it takes: the library costs three times as much."""
    header = _header(pair.kid)
    said = cbor2.dumps(["Signature1", header, b"", payload])
    signature = sign_ed25519(_seed(pair.private), said)
    return cbor2.dumps(cbor2.CBORTag(_SIGN1, [header, {}, payload, signature]))


@lru_cache(maxsize=16)
def _seed(private: str) -> bytes:
    return raw_of(private)


@lru_cache(maxsize=16)
def _header(kid: str) -> bytes:
    return cbor2.dumps({1: _EDDSA, 4: kid.encode()})


def read(text: str, pairs: Mapping[str, KeyPair]) -> Code:
    """The code, its signature checked before anything in it is believed. Raises BadToken."""
    if not text.startswith(PREFIX):
        raise BadToken
    try:
        keys = [pair.cose() for pair in pairs.values()]
        said = cbor2.loads(COSE.new().decode(from_base45(text.removeprefix(PREFIX)), keys))
        return Code(
            uuid.UUID(bytes=said[3]),
            _COLOUR[said[4]],
            dt.datetime.fromtimestamp(said[5], tz=dt.UTC),
            dt.datetime.fromtimestamp(said[6], tz=dt.UTC),
            said[9],
            said[7].hex(),
            said[8] == _PLACE,
            said[8] == _PAPER,
        )
    except Exception as error:
        raise BadToken from error


def in_link(text: str) -> str:
    """A code as it may stand in the address of a page."""
    return _b64(from_base45(text.removeprefix(PREFIX)))


def from_link(text: str) -> str:
    """The code again. Raises BadToken."""
    try:
        return PREFIX + base45(raw_of(text))
    except ValueError as error:
        raise BadToken from error


@dataclass(frozen=True)
class DenyList:
    """What a gate needs to refuse codes without network: no name, no number, no colour."""

    stamp: str  # signed: when, until when, how many, and the digest of ``prefixes``
    version: str
    prefixes: bytes  # sorted, six bytes each


def deny_list(serials: Iterable[bytes], *, pair: KeyPair, at: dt.datetime) -> DenyList:
    """The shortened hashes of what must not pass, under one signature for all of them."""
    short = sorted({hashlib.sha256(serial).digest()[:PREFIX_BYTES] for serial in serials})
    prefixes = b"".join(short)
    digest = hashlib.sha256(prefixes).digest()
    payload = {
        1: 1,
        5: int(at.timestamp()),
        6: int((at + LIST_LIFE).timestamp()),
        8: _LIST,
        12: digest,
        13: len(short),
    }
    header = {"alg": "EdDSA", "kid": pair.kid}
    sealed = COSE.new().encode_and_sign(cbor2.dumps(payload), pair.cose(), protected=header)
    return DenyList(LIST_PREFIX + base45(sealed), digest.hex()[:16], prefixes)


def proof_text(purpose: str, device: uuid.UUID, device_at: dt.datetime, *said: str) -> str:
    """What an enrolled device signs: for what, which device, when by its clock, and what."""
    since = device_at - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    milliseconds = since // dt.timedelta(milliseconds=1)
    return "\n".join(("LFD1", purpose, str(device), str(milliseconds), *said))


def base45(raw: bytes) -> str:
    """RFC 9285: two bytes as three characters of the QR alphanumeric alphabet."""
    pairs, odd = struct.unpack(f">{len(raw) // 2}H", raw[: len(raw) // 2 * 2]), len(raw) % 2
    text = "".join(map(_triples().__getitem__, pairs))
    return text + _triples()[raw[-1]][:2] if odd else text


@cache
def _triples() -> list[str]:
    """Two bytes as three characters, for every pair of bytes: 5 MB, made when first used."""
    a = _ALPHABET
    return [a[n % 45] + a[n // 45 % 45] + a[n // 2025] for n in range(1 << 16)]


def from_base45(text: str) -> bytes:
    """The bytes again; raises ValueError."""
    raw = bytearray()
    for start in range(0, len(text), 3):
        group = [_ALPHABET.index(character) for character in text[start : start + 3]]
        if len(group) == 1:
            raise ValueError(text)
        number = sum(digit * 45**place for place, digit in enumerate(group))
        raw += number.to_bytes(len(group) - 1)
    return bytes(raw)


def _b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def raw_of(text: str) -> bytes:
    """Base64url without padding; nothing where it is something else."""
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        return b""
