"""Pure rules of the ward: discharge criteria, legal clocks, who is far enough from a test."""

import datetime as dt
from collections.abc import Mapping, Sequence

from lianfang.treatment.enums import LabResult, ObligationKind

# Diagnosis and treatment plan, trial editions 6 and 7 (handbook §2.2).
DISCHARGE_CRITERIA: Mapping[str, str] = {
    "afebrile_3d": "体温恢复正常 3 天以上",
    "symptoms_better": "呼吸道症状明显好转",
    "imaging_better": "肺部影像学明显好转",
    "two_negatives": "连续两次核酸阴性（采样间隔至少 24 小时）",
}
DUE_IN: Mapping[ObligationKind, dt.timedelta] = {
    ObligationKind.REPORT: dt.timedelta(hours=2),
    ObligationKind.INVESTIGATION: dt.timedelta(hours=24),
    ObligationKind.TRACING: dt.timedelta(hours=24),
    ObligationKind.FOLLOW_UP: dt.timedelta(days=14),
}
APART = dt.timedelta(hours=24)


def two_negatives(tests: Sequence[tuple[str, dt.datetime]]) -> bool:
    """The last two results, oldest first, are negative with samples 24 hours apart or more."""
    last = tests[-2:]
    if len(last) < 2 or any(result != LabResult.NEGATIVE for result, _ in last):  # noqa: PLR2004 -- a pair
        return False
    return last[1][1] - last[0][1] >= APART
