"""What an import did, or would do, for whoever sent the sheet."""

import datetime as dt
from collections import Counter
from dataclasses import asdict, dataclass

from lianfang.roster.rules.folding import Counts
from lianfang.roster.rules.issues import Issue


@dataclass(frozen=True, slots=True)
class Peak:
    """The day with the most confirmations; the earliest of equals."""

    date: dt.date
    count: int


@dataclass(frozen=True, slots=True)
class Report:
    """Rows by what they were, patients by what became of them, cells by what was wrong."""

    file: str
    sha256: str
    is_dry_run: bool
    rows: int
    kinds: Counts
    created: int
    already: int
    trips_stored: int
    trips_elsewhere: int
    stops: int
    peak: Peak | None
    issues: tuple[Issue, ...]

    def as_dict(self) -> dict[str, object]:
        """For JSON: counts first, every issue last."""
        refused = sum(issue.is_refused for issue in self.issues)
        return {
            "file": self.file,
            "sha256": self.sha256,
            "dry_run": self.is_dry_run,
            "rows": self.rows,
            "patients": self.kinds.patients,
            "continuation_rows": self.kinds.continuations,
            "restated_rows": self.kinds.restated,
            "empty_rows": self.kinds.empty,
            "created": self.created,
            "already": self.already,
            "trips_stored": self.trips_stored,
            "not_stored": {"trips_elsewhere": self.trips_elsewhere, "stops": self.stops},
            "peak": self.peak and {"date": self.peak.date.isoformat(), "count": self.peak.count},
            "refused": refused,
            "doubtful": len(self.issues) - refused,
            "by_code": dict(Counter(issue.code for issue in self.issues).most_common()),
            "issues": [asdict(issue) for issue in self.issues],
        }


def peak_of(days: Counter[dt.date]) -> Peak | None:
    if not days:
        return None
    day = min(days, key=lambda day: (-days[day], day))
    return Peak(day, days[day])
