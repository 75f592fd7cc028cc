"""One function per thing a hospital or the CDC does with a patient; each is one transaction."""

from lianfang.treatment.actions.classes import (
    confirm,
    exclude,
    find_asymptomatic,
    recover,
    set_severity,
    suspect,
)
from lianfang.treatment.actions.death import confirm_death, report_death
from lianfang.treatment.actions.ward import (
    accept_referral,
    admit,
    finish_obligation,
    receive,
    record_test,
    record_visit,
    refer,
)

__all__ = [
    "accept_referral",
    "admit",
    "confirm",
    "confirm_death",
    "exclude",
    "find_asymptomatic",
    "finish_obligation",
    "receive",
    "record_test",
    "record_visit",
    "recover",
    "refer",
    "report_death",
    "set_severity",
    "suspect",
]
