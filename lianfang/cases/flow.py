"""The flow of a case as a value: its stages, the arrows between them, its clocks and lights.

No database and no time of its own, so the whole table can be read and tested at a glance.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from lianfang.cases.enums import Light, PublicState, State
from lianfang.cases.errors import WrongState

_ZERO = dt.timedelta()


@dataclass(frozen=True)
class Clock:
    """The time of one stage: it stands while paused, and may carry time over from the stage before.

    ``limit`` is empty where nobody waits.
    """

    since: dt.datetime
    limit: dt.timedelta | None
    paused: dt.timedelta = _ZERO
    carried: dt.timedelta = _ZERO
    paused_since: dt.datetime | None = None

    def used(self, now: dt.datetime) -> dt.timedelta:
        """Never less than nothing: a pause may be granted ahead, until the next call is due."""
        until = self.paused_since or now
        return max(until - self.since - self.paused + self.carried, _ZERO)

    @property
    def due_at(self) -> dt.datetime | None:
        """When the limit is used up; empty while paused."""
        return self.reaches(1.0)

    def reaches(self, share: float) -> dt.datetime | None:
        """When this share of the limit is used up."""
        if self.limit is None or self.paused_since:
            return None
        return self.since + self.limit * share + self.paused - self.carried


@dataclass(frozen=True)
class Flow:
    """Stages by code with their words, where each may lead, and when a light turns.

    How long a stage may take is the policy's to say (``case_limit.*``, handbook §1.6 and §9).
    """

    stages: Mapping[str, str]
    arrows: Mapping[str, frozenset[str]]
    yellow_at: float = 0.8
    red_above: float = 1.0

    def check_step(self, current: str, wanted: str) -> None:
        """Raises WrongState for an arrow the flow does not have."""
        if wanted not in self.arrows[current]:
            raise WrongState(f"{self.stages[current]} → {self.stages[wanted]}")

    def light(self, used: dt.timedelta, limit: dt.timedelta | None) -> Light:
        """Green while time is plenty, yellow from four fifths of it, red once it is over."""
        if limit is None:
            return Light.NONE
        share = used / limit
        if share > self.red_above:
            return Light.RED
        return Light.YELLOW if share >= self.yellow_at else Light.GREEN


S = State
ENDS = frozenset({S.CLOSED, S.REJECTED, S.VOIDED})
OPEN = frozenset(S) - ENDS
AT_THE_DOOR = frozenset({S.DISPATCHED, S.VERIFYING})
UNDER_REVIEW = frozenset({S.REVIEWING, S.CLOSING})
_SIDE = frozenset({S.SUSPENDED, S.VOIDED})

CASE = Flow(
    stages=dict(S.choices),
    arrows={
        S.SUBMITTED: frozenset({S.ACCEPTED, S.DISPATCHED, S.REJECTED}) | _SIDE,
        S.ACCEPTED: frozenset({S.FILED, S.REJECTED}) | _SIDE,
        S.FILED: frozenset({S.DISPATCHED, S.CLOSED}) | _SIDE,
        S.DISPATCHED: frozenset({S.DISPATCHED, S.VERIFYING, S.FILED, S.REVIEWING, S.CLOSED})
        | _SIDE,
        S.VERIFYING: frozenset({S.DISPATCHED, S.FILED, S.REVIEWING, S.CLOSED}) | _SIDE,
        S.REVIEWING: frozenset({S.DISPATCHED, S.FILED, S.CLOSING, S.CLOSED}) | _SIDE,
        S.CLOSING: frozenset({S.DISPATCHED, S.FILED, S.CLOSED}) | _SIDE,
        S.SUSPENDED: OPEN - {S.SUSPENDED} | {S.VOIDED},
        S.CLOSED: frozenset(),
        S.REJECTED: frozenset(),
        S.VOIDED: frozenset(),
    },
)


def carries_on(current: str, wanted: str) -> bool:
    """Arriving at the door does not give the grid worker new time."""
    return (current, wanted) == (S.DISPATCHED, S.VERIFYING)


def public_state(state: str, held_state: str = "") -> PublicState:
    """The three words a citizen is told (handbook §4.2)."""
    shown = held_state if state == S.SUSPENDED else state
    if shown in ENDS:
        return PublicState.CLOSED
    if shown in {S.SUBMITTED, S.ACCEPTED, S.FILED}:
        return PublicState.ACCEPTED
    return PublicState.VERIFYING
