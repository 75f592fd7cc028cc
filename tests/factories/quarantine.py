"""People under observation: a close contact of yesterday evening unless a test says otherwise."""

import datetime as dt
import uuid
from decimal import Decimal

from lianfang.core.actor import Actor
from lianfang.quarantine.actions import record_reading, start_episode
from lianfang.quarantine.enums import ReadingKind, SubjectClass
from lianfang.quarantine.models import Episode, Reading
from tests.factories.geo import T0
from tests.factories.people import make_person

NAME = [[120, 120, 300, 110, 480, 100], [300, 40, 290, 180, 160, 340], [310, 200, 520, 340]]
_SYSTEM = Actor.system()


def make_episode(person=None, *, at=T0, **given) -> Episode:
    """Started by the system at ``at``; fields are those of start_episode."""
    values = {
        "subject_class": SubjectClass.CLOSE_CONTACT,
        "anchor_at": at - dt.timedelta(hours=12),
        "evidence": "7",
        "by": _SYSTEM,
    }
    return start_episode(person or make_person(), **(values | given), at=at)


def make_reading(person, temp="36.5", *, at=T0, **given) -> Reading:
    """A self check, measured when it was sent."""
    values = {
        "key": uuid.uuid4(),
        "kind": ReadingKind.SELF,
        "temp_c": Decimal(temp) if temp else None,
        "symptoms": ["00"],
        "measured_at": at,
        "by": _SYSTEM,
    }
    return record_reading(person, **(values | given), at=at)
