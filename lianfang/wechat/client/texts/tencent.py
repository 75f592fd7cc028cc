"""Tencent Cloud's SMS service over its API 3.0 (sms 2021-01-11, signature TC3-HMAC-SHA256)."""

import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from lianfang.core import clock
from lianfang.wechat.client.texts.ask import Text, ask, read
from lianfang.wechat.errors import Busy, Refused

_URL, _VERSION, _SERVICE = "https://sms.tencentcloudapi.com/", "2021-01-11", "sms"
_ALGORITHM, _KIND = "TC3-HMAC-SHA256", "application/json; charset=utf-8"
_BUSY = (
    "LimitExceeded",
    "RequestLimitExceeded",
    "InternalError",
    "FailedOperation.InsufficientBalanceInSmsPackage",
)


@dataclass(frozen=True)
class Signer:
    """Signs a JSON body for one service at one moment."""

    key_id: str
    secret: str
    service: str
    host: str

    def authorization(self, body: str, timestamp: int) -> str:
        """The ``Authorization`` header, over content type and host."""
        day = dt.datetime.fromtimestamp(timestamp, tz=dt.UTC).strftime("%Y-%m-%d")
        scope = f"{day}/{self.service}/tc3_request"
        request = (
            f"POST\n/\n\ncontent-type:{_KIND}\nhost:{self.host}\n\ncontent-type;host\n{_sha(body)}"
        )
        words = f"{_ALGORITHM}\n{timestamp}\n{scope}\n{_sha(request)}"
        key = f"TC3{self.secret}".encode()
        for part in (day, self.service, "tc3_request"):
            key = _mac(key, part)
        signature = _mac(key, words).hex()
        return (
            f"{_ALGORITHM} Credential={self.key_id}/{scope}, SignedHeaders=content-type;host,"
            f" Signature={signature}"
        )


def send(sms: Text) -> str:
    said = _call(
        "SendSms",
        {
            "PhoneNumberSet": [_abroad(sms.phone)],
            "SmsSdkAppId": settings.SMS_APP,
            "SignName": settings.SMS_SIGN,
            "TemplateId": sms.template,
            "TemplateParamSet": list(sms.facts.values()),
        },
    )
    status = (said.get("SendStatusSet") or [{}])[0]
    _check(str(status.get("Code", "")))
    return str(status.get("SerialNo", ""))


def end_of(number: str, *, phone: str, sent_at: dt.datetime) -> str | None:
    said = _call(
        "PullSmsSendStatusByPhoneNumber",
        {
            "BeginTime": int(sent_at.timestamp()) - 60,
            "Offset": 0,
            "Limit": 100,
            "PhoneNumber": _abroad(phone),
            "SmsSdkAppId": settings.SMS_APP,
        },
    )
    for status in said.get("PullSmsSendStatusSet") or []:
        if status.get("SerialNo") == number:
            is_good = status.get("ReportStatus") == "SUCCESS"
            return "" if is_good else str(status.get("Description") or "failed")
    return None


def _call(action: str, asked: Mapping[str, Any]) -> dict[str, Any]:
    """The service's clock is the real one. Raises Busy, Refused with its code, Unreachable."""
    url = settings.SMS_API_URL or _URL
    body, timestamp = json.dumps(asked), int(clock.real_now().timestamp())
    signer = Signer(settings.SMS_KEY_ID, settings.SMS_KEY_SECRET, _SERVICE, urlsplit(url).netloc)
    headers = {
        "Authorization": signer.authorization(body, timestamp),
        "Content-Type": _KIND,
        "X-TC-Action": action,
        "X-TC-Version": _VERSION,
        "X-TC-Timestamp": str(timestamp),
        "X-TC-Region": settings.SMS_REGION or "ap-guangzhou",
    }
    said = read(ask("POST", url, content=body.encode(), headers=headers)).get("Response") or {}
    error = said.get("Error")
    if error:
        _check(str(error.get("Code", "")))
    return dict(said)


def _check(code: str) -> None:
    if code.startswith(_BUSY):
        raise Busy(code)
    if code != "Ok":
        raise Refused(code)


def _abroad(phone: str) -> str:
    return phone if phone.startswith("+") else f"+86{phone}"


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _mac(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()
