"""One person alone does not turn many people red at once (handbook §4.5, governance)."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from lianfang.core.actor import Actor
from lianfang.people.errors import SecondPersonNeeded
from lianfang.policy.queries import most_red_together


@dataclass
class _Batch:
    most: int | None  # None: a second person has agreed
    red: int = 0


_running: ContextVar[_Batch | None] = ContextVar("batch", default=None)


@contextmanager
def one_batch(
    *, is_agreed: bool = False, before: int = 0, by: Actor, at: dt.datetime
) -> Iterator[None]:
    """All that happens inside is one batch; one within another is part of it.

    Raises SecondPersonNeeded, out of the transaction around it, as soon as more people turn red
    than one person may decide, unless a second person ``is_agreed``. ``before`` counts towards it.
    """
    _ = by
    if _running.get() is not None:
        yield
        return
    most = None if is_agreed else most_red_together(at=at)
    token = _running.set(_Batch(most, before))
    try:
        yield
    finally:
        _running.reset(token)


def note_red(people: int) -> None:
    """Part of whatever writes a fact down; outside a batch nothing happens."""
    batch = _running.get()
    if batch is None or not people:
        return
    batch.red += people
    if batch.most is not None and batch.red > batch.most:
        raise SecondPersonNeeded(f"本批至少 {batch.red} 人将转为红码，上限 {batch.most} 人")
