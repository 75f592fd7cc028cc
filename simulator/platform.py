"""What the platform knows: codes it handed out, its token, and every message it was given."""

import secrets
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

CODE_LIFE_S = 300
TOKEN_LIFE_S = 7200
KEPT_MESSAGES = 500


@dataclass(frozen=True)
class Sent:
    """A message as it lies on somebody's phone."""

    channel: str  # 短信, 微信
    to: str
    text: str
    at: float


class Platform:
    """Thread-safe; ``clock`` is seconds and only tests give another one."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._codes: dict[str, tuple[str, float]] = {}
        self._token = secrets.token_hex(16)
        self._sent: deque[Sent] = deque(maxlen=KEPT_MESSAGES)
        self.unsubscribed: set[str] = set()  # followers who take no messages

    def give_code(self, openid: str) -> str:
        """A code that is good once, for five minutes."""
        code = secrets.token_urlsafe(16)
        with self._lock:
            self._codes[code] = openid, self._clock() + CODE_LIFE_S
        return code

    def openid_for(self, code: str) -> str:
        """Spends the code; empty when it is unknown, used or over."""
        with self._lock:
            openid, ends_at = self._codes.pop(code, ("", 0.0))
        return openid if self._clock() < ends_at else ""

    def token(self, *, anew: bool) -> str:
        with self._lock:
            if anew:
                self._token = secrets.token_hex(16)
            return self._token

    def keep(self, channel: str, to: str, text: str) -> None:
        with self._lock:
            self._sent.appendleft(Sent(channel, to, text, self._clock()))

    def messages(self, to: str = "") -> list[Sent]:
        """Newest first, of one phone or of all."""
        with self._lock:
            return [sent for sent in self._sent if to in {"", sent.to}]


def back_with(page: str, **more: str) -> str:
    """The page's address with more in its query."""
    parts = urlsplit(page)
    query = urlencode([*parse_qsl(parts.query), *more.items()])
    return urlunsplit(parts._replace(query=query))


def is_ours(page: str, host: str) -> bool:
    """The platform sends followers only to the domain registered with it: the one that asks."""
    parts = urlsplit(page)
    return parts.scheme in {"http", "https"} and parts.netloc == host
