"""What is to be said, and asking over HTTP; a connection that never stood is tried again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
import stamina
from django.conf import settings

from lianfang.wechat.errors import Refused, Unreachable

_TIMEOUT_S, _ATTEMPTS = 5.0, 3


@dataclass(frozen=True)
class Text:
    """An SMS: the words, and the approved text with what fills it that says the same."""

    phone: str
    body: str
    wording: str
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def template(self) -> str:
        """The operator's number of the approved text. Raises Refused where there is none."""
        found: str = settings.SMS_TEMPLATES.get(self.wording, "")
        if not found:
            raise Refused(f"no template for {self.wording}")
        return found


def ask(method: str, url: str, **given: Any) -> httpx.Response:  # noqa: ANN401 -- httpx's own
    """Raises Unreachable when nobody answers, or with a server error."""
    try:
        answer = _request(method, url, **given)
    except httpx.HTTPError as error:
        raise Unreachable from error
    if answer.is_server_error:
        raise Unreachable(f"status {answer.status_code}")
    return answer


def read(answer: httpx.Response) -> dict[str, Any]:
    """The answer's JSON object. Raises Unreachable for anything else."""
    try:
        said = answer.json()
    except ValueError as error:
        raise Unreachable from error
    if not isinstance(said, dict):
        raise Unreachable
    return said


@stamina.retry(on=httpx.ConnectError, attempts=_ATTEMPTS, wait_initial=0.05, wait_max=0.5)
def _request(method: str, url: str, **given: Any) -> httpx.Response:  # noqa: ANN401 -- httpx's own
    return httpx.request(method, url, timeout=_TIMEOUT_S, trust_env=False, **given)
