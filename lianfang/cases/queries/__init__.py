"""Which cases come back to whom; ``get_for`` and its kin are the doors to one case."""

from lianfang.cases.queries.lists import (
    CaseRow,
    Filters,
    Report,
    StateCount,
    Task,
    as_report,
    counts_for,
    joint_visits_of,
    light_at,
    list_page,
    reports_of,
    tasks_of,
)
from lianfang.cases.queries.reach import (
    by_id,
    get_for,
    get_for_citizen,
    get_task,
    visible_to,
    waiting_for_a_call,
)
from lianfang.cases.queries.stories import (
    FlowEvent,
    FlowStep,
    FlowView,
    PublicStep,
    flow_of,
    public_steps,
)

__all__ = [
    "CaseRow",
    "Filters",
    "FlowEvent",
    "FlowStep",
    "FlowView",
    "PublicStep",
    "Report",
    "StateCount",
    "Task",
    "as_report",
    "by_id",
    "counts_for",
    "flow_of",
    "get_for",
    "get_for_citizen",
    "get_task",
    "joint_visits_of",
    "light_at",
    "list_page",
    "public_steps",
    "reports_of",
    "tasks_of",
    "visible_to",
    "waiting_for_a_call",
]
