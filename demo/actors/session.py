"""One signed-in client, and the tally of all of them."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

_UNAUTHORISED, _TOO_MANY, _BAD = 401, 429, 400


@dataclass
class Tally:
    """Requests and what became of them; shared by all threads."""

    begun: float = field(default_factory=time.monotonic)
    answers: Counter[str] = field(default_factory=Counter)
    spent: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, outcome: str, seconds: float) -> None:
        with self.lock:
            self.answers[outcome] += 1
            self.spent += seconds

    def line(self) -> str:
        """Requests, rate, mean time and the failures by kind, in one line."""
        with self.lock:
            total, spent, answers = self.answers.total(), self.spent, self.answers.most_common()
        rate = total / max(time.monotonic() - self.begun, 0.001)
        bad = "，".join(f"{name} {n}" for name, n in answers if name != "ok") or "无"
        mean = 1000 * spent / max(total, 1)
        return f"请求 {total} 次，{rate:.1f} 次/秒，平均 {mean:.0f} 毫秒，未成功：{bad}"


class Session:
    """Keeps a cookie, signs in when it has none, and never raises: None means it did not work."""

    def __init__(
        self,
        base: str,
        tally: Tally,
        enter: Callable[["Session"], bool],
        transport: httpx.BaseTransport,
    ) -> None:
        """``enter`` is how this one signs in; the transport is shared, and so never closed."""
        self._base, self._tally, self._enter = base.rstrip("/"), tally, enter
        self._client = httpx.Client(headers={"X-Lianfang": "1"}, timeout=20, transport=transport)
        self._is_in = False

    def get(self, path: str, **query: str | float) -> Any:
        return self._signed_in("GET", path, params=query)

    def post(self, path: str, **body: object) -> Any:
        return self._signed_in("POST", path, json=body)

    def call(self, method: str, path: str, **how: Any) -> Any:
        """One request under /api, signed in or not; the answer's body, {} for an empty one."""
        answer = self._send(method, f"{self._base}/api{path}", **how)
        if answer is None or answer.status_code >= _BAD:
            return None
        return answer.json() if answer.content else {}

    def redirect_of(self, path: str) -> str:
        """Where a page sends the browser next."""
        answer = self._send("GET", f"{self._base}{path}")
        return answer.headers.get("Location", "") if answer is not None else ""

    def server_time(self) -> str:
        """The city's clock, which may run faster than ours."""
        told = self.get("/session")
        return str(told["server_time"]) if told else ""

    def _signed_in(self, method: str, path: str, **how: Any) -> Any:
        self._is_in = self._is_in or self._enter(self)
        return self.call(method, path, **how) if self._is_in else None

    def _send(self, method: str, address: str, **how: Any) -> httpx.Response | None:
        begun = time.monotonic()
        try:
            answer = self._client.request(method, address, **how)
        except httpx.HTTPError as error:
            self._tally.note(type(error).__name__, time.monotonic() - begun)
            time.sleep(1)
            return None
        self._tally.note(_outcome(answer), time.monotonic() - begun)
        if answer.status_code == _UNAUTHORISED:
            self._is_in = False
        if answer.status_code == _TOO_MANY:
            time.sleep(2)
        return answer


def as_staff(login: str, password: str) -> Callable[[Session], bool]:
    """Name and password; on duty from then on."""

    def enter(session: Session) -> bool:
        body = {"username": login, "password": password}
        if session.call("POST", "/session/staff", json=body) is None:
            return False
        return session.call("POST", "/session/duty", json={"on_duty": True}) is not None

    return enter


def as_follower(openid: str) -> Callable[[Session], bool]:
    """Through the WeChat simulator, page by page as a browser would go."""

    def enter(session: Session) -> bool:
        asked = session.call("GET", "/session/wechat", params={"back": "/h5/"})
        if not asked:
            return False
        page = urlsplit(asked["url"])
        wanted = {name: values[0] for name, values in parse_qs(page.query).items()}
        chosen = httpx.QueryParams(
            openid=openid, redirect_uri=wanted["redirect_uri"], state=wanted["state"]
        )
        confirm = page.path.replace("authorize", "confirm")
        back = session.redirect_of(f"{confirm}?{chosen}")
        handed = {name: values[0] for name, values in parse_qs(urlsplit(back).query).items()}
        if "code" not in handed:
            return False
        return session.call("POST", "/session/wechat", json=handed) is not None

    return enter


def _outcome(answer: httpx.Response) -> str:
    """The word "ok", else the problem's code, else the bare status."""
    if answer.status_code < _BAD:
        return "ok"
    try:
        return str(answer.json()["code"])
    except (ValueError, KeyError, TypeError):
        return str(answer.status_code)
