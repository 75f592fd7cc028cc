"""One function per thing that can be done to a person's file; each is one transaction."""

from lianfang.people.actions.batch import (
    Incoming,
    Past,
    Registered,
    StatusMove,
    Trip,
    register_many,
)
from lianfang.people.actions.correcting import compensate
from lianfang.people.actions.correction import correct, note_added, set_exposure, set_trip
from lianfang.people.actions.history import (
    add_arrival,
    add_cohabitant,
    add_exposure,
    move_home,
    note_reading,
)
from lianfang.people.actions.merging import merge, unmerge
from lianfang.people.actions.registration import register
from lianfang.people.actions.restraint import one_batch
from lianfang.people.actions.sharing import Unmasked, grant, unmask
from lianfang.people.actions.status import change_status, close_fact, state_fact
from lianfang.people.actions.voiding import restore, void
from lianfang.people.actions.withdrawal import withdraw_many

__all__ = [
    "Incoming",
    "Past",
    "Registered",
    "StatusMove",
    "Trip",
    "Unmasked",
    "add_arrival",
    "add_cohabitant",
    "add_exposure",
    "change_status",
    "close_fact",
    "compensate",
    "correct",
    "grant",
    "merge",
    "move_home",
    "note_added",
    "note_reading",
    "one_batch",
    "register",
    "register_many",
    "restore",
    "set_exposure",
    "set_trip",
    "state_fact",
    "unmask",
    "unmerge",
    "void",
    "withdraw_many",
]
