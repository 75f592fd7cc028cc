"""One function per thing that can be done to an observation; each is one transaction."""

from lianfang.quarantine.actions.batch import Line, Signs, note_signs, remark_many
from lianfang.quarantine.actions.entry import (
    assign_staff,
    confirm_entry,
    end_episode,
    move_episode,
    pause_for_hospital,
    reopen_episode,
    resume,
    start_episode,
)
from lianfang.quarantine.actions.escalation import escalate
from lianfang.quarantine.actions.missed import explain_missed
from lianfang.quarantine.actions.notices import prepare_notices, serve_notice, sign_notice
from lianfang.quarantine.actions.readings import (
    check_at_visit,
    clear_abnormal,
    finish_call,
    record_reading,
)
from lianfang.quarantine.actions.release import issue_release, sign_release
from lianfang.quarantine.actions.remarks import arrange_stay, remark, take_back
from lianfang.quarantine.actions.slots import exempt_slots, plan_slots
from lianfang.quarantine.actions.together import (
    arrange_many,
    assign_doctor_many,
    plan_visits_many,
    prepare_notices_many,
    put_back_many,
)
from lianfang.quarantine.actions.visits import plan_visit

__all__ = [
    "Line",
    "Signs",
    "arrange_many",
    "arrange_stay",
    "assign_doctor_many",
    "assign_staff",
    "check_at_visit",
    "clear_abnormal",
    "confirm_entry",
    "end_episode",
    "escalate",
    "exempt_slots",
    "explain_missed",
    "finish_call",
    "issue_release",
    "move_episode",
    "note_signs",
    "pause_for_hospital",
    "plan_slots",
    "plan_visit",
    "plan_visits_many",
    "prepare_notices",
    "prepare_notices_many",
    "put_back_many",
    "record_reading",
    "remark",
    "remark_many",
    "reopen_episode",
    "resume",
    "serve_notice",
    "sign_notice",
    "sign_release",
    "start_episode",
    "take_back",
]
