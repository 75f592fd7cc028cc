"""Single cells of a sheet: dates, ages, sex, yes and no, counts."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import TypeVar

from lianfang.core.clock import LOCAL, local_date, start_of
from lianfang.roster.enums import Finding
from lianfang.roster.rules.issues import Issues

T = TypeVar("T")
EARLIEST = dt.datetime(2019, 12, 1, tzinfo=LOCAL)
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_OLDEST = 120
SEXES = {"男": "1", "女": "2"}
YES_NO = {"是": True, "否": False}


def moment_of(text: str) -> dt.datetime | None:
    """An instant as ISO with its offset, or a bare day, which begins at midnight in China.

    Spreadsheets export Beijing midnights as 16:00 UTC of the day before: the date is that of the
    instant in China, never the first ten characters.
    """
    day = _DAY.fullmatch(text)
    try:
        if day:
            return start_of(dt.date(*(int(part) for part in day.groups())))
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def shown(text: str) -> str:
    """The cell for a person to read: an instant as its day in China."""
    moment = moment_of(text)
    return f"{local_date(moment):%F}" if moment else text


class Reader:
    """Reads cells and notes what could not be used."""

    def __init__(self, issues: Issues, *, now: dt.datetime) -> None:
        self.issues = issues
        self._now = now

    def moment(self, text: str, row: int, column: str) -> dt.datetime | None:
        if not text:
            return None
        moment = moment_of(text)
        if moment is None:
            self.issues.add(Finding.DATE_UNREADABLE, row, column, value=text)
        elif not EARLIEST <= moment <= self._now:
            self.issues.add(Finding.DATE_IMPLAUSIBLE, row, column, value=text)
            return None
        return moment

    def age(self, text: str, row: int, column: str) -> int | None:
        if not text:
            return None
        if text.isascii() and text.isdigit() and int(text) <= _OLDEST:
            return int(text)
        self.issues.add(Finding.AGE_UNREADABLE, row, column, value=text)
        return None

    def count(self, text: str, row: int, column: str) -> int | None:
        if not text:
            return None
        if text.isascii() and text.isdigit():
            return int(text)
        self.issues.add(Finding.COUNT_UNREADABLE, row, column, value=text)
        return None

    def choice(self, text: str, row: int, column: str, choices: Mapping[str, T]) -> T | None:
        if text and text not in choices:
            self.issues.add(Finding.CODE_UNREADABLE, row, column, value=text)
        return choices.get(text)
