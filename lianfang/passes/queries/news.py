"""Whose facts moved lately, kept in each process: what lets a pass be shown without a read."""

import datetime as dt
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db import DatabaseError, close_old_connections

from lianfang.accounts.queries import accounts_of
from lianfang.audit.queries import Moved, last_entry_id, moved_since
from lianfang.core.held import when_forgetting

EVERY_S = 15  # real seconds between two looks at the trail
OLDEST_S = 300  # what was heard longer ago is not relied on
_LATE_S = 120  # an entry may commit as long as this after a later one
_MOST = 20_000  # entries looked at together; a process that begins looks back as far
_EVER = dt.datetime.min.replace(tzinfo=dt.UTC)
LIFE = dt.timedelta(hours=1)  # of a ticket
PERSON, ACCOUNT = "people.person", "accounts.account"
_ABOUT = (PERSON, ACCOUNT, "accounts.binding")
SLACK = dt.timedelta(minutes=2)  # a fact is dated before it is committed
Subject = tuple[str, int]


@dataclass
class News:
    """Subjects and when they moved last; ``since`` is how far back nothing was missed."""

    moved: dict[Subject, dt.datetime] = field(default_factory=dict)
    since: dt.datetime | None = None
    heard: float = float("-inf")
    marks: deque[tuple[float, int]] = field(default_factory=deque)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def forget(self) -> None:
        """As if this process had just begun."""
        self.moved, self.since, self.heard = {}, None, float("-inf")
        self.marks.clear()

    def is_recent(self) -> bool:
        """Looks at the trail when that is due; one request of many does, the others go on."""
        if time.monotonic() - self.heard > EVERY_S and self.lock.acquire(blocking=False):
            try:
                self._listen()
            except DatabaseError:  # shown for a while without a database
                close_old_connections()
            finally:
                self.lock.release()
        return time.monotonic() - self.heard <= OLDEST_S

    def has_moved(self, subject: Subject, since: dt.datetime) -> bool:
        """True as well where it cannot be known."""
        if self.since is None or since - SLACK < self.since:
            return True
        moved = self.moved.get(subject)
        return moved is not None and moved > since - SLACK

    def _listen(self) -> None:
        began, newest = time.monotonic(), last_entry_id()
        rows = moved_since(self._floor(began), about=_ABOUT, most=_MOST)
        for subject, at in _subjects(rows):
            self.moved[subject] = max(at, self.moved.get(subject, at))
        if len(rows) == _MOST:  # there was more: what is older is not known
            self.since = rows[-1].happened_at
        elif self.since is None:
            self.since = _EVER
        self._forget()
        self.marks.append((began, newest))
        self.heard = began

    def _forget(self) -> None:
        """Tickets of before are over."""
        if self.moved:
            oldest = max(self.moved.values()) - LIFE - SLACK
            self.moved = {subject: at for subject, at in self.moved.items() if at > oldest}

    def _floor(self, now: float) -> int:
        """Where to begin: behind what may have been on its way at the look before last."""
        while len(self.marks) > 1 and self.marks[1][0] <= now - _LATE_S:
            self.marks.popleft()
        return self.marks[0][1] if self.marks else 0


def _subjects(rows: Iterable[Moved]) -> Iterator[tuple[Subject, dt.datetime]]:
    bindings: dict[int, dt.datetime] = {}
    for row in rows:
        if row.subject_type in {PERSON, ACCOUNT}:
            yield (row.subject_type, row.subject_id), row.happened_at
        else:
            bindings[row.subject_id] = max(
                row.happened_at, bindings.get(row.subject_id, row.happened_at)
            )
    if bindings:
        for binding, account in accounts_of(list(bindings)).items():
            yield (ACCOUNT, account), bindings[binding]


trail = News()
when_forgetting(trail.forget)
