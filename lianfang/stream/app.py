"""``GET /stream``: server-sent events for whoever may read figures, one poller for all of them.

Plain ASGI. Entries are read once and handed to every listener whose areas they lie in; an idle
listener costs a queue. ``Last-Event-ID`` resumes where a broken line ended.
"""

import asyncio
import contextlib
import logging
import os
import time
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any

import django
import msgspec
from asgiref.sync import sync_to_async

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianfang.settings")
django.setup()

from django.conf import settings  # noqa: E402 -- after setup
from django.db import DatabaseError, connection  # noqa: E402 -- after setup

from lianfang.audit.queries import entries_after, last_entry_id  # noqa: E402 -- after setup
from lianfang.core.sessions import SessionStore  # noqa: E402 -- after setup
from lianfang.org.enums import Permission  # noqa: E402 -- after setup
from lianfang.org.queries import caller_in  # noqa: E402 -- after setup
from lianfang.org.rules import COUNTRY  # noqa: E402 -- after setup
from lianfang.stream.lines import Line, lines_of  # noqa: E402 -- after setup

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

EVERY_S = 0.5
HEARTBEAT_S = 15.0
RECHECK_S = 60.0  # who signed out or lost the post hears no longer than this
BATCH = 200
QUEUE = 500
MISSED = 2000  # a listener away for longer is told the last of it
LATE = 100  # ids are given before the commit: a lower one may still come
RECENT = 9  # what a new listener is told of the past
log = logging.getLogger(__name__)
_OK, _NOBODY, _NOT_FOUND = 200, 401, 404


@dataclass(eq=False)
class Listener:
    """Somebody listening, and the areas they may hear of."""

    cookie: str
    areas: frozenset[str] = frozenset()
    checked_at: float = 0.0
    queue: asyncio.Queue[Line] = field(default_factory=lambda: asyncio.Queue(QUEUE))

    async def is_welcome(self) -> bool:
        """Asked again while listening: a session ends, a post is taken away."""
        if not self.checked_at or time.monotonic() - self.checked_at > RECHECK_S:
            self.areas = await sync_to_async(_areas_of)(self.cookie)
            self.checked_at = time.monotonic()
        return bool(self.areas)

    def may_hear(self, line: Line) -> bool:
        """Inside an area of theirs; news of the whole country goes to everybody."""
        return not line.area_code or any(
            area == COUNTRY or line.area_code.startswith(area) for area in self.areas
        )

    def tell(self, line: Line) -> None:
        """Drop rather than block: a listener that is too slow resumes by itself."""
        if self.may_hear(line):
            with contextlib.suppress(asyncio.QueueFull):
                self.queue.put_nowait(line)


class Hub:
    """Reads the entries once and tells them to all listeners."""

    def __init__(self) -> None:
        self.listeners: set[Listener] = set()
        self.told: set[int] = set()
        self.poller: asyncio.Task[None] | None = None
        self.door = asyncio.Lock()

    async def join(self, listener: Listener) -> None:
        async with self.door:
            if not self.listeners:  # nobody was read to meanwhile
                self.told = await sync_to_async(self._known)()
            self.listeners.add(listener)
            if self.poller is None or self.poller.done():
                self.poller = asyncio.create_task(self._poll())

    async def _poll(self) -> None:
        while True:
            if self.listeners:
                for line in await sync_to_async(self._look)():
                    for listener in tuple(self.listeners):
                        listener.tell(line)
            await asyncio.sleep(EVERY_S)

    def _look(self) -> list[Line]:
        """A database that is away for a while silences the stream, it does not end it."""
        try:
            return self._read()
        except DatabaseError:
            log.exception("cannot read the trail")
            connection.close()
            return []

    def _known(self) -> set[int]:
        newest = last_entry_id()
        return {newest} | _ids_after(newest - LATE)

    def _read(self) -> list[Line]:
        """One look at the primary key, twice a second however many listen."""
        newest = max(self.told)
        fresh = _ids_after(newest - LATE) - self.told
        if not fresh:
            return []
        entries = list(entries_after(min(fresh) - 1, limit=BATCH + LATE))
        self.told |= {entry.pk for entry in entries}
        self.told = {pk for pk in self.told if pk > max(self.told) - LATE}
        return lines_of(entry for entry in entries if entry.pk in fresh)


def _ids_after(entry_id: int) -> set[int]:
    return set(entries_after(entry_id, limit=BATCH + LATE).values_list("id", flat=True))


hub = Hub()


async def application(scope: Message, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await _live(receive, send)
        return
    if scope["type"] != "http" or scope["path"].rstrip("/") != "/stream":
        await _answer(send, _NOT_FOUND)
        return
    headers = {name.decode().lower(): value.decode() for name, value in scope["headers"]}
    listener = Listener(headers.get("cookie", ""))
    if not await listener.is_welcome():
        await _answer(send, _NOBODY)
        return
    await _stream(listener, headers.get("last-event-id", ""), receive, send)


def _areas_of(cookie: str) -> frozenset[str]:
    """Where the holder of this session may read figures; nowhere for a stranger."""
    morsel = SimpleCookie(cookie).get(settings.SESSION_COOKIE_NAME)
    if morsel is None:
        return frozenset()
    caller = caller_in(SessionStore(morsel.value), now=time.time())
    return caller.areas(Permission.FIGURES_VIEW) if caller else frozenset()


async def _stream(listener: Listener, resume: str, receive: Receive, send: Send) -> None:
    await hub.join(listener)
    await _start(send, _OK)
    gone = asyncio.create_task(_until_gone(receive))
    try:
        past = [line for line in await sync_to_async(_past)(resume) if listener.may_hear(line)]
        await _write(send, past if resume else past[-RECENT:], prefix=": hello\n")
        while not gone.done():
            lines = await _next_lines(listener)
            if not await listener.is_welcome():
                break
            await _write(send, [line for line in lines if listener.may_hear(line)])
    finally:
        hub.listeners.discard(listener)
        gone.cancel()


async def _next_lines(listener: Listener) -> list[Line]:
    """What came within a heartbeat, perhaps nothing."""
    try:
        async with asyncio.timeout(HEARTBEAT_S):
            lines = [await listener.queue.get()]
    except TimeoutError:
        return []
    while not listener.queue.empty():
        lines.append(listener.queue.get_nowait())
    return lines


def _past(resume: str) -> list[Line]:
    """Since the last line heard; to a new listener, what happened lately."""
    newest = last_entry_id()
    since = max(int(resume), newest - MISSED) if resume.isdigit() else newest - BATCH
    return lines_of(entries_after(since, limit=MISSED))


async def _write(send: Send, lines: Iterable[Line], *, prefix: str = "") -> None:
    """Events as SSE frames; with nothing to tell, a comment keeps proxies from hanging up."""
    frames = [f"id: {line.id}\ndata: {msgspec.json.encode(line).decode()}\n\n" for line in lines]
    body = prefix + ("".join(frames) or ": \n\n")
    await send({"type": "http.response.body", "body": body.encode(), "more_body": True})


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _start(send: Send, status: int) -> None:
    headers = {"content-type": "text/event-stream", "cache-control": "no-store"}
    headers |= {"x-accel-buffering": "no"}
    if settings.WEB_ORIGIN:
        headers["access-control-allow-origin"] = settings.WEB_ORIGIN
        headers["access-control-allow-credentials"] = "true"
    pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": pairs})


async def _answer(send: Send, status: int) -> None:
    await _start(send, status)
    await send({"type": "http.response.body", "body": b""})


async def _live(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
