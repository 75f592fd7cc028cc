"""A value kept in the process for a while, for what changes seldom and is asked for always."""

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

Kept = TypeVar("Kept")
_forgetters: list[Callable[[], None]] = []


def when_forgetting(forget: Callable[[], None]) -> None:
    """``forget_all`` will call it."""
    _forgetters.append(forget)


def forget_all() -> None:
    """As if this process had just begun; for tests, whose databases come and go."""
    for forget in _forgetters:
        forget()


class Held(Generic[Kept]):
    """``Held(read, seconds=60)()`` is ``read()`` as it was at most so long ago.

    One of several threads reads again, the others go on with what there is; so do all when reading
    fails.
    """

    def __init__(self, read: Callable[[], Kept], *, seconds: float) -> None:
        self.read, self.seconds = read, seconds
        self.lock = threading.Lock()
        self.kept: list[Kept] = []
        self.until = 0.0
        when_forgetting(self.forget)

    def __call__(self) -> Kept:
        now = time.monotonic()
        if self.kept and now < self.until:
            return self.kept[0]
        if not self.lock.acquire(blocking=not self.kept):
            return self.kept[0]
        try:
            self.kept = [self.read()]
        except Exception:
            if not self.kept:
                raise
        finally:
            self.until = now + self.seconds
            self.lock.release()
        return self.kept[0]

    def forget(self) -> None:
        self.kept = []
        self.until = 0.0
