"""What an article's state means at a moment, and what differs between two texts."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from lianfang.articles.enums import ArticleState, Showing


@dataclass(frozen=True, slots=True)
class Change:
    """A line that stayed (``=``), went (``-``) or came (``+``)."""

    sign: str
    text: str


def showing(
    state: str, *, publish_at: dt.datetime | None, until: dt.datetime | None, at: dt.datetime
) -> Showing:
    if state != ArticleState.PUBLISHED:
        return Showing(state)
    if publish_at and publish_at > at:
        return Showing.WAITING
    return Showing.OVER if until and until <= at else Showing.ON


def differences(old: Sequence[str], new: Sequence[str]) -> list[Change]:
    return list(_compared(old, new))


def _compared(old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for step, old_from, old_to, new_from, new_to in steps:
        if step == "equal":
            yield from (Change("=", line) for line in old[old_from:old_to])
            continue
        yield from (Change("-", line) for line in old[old_from:old_to])
        yield from (Change("+", line) for line in new[new_from:new_to])
