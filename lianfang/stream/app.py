"""``GET /stream``: server-sent events for whoever may read figures, one poller for all of them.

Plain ASGI. Entries are read once and handed to every listener whose areas they lie in; an idle
listener costs a queue. ``Last-Event-ID`` resumes where a broken line ended.
"""

import asyncio
import contextlib
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
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402 -- after setup

from lianfang.audit.queries import entries_after, last_entry_id  # noqa: E402 -- after setup
from lianfang.org.enums import Permission  # noqa: E402 -- after setup
from lianfang.org.queries import caller_in  # noqa: E402 -- after setup
from lianfang.org.rules import COUNTRY  # noqa: E402 -- after setup
from lianfang.stream.lines import Line, lines_of  # noqa: E402 -- after setup

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

EVERY_S = 0.5
HEARTBEAT_S = 15.0
BATCH = 200
QUEUE = 500
_OK, _NOBODY, _NOT_FOUND = 200, 401, 404


@dataclass(eq=False)
class Listener:
    """Somebody listening, and the areas they may hear of."""

    areas: frozenset[str]
    queue: asyncio.Queue[Line] = field(default_factory=lambda: asyncio.Queue(QUEUE))

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
        self.last = 0
        self.poller: asyncio.Task[None] | None = None

    async def join(self, listener: Listener) -> None:
        if self.poller is None or self.poller.done():
            self.last = await sync_to_async(last_entry_id)()
            self.poller = asyncio.create_task(self._poll())
        self.listeners.add(listener)

    async def _poll(self) -> None:
        while True:
            if self.listeners:
                for line in await sync_to_async(self._read)():
                    for listener in tuple(self.listeners):
                        listener.tell(line)
            await asyncio.sleep(EVERY_S)

    def _read(self) -> list[Line]:
        """One look at the primary key, twice a second however many listen."""
        entries = list(entries_after(self.last, limit=BATCH))
        if entries:
            self.last = entries[-1].pk
        return lines_of(entries)


hub = Hub()


async def application(scope: Message, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await _live(receive, send)
        return
    if scope["type"] != "http" or scope["path"].rstrip("/") != "/stream":
        await _answer(send, _NOT_FOUND)
        return
    headers = {name.decode().lower(): value.decode() for name, value in scope["headers"]}
    areas = await sync_to_async(_areas_of)(headers.get("cookie", ""))
    if not areas:
        await _answer(send, _NOBODY)
        return
    await _stream(Listener(areas), headers.get("last-event-id", ""), receive, send)


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
        missed = await sync_to_async(_missed)(resume)
        await _write(send, [line for line in missed if listener.may_hear(line)], prefix=": hello\n")
        while not gone.done():
            await _write(send, await _next_lines(listener))
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


def _missed(resume: str) -> list[Line]:
    return lines_of(entries_after(int(resume), limit=BATCH)) if resume.isdigit() else []


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
