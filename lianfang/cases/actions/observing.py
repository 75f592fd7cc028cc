"""From a case to the person's file and the observation; the entries are those of the lower apps."""

import datetime as dt
import uuid
from contextlib import suppress

from lianfang.accounts.actions import confirm_in_person
from lianfang.cases.enums import Source, SubjectKind
from lianfang.cases.models import Case
from lianfang.cases.rules import CATEGORY, NO_EVIDENCE, REPORTED_BY, VerifiedDetails, class_of
from lianfang.core.actor import Actor
from lianfang.geo.rules import Point
from lianfang.people.actions import add_arrival, add_exposure, change_status, close_fact, register
from lianfang.people.enums import (
    Axis,
    Category,
    ControlStatus,
    ExposureKind,
    FactKind,
    Reason,
    ReportSource,
)
from lianfang.people.models import Person
from lianfang.policy.errors import NoRule
from lianfang.quarantine.actions import record_reading, start_episode
from lianfang.quarantine.enums import ReadingKind, SubjectClass
from lianfang.quarantine.errors import PeriodOver

_YES = "1"
_ARRIVING = {SubjectClass.KEY_AREA_ARRIVAL, SubjectClass.ENTRANT}
_CONTACT = {SubjectClass.CLOSE_CONTACT, SubjectClass.SECONDARY_CONTACT}


def put_on_file(case: Case, details: VerifiedDetails, *, by: Actor, at: dt.datetime) -> Person:
    """Find or open the file of the case's subject; a file that proves to be another's is let go."""
    subject_class = class_of(case, details.subject_class)
    person = register(
        name=details.name or case.subject_name,
        phone=details.phone or case.subject_phone,
        area_code=case.area_code,
        source=ReportSource(REPORTED_BY[Source(case.source)]),
        category=Category(details.category or CATEGORY[subject_class]),
        id_type=details.id_type,
        id_number=details.id_number,
        address=details.address or case.address,
        by=by,
        at=at,
    )
    if case.person and case.person != person:
        let_go(case.person, reason=Reason.MERGED, by=by, at=at)
    settle_contact(case, by=by, at=at)
    if details.id_number:  # the document was seen at the door
        confirm_in_person(person.pk, by=by, at=at)
    return person


def observe(
    case: Case, person: Person, details: VerifiedDetails, *, by: Actor, at: dt.datetime
) -> None:
    """Write the history down and start the observation; one that is open already goes on."""
    subject_class = class_of(case, details.subject_class)
    known = details.anchor_at or case.last_contact_at
    anchor = known or at
    if known and subject_class in _ARRIVING:
        from_code = details.from_area_code
        add_arrival(person, arrived_at=anchor, from_area_code=from_code, by=by, at=at)
        add_exposure(
            person, kind=ExposureKind.KEY_AREA, value=_YES, area_code=from_code, by=by, at=at
        )
    if known and subject_class in _CONTACT:
        add_exposure(person, kind=ExposureKind.CONTACT, value=_YES, last_at=anchor, by=by, at=at)
    with suppress(PeriodOver, NoRule):  # nothing is asked of the person any more: on file only
        start_episode(
            person,
            subject_class=subject_class,
            anchor_at=anchor,
            evidence=details.evidence,
            waiver=details.waiver or ("" if details.evidence else NO_EVIDENCE),
            place=details.address or case.address,
            point=_point(case),
            by=by,
            at=at,
        )
    if person.control_status == ControlStatus.PENDING:
        _leave(person, ControlStatus.REGISTERED, reason=Reason.DUE_NORMAL, by=by, at=at)
    if details.temp_c is not None or details.symptoms:
        record_reading(
            person,
            key=uuid.uuid5(case.key, "visit"),
            kind=ReadingKind.STAFF,
            temp_c=details.temp_c,
            symptoms=list(details.symptoms),
            measured_at=at,
            by=by,
            at=at,
        )


def let_go(person: Person, *, reason: Reason, by: Actor, at: dt.datetime) -> None:
    """Nobody stays under control because of a case that came to nothing."""
    if person.control_status == ControlStatus.PENDING:
        _leave(person, ControlStatus.NOT_APPLICABLE, reason=reason, by=by, at=at)


def settle_contact(case: Case, *, by: Actor, at: dt.datetime) -> None:
    """A contact that has been verified is no longer red for waiting (handbook §4.5 rule 4)."""
    if case.person and case.source == Source.CLOSE_CONTACT:
        close_fact(case.person, FactKind.OPEN_CLOSE_CONTACT, by=by, at=at)


def _leave(
    person: Person, after: ControlStatus, *, reason: Reason, by: Actor, at: dt.datetime
) -> None:
    change_status(person, Axis.CONTROL, after=after, reason=reason, effective_at=at, by=by, at=at)


def _point(case: Case) -> Point | None:
    """Where the subject lives; a neighbour's point is where the neighbour stood."""
    is_own = case.source == Source.GRID_WORKER or case.subject_kind == SubjectKind.SELF
    if not is_own or case.lon is None or case.lat is None:
        return None
    return Point(case.lon, case.lat)
