"""Stable paging by the last row seen: an opaque cursor over an ``id``-ended order."""

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from lianfang.core.problems import Invalid

Row = TypeVar("Row")


class BadCursor(Invalid):
    code, title = "paging.bad_cursor", "翻页位置已失效，请从第一页重新打开"


@dataclass(frozen=True)
class Page(Generic[Row]):
    """``next`` is the cursor of the following page, empty on the last one."""

    rows: list[Row]
    next: str


def page_of(found: list[Row], size: int, mark: Callable[[Row], tuple[object, ...]]) -> Page[Row]:
    """Cut ``size + 1`` found rows into a page; ``mark`` tells a row's place in the order."""
    rows = found[:size]
    return Page(rows, encode(*mark(rows[-1])) if len(found) > size else "")


def encode(*place: object) -> str:
    return base64.urlsafe_b64encode("\0".join(map(str, place)).encode()).decode()


def decode(cursor: str, parts: int) -> list[str]:
    try:
        place = base64.urlsafe_b64decode(cursor).decode().split("\0")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        raise BadCursor from None
    if len(place) != parts:
        raise BadCursor
    return place
