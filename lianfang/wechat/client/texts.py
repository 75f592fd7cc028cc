"""SMS through an HTTP gateway that takes phone and text as JSON."""

from typing import Any

import httpx
import stamina
from django.conf import settings

from lianfang.wechat.errors import Refused, Unreachable

_TIMEOUT_S, _ATTEMPTS = 5.0, 3


def can_text() -> bool:
    return bool(settings.SMS_GATEWAY_URL)


def text(phone: str, body: str) -> None:
    """Raises Refused when the gateway will not send to this number, Unreachable."""
    token = settings.SMS_GATEWAY_TOKEN
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    message = {"phone": phone, "text": body}
    answer = _send("POST", settings.SMS_GATEWAY_URL, json=message, headers=headers)
    if answer.is_client_error:
        raise Refused(f"status {answer.status_code}")


def _send(method: str, url: str, **given: Any) -> httpx.Response:  # noqa: ANN401 -- httpx's own
    """Raises Unreachable when nobody answers, or with a server error."""
    try:
        answer = _request(method, url, **given)
    except httpx.HTTPError as error:
        raise Unreachable from error
    if answer.is_server_error:
        raise Unreachable(f"status {answer.status_code}")
    return answer


@stamina.retry(on=httpx.ConnectError, attempts=_ATTEMPTS, wait_initial=0.05, wait_max=0.5)
def _request(method: str, url: str, **given: Any) -> httpx.Response:  # noqa: ANN401 -- httpx's own
    return httpx.request(method, url, timeout=_TIMEOUT_S, trust_env=False, **given)
