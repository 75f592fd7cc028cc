"""What every source is turned into: figures of the nation and of its provinces at one moment."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figures:
    """Cumulative counts and those ill now; None where it is silent or contradicts itself."""

    confirmed: int
    cured: int
    dead: int
    suspected: int | None
    current: int | None


@dataclass(frozen=True, slots=True)
class Reading:
    """One snapshot read: ``as_of`` by the source's own clock, provinces by their two-digit code."""

    as_of: dt.datetime
    nation: Figures
    provinces: Mapping[str, Figures]
