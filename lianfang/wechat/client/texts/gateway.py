"""An HTTP gateway that takes phone and text as JSON: a government's, an operator's, the simulator.

``POST URL {"phone", "text"}`` answers ``{"id"}``, perhaps nothing; ``GET URL/ID`` answers
``{"state": "pending" | "delivered" | "failed", "reason"}``.
"""

import datetime as dt
from http import HTTPStatus
from urllib.parse import quote

import httpx
from django.conf import settings

from lianfang.wechat.client.texts.ask import Text, ask, read
from lianfang.wechat.errors import Busy, Refused


def send(sms: Text) -> str:
    message = {"phone": sms.phone, "text": sms.body}
    answer = ask("POST", settings.SMS_GATEWAY_URL, json=message, headers=_headers())
    _check(answer)
    try:
        said = answer.json()
    except ValueError:
        return ""
    return str(said.get("id", "")) if isinstance(said, dict) else ""


def end_of(number: str, *, phone: str, sent_at: dt.datetime) -> str | None:  # noqa: ARG001 -- the port's
    url = f"{settings.SMS_GATEWAY_URL.rstrip('/')}/{quote(number, safe='')}"
    answer = ask("GET", url, headers=_headers())
    _check(answer)
    said = read(answer)
    if said.get("state") == "delivered":
        return ""
    return str(said.get("reason") or "failed") if said.get("state") == "failed" else None


def _headers() -> dict[str, str]:
    token = settings.SMS_GATEWAY_TOKEN
    return {"Authorization": f"Bearer {token}"} if token else {}


def _check(answer: httpx.Response) -> None:
    if answer.status_code == HTTPStatus.TOO_MANY_REQUESTS:
        raise Busy("status 429")
    if answer.is_client_error:
        raise Refused(f"status {answer.status_code}")
