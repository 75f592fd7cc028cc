"""A pass shown with a ticket: the same bytes through the door and past it.

Thousands may open theirs in the same minute at the gates of a city: these two answers need
neither session nor database, so they need not pass the middleware either.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs

import msgspec
from django.conf import settings

from lianfang.api.door import clock
from lianfang.core.actor import Actor
from lianfang.passes.actions import issue_tokens
from lianfang.passes.enums import Colour
from lianfang.passes.queries import Ticket, opened

_FACE, _CODES = "/api/citizen/pass", "/api/citizen/pass/tokens"
_SYSTEM = Actor.system()
_HEADERS = [  # what the shield adds to data
    ("Content-Type", "application/json"),
    ("Cache-Control", "no-store"),
    ("Content-Security-Policy", "default-src 'none'"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
]


@dataclass(frozen=True)
class Answered:
    headers: list[tuple[str, str]]
    body: bytes


def answer(environ: Mapping[str, Any]) -> Answered | None:
    """Nothing where the ticket is not good, or something else is asked for."""
    path = environ["PATH_INFO"]
    if environ["REQUEST_METHOD"] != "GET" or path not in {_FACE, _CODES}:
        return None
    text = environ["HTTP_X_PASS_TICKET"]
    person = key_in(parse_qs(environ.get("QUERY_STRING", "")).get("person", [""])[0])
    ticket = opened(text, session=_session_in(environ), person=person, at=clock())
    if ticket is None:
        return None
    told = face_of(ticket, text) if path == _FACE else codes_of(ticket, text)
    body = msgspec.json.encode(told)
    return Answered([*_HEADERS, ("Content-Length", str(len(body)))], body)


def face_of(ticket: Ticket, sent: str) -> dict[str, object]:
    return {
        "colour": shown_as(ticket.colour),
        "word": ticket.colour.label,
        "reason": ticket.reason,
        "person_name_masked": ticket.name_masked,
        "valid_until": ticket.valid_until,
        "hotline": ticket.hotline,
        "appeal": ticket.appeal,
        "ticket": sent,
    }


def codes_of(ticket: Ticket, sent: str) -> dict[str, object]:
    now = clock()
    return {
        "tokens": issue_tokens(ticket, by=_SYSTEM, at=now),
        "colour": shown_as(ticket.colour),
        "server_time": now,
        "ticket": sent,
    }


def shown_as(colour: str) -> str:
    """A void pass looks gray and shows no code."""
    return Colour.GRAY if colour == Colour.NONE else colour


def key_in(text: str) -> uuid.UUID | None:
    """Whose pass is asked for; a word that is no key is refused with the parameters."""
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        return None


def _session_in(environ: Mapping[str, Any]) -> str:
    try:
        cookies = SimpleCookie(environ.get("HTTP_COOKIE", ""))
    except CookieError:
        return ""
    held = cookies.get(settings.SESSION_COOKIE_NAME)
    return held.value if held else ""
