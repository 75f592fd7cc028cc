"""The citizen as everything below the doors sees them, and what a phone code is."""

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_network

from lianfang.accounts.enums import Assurance, Purpose
from lianfang.core.actor import Actor
from lianfang.core.crypto import blind

CODE_LIFE = dt.timedelta(minutes=5)
CODE_ATTEMPTS = 5
RESEND_AFTER = dt.timedelta(minutes=1)
CODE_LIMITS = (  # per phone, all purposes together (handbook §8.5)
    (RESEND_AFTER, 1),
    (dt.timedelta(hours=1), 5),
    (dt.timedelta(days=1), 10),
)
ORIGIN_LIMITS = (  # per address: a household or a small office behind one, never a flood
    (dt.timedelta(minutes=1), 10),
    (dt.timedelta(hours=1), 60),
    (dt.timedelta(days=1), 200),
)
COMMUNITY_DIGITS = 12  # nobody stands under a whole city: their rows would reach no worker
FAMILY_LIMIT = 8
_IPV6, _HOUSEHOLD = 6, 64
GUARDED_UNDER = 14  # younger people always have somebody who speaks for them (PIPL Art. 31)


@dataclass(frozen=True)
class Citizen:
    """A signed-in account; ``person_id`` is their own file, ``family`` those they speak for."""

    id: int
    person_id: int | None = None
    assurance: int = 0
    family: frozenset[int] = frozenset()

    @property
    def is_sure(self) -> bool:
        """Sure enough to read what is on file about one's health (handbook §3.5)."""
        return self.assurance >= Assurance.RECORD

    @property
    def actor(self) -> Actor:
        return Actor("account", self.id, "市民")

    def speaks_for(self, person_id: int) -> bool:
        return person_id == self.person_id or person_id in self.family


def phone_index(phone: str) -> str:
    """What accounts and codes are searched by."""
    return blind(phone, "account.phone")


def new_code() -> str:
    """Six digits nobody can guess."""
    return f"{secrets.randbelow(1_000_000):06}"


def code_hash(code: str, *, phone: str, purpose: Purpose) -> str:
    """Bound to the phone and to what it was asked for."""
    return blind(f"{purpose}|{phone}|{code.strip()}", "account.code")


def session_index(mark: str) -> str:
    """What ties a code to the browser it was asked from; empty where there is none."""
    return blind(mark, "account.session") if mark else ""


def exceeds(
    sent_at: Sequence[dt.datetime],
    *,
    at: dt.datetime,
    limits: Sequence[tuple[dt.timedelta, int]] = CODE_LIMITS,
) -> bool:
    """True when one more code now would break a limit."""
    return any(sum(at - t < span for t in sent_at) >= most for span, most in limits)


def origin_index(address: str) -> str:
    """What codes of one address are counted by; of IPv6 the network a household has."""
    try:
        network = ip_network(address)
    except ValueError:
        return ""
    if network.version == _IPV6:
        network = network.supernet(new_prefix=_HOUSEHOLD)
    return blind(str(network), "account.origin")


def is_child(birth_date: dt.date | None, *, today: dt.date) -> bool:
    if birth_date is None:
        return False
    years = today.year - birth_date.year
    return years - ((today.month, today.day) < (birth_date.month, birth_date.day)) < GUARDED_UNDER
