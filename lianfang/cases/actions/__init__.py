"""One function per thing that can be done with a case; each is one transaction."""

from lianfang.cases.actions.appealing import appeal
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
    urge,
    void,
)
from lianfang.cases.actions.helping import ask_for_help
from lianfang.cases.actions.opening import open_case, submit_report
from lianfang.cases.actions.tips import forget_senders, must_be_news, submit_tip
from lianfang.cases.actions.verification import close_for_hospital, register_on_site, verify
from lianfang.cases.actions.visiting import (
    escalate,
    invite_doctor,
    open_file,
    open_task,
    remind_to_call,
    report_back,
    start_visit,
)

__all__ = [
    "accept",
    "appeal",
    "approve_feedback",
    "ask_for_help",
    "close",
    "close_for_hospital",
    "dispatch",
    "escalate",
    "file",
    "forget_senders",
    "invite_doctor",
    "must_be_news",
    "open_case",
    "open_file",
    "open_task",
    "register_on_site",
    "reject",
    "remind_to_call",
    "report_back",
    "resume",
    "return_back",
    "start_visit",
    "submit_report",
    "submit_tip",
    "suspend",
    "urge",
    "verify",
    "void",
]
