"""One function per thing that can be done with a case; each is one transaction."""

from lianfang.cases.actions.desk import (
    accept,
    approve_feedback,
    close,
    dispatch,
    file,
    reject,
    resume,
    return_back,
    suspend,
    void,
)
from lianfang.cases.actions.opening import open_case, submit_report
from lianfang.cases.actions.visiting import (
    escalate,
    invite_doctor,
    open_task,
    remind_to_call,
    report_back,
    start_visit,
)

__all__ = [
    "accept",
    "approve_feedback",
    "close",
    "dispatch",
    "escalate",
    "file",
    "invite_doctor",
    "open_case",
    "open_task",
    "reject",
    "remind_to_call",
    "report_back",
    "resume",
    "return_back",
    "start_visit",
    "submit_report",
    "suspend",
    "void",
]
