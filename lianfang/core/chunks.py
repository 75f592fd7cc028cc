"""Long rows of things, some at a time."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def chunks(things: Iterable[T], most: int) -> Iterator[tuple[T, ...]]:
    """All of them in their order, never more than ``most`` together."""
    rest = iter(things)
    while some := tuple(islice(rest, most)):
        yield some
