"""What the platform knows: codes, tokens, tickets, quotas, the menu, and every message it got."""

import itertools
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

CODE_LIFE_S = 300
TOKEN_LIFE_S = 7200
OVERLAP_S = 300  # how long the token before still serves
KEPT_MESSAGES = 500
CALLS_A_DAY = 100_000  # of one address
DAY_S = 86_400
FINE = {"errcode": 0, "errmsg": "ok"}


@dataclass(frozen=True)
class Account:
    """The account as registered with the platform; the same words stand in our settings."""

    appid: str = "wx-simulator"
    secret: str = "simulated"  # noqa: S105 -- opens the simulator, nothing else
    token: str = "simulated"  # noqa: S105 -- likewise
    aes_key: str = "s" * 43
    name: str = "gh_lianfang"
    templates: frozenset[str] = frozenset({"notice", "news"})


@dataclass(frozen=True)
class Sent:
    """A message as it lies on somebody's phone; ``is_own`` was written by the holder."""

    channel: str  # 短信, 微信, 公众号
    to: str
    text: str
    at: float
    page: str = ""
    is_own: bool = False
    number: str = ""


class Platform:
    """Thread-safe; ``clock`` is seconds and only tests give another one."""

    def __init__(
        self, clock: Callable[[], float] = time.time, account: Account | None = None
    ) -> None:
        self.account = account or Account()
        self._clock, self._lock = clock, threading.RLock()
        self._codes: dict[str, tuple[str, float]] = {}
        self._spent: deque[str] = deque(maxlen=KEPT_MESSAGES)
        self._tokens: dict[str, float] = {}  # the newest last, with the second it ends
        self._tickets: dict[str, float] = {}
        self._sent: deque[Sent] = deque(maxlen=KEPT_MESSAGES)
        self._numbers = itertools.count(1)
        self.menu: list[dict[str, Any]] = []
        self.unsubscribed: set[str] = set()  # followers who take no subscription notice
        self.left: set[str] = set()  # who follow the account no longer
        self.used_up: set[str] = set()  # addresses whose quota of the day is gone
        self.dead: set[str] = set()  # numbers no SMS arrives at
        self.calls: dict[str, int] = {}
        self._today: dict[tuple[str, int], int] = {}
        self.calls_a_day = CALLS_A_DAY

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
            if openid:
                self._spent.append(code)
        return openid if self._clock() < ends_at else ""

    def was_spent(self, code: str) -> bool:
        with self._lock:
            return code in self._spent

    def token(self, *, anew: bool, overlaps: bool = False) -> str:
        """The token in force; ``anew`` makes another and, unless it ``overlaps``, ends the old."""
        with self._lock:
            now = self._clock()
            current = next(reversed(self._tokens), "")
            if not anew and current and self._tokens[current] > now:
                return current
            if overlaps:
                self._tokens = {old: min(end, now + OVERLAP_S) for old, end in self._tokens.items()}
            elif anew:
                self._tokens.clear()
            token = secrets.token_hex(32)
            self._tokens[token] = now + TOKEN_LIFE_S
            return token

    def lives_s(self, token: str) -> int:
        with self._lock:
            return int(self._tokens[token] - self._clock())

    def forget_tokens(self) -> None:
        """As when somebody else used the account's secret: 40001 from now on."""
        with self._lock:
            self._tokens.clear()

    def trouble_with(self, token: str, path: str) -> dict[str, Any]:
        """What is wrong with a call; empty when nothing is."""
        with self._lock:
            self.calls[path] = self.calls.get(path, 0) + 1
            today = path, int(self._clock() // DAY_S)
            self._today[today] = self._today.get(today, 0) + 1
            ends_at = self._tokens.get(token)
            if not token:
                return {"errcode": 41001, "errmsg": "access_token missing"}
            if ends_at is None:
                return {"errcode": 40001, "errmsg": "invalid credential, not latest"}
            if ends_at <= self._clock():
                return {"errcode": 42001, "errmsg": "access_token expired"}
            if path in self.used_up or self._today[today] > self.calls_a_day:
                return {"errcode": 45009, "errmsg": "reach max api daily quota limit"}
        return {}

    def ticket(self) -> tuple[str, int]:
        """The ticket for signing pages and how long it lives."""
        with self._lock:
            now = self._clock()
            current = next(reversed(self._tickets), "")
            if not current or self._tickets[current] <= now:
                current = secrets.token_hex(43)
                self._tickets[current] = now + TOKEN_LIFE_S
            return current, int(self._tickets[current] - now)

    def keep(
        self, channel: str, to: str, text: str, *, page: str = "", is_own: bool = False
    ) -> str:
        """Returns the number the message gets."""
        with self._lock:
            number = str(1_000_000 + next(self._numbers))
            sent = Sent(channel, to, text, self._clock(), page, is_own, number)
            self._sent.appendleft(sent)
            return number

    def end_of_sms(self, number: str) -> dict[str, str]:
        """How an SMS ended, as the gateway tells; empty for a number it never gave."""
        for sent in self.messages():
            if sent.number == number and sent.channel == "短信":
                is_dead = sent.to in self.dead
                return {"state": "failed", "reason": "空号"} if is_dead else {"state": "delivered"}
        return {}

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
