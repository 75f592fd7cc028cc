"""Aliyun's SMS service over its RPC interface (Dysmsapi 2017-05-25, signature version 1.0)."""

import base64
import datetime as dt
import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from django.conf import settings

from lianfang.core import clock
from lianfang.wechat.client.texts.ask import Text, ask, read
from lianfang.wechat.errors import Busy, Refused

_URL = "https://dysmsapi.aliyuncs.com/"
_BUSY = (  # the number's own limit, the account's balance, their trouble: later may help
    "isv.BUSINESS_LIMIT_CONTROL",
    "isv.AMOUNT_NOT_ENOUGH",
    "isp.SYSTEM_ERROR",
    "Throttling",
    "ServiceUnavailable",
    "InternalError",
)
_FAILED, _ARRIVED = 2, 3


def send(sms: Text) -> str:
    said = _call(
        "SendSms",
        PhoneNumbers=sms.phone,
        SignName=settings.SMS_SIGN,
        TemplateCode=sms.template,
        TemplateParam=json.dumps(dict(sms.facts), ensure_ascii=False),
    )
    return str(said.get("BizId", ""))


def end_of(number: str, *, phone: str, sent_at: dt.datetime) -> str | None:
    said = _call(
        "QuerySendDetails",
        PhoneNumber=phone,
        BizId=number,
        SendDate=clock.local_date(sent_at).strftime("%Y%m%d"),
        PageSize="1",
        CurrentPage="1",
    )
    details = (said.get("SmsSendDetailDTOs") or {}).get("SmsSendDetailDTO") or []
    status = details[0].get("SendStatus") if details else 0
    if status == _ARRIVED:
        return ""
    return str(details[0].get("ErrCode") or "failed") if status == _FAILED else None


def signature_of(method: str, asked: Mapping[str, str], secret: str) -> str:
    """HMAC-SHA1 over the sorted, encoded parameters."""
    query = "&".join(f"{_encoded(name)}={_encoded(asked[name])}" for name in sorted(asked))
    words = f"{method}&{_encoded('/')}&{_encoded(query)}"
    digest = hmac.new(f"{secret}&".encode(), words.encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()


def _encoded(text: str) -> str:
    return quote(text, safe="~")


def _call(action: str, **asked: str) -> dict[str, Any]:
    """The service's clock is the real one. Raises Busy, Refused with its code, Unreachable."""
    asked |= {
        "Action": action,
        "Version": "2017-05-25",
        "Format": "JSON",
        "RegionId": settings.SMS_REGION or "cn-hangzhou",
        "AccessKeyId": settings.SMS_KEY_ID,
        "SignatureMethod": "HMAC-SHA1",
        "SignatureVersion": "1.0",
        "SignatureNonce": secrets.token_hex(16),
        "Timestamp": clock.real_now().strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    asked["Signature"] = signature_of("POST", asked, settings.SMS_KEY_SECRET)
    said = read(ask("POST", settings.SMS_API_URL or _URL, data=asked))
    code = str(said.get("Code", ""))
    if code.startswith(_BUSY):
        raise Busy(code)
    if code != "OK":
        raise Refused(code)
    return said
