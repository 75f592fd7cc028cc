"""人员页: everything about one person that the caller may see, in one place."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import TextChoices

from lianfang.audit.models import Entry
from lianfang.audit.queries import timelines
from lianfang.cases.enums import Kind, Outcome, State
from lianfang.cases.models import Case
from lianfang.cases.queries import visible_to as cases_visible_to
from lianfang.core.clock import local_date
from lianfang.core.masking import mask_name, mask_number
from lianfang.geo.queries import gazetteer, paths_of
from lianfang.org.rules import Caller
from lianfang.people.enums import (
    Axis,
    CaseClass,
    Category,
    ControlStatus,
    ExposureKind,
    Reason,
    ReportSource,
    Severity,
    Transport,
)
from lianfang.people.flow import label
from lianfang.people.models import Arrival, Cohabitant, Exposure, Person, StatusEvent
from lianfang.people.queries import (
    aliases_of,
    arrivals_of,
    cohabitants_of,
    exposures_of,
    get_for,
    history_of,
)
from lianfang.quarantine.enums import EndReason, Mode, ReadingKind, SubjectClass
from lianfang.quarantine.models import Episode
from lianfang.quarantine.queries import ReadingRow, episodes_of, readings_of
from lianfang.roster.fields import shown
from lianfang.roster.queries.dictionary import added_values, fields_for
from lianfang.roster.rules.words import HAPPENED, age_at, exposed

_PERSON, _CASE, _EPISODE = "people.person", "cases.case", "quarantine.episode"
_READINGS = 60
_CITIZEN = "account"
_COUNTY = 6
_STATES: Mapping[Axis, type[TextChoices]] = {
    Axis.CONTROL: ControlStatus,
    Axis.CLASS: CaseClass,
    Axis.SEVERITY: Severity,
}


@dataclass(frozen=True, slots=True)
class Card:
    """Who: masked where the law wants it; the door is only said to be known."""

    key: uuid.UUID
    name: str
    sex: str
    age: int | None
    id_type: str
    id_number: str
    phone: str
    area_code: str
    area: str
    has_address: bool
    category: str
    source: str
    status: str  # the one derived word
    registered_at: dt.datetime
    version: int


@dataclass(frozen=True, slots=True)
class Moved:
    """One move on an axis, in words; ``recorded_at`` may be later than it took effect."""

    effective_at: dt.datetime
    recorded_at: dt.datetime
    before: str
    after: str
    reason: str
    who: str


@dataclass(frozen=True, slots=True)
class AxisShown:
    axis: str
    name: str
    code: str
    word: str
    moves: tuple[Moved, ...]


@dataclass(frozen=True, slots=True)
class Arrived:
    arrived_at: dt.datetime
    from_area: str
    transport: str
    transport_no: str
    seat_no: str


@dataclass(frozen=True, slots=True)
class Exposed:
    """A history; who the contact was is not told here, only that they are on file."""

    kind: str
    value: str
    area: str
    from_date: dt.date | None
    to_date: dt.date | None
    is_contact_on_file: bool


@dataclass(frozen=True, slots=True)
class LivesWith:
    name: str
    relation: str
    is_on_file: bool


@dataclass(frozen=True, slots=True)
class EpisodeShown:
    """A stay under observation; the room or door is not told here."""

    key: uuid.UUID
    subject_class: str
    mode: str
    starts_at: dt.datetime
    planned_end: dt.datetime
    ended_at: dt.datetime | None
    end_reason: str


@dataclass(frozen=True, slots=True)
class Measured:
    """A reading without its free note."""

    measured_at: dt.datetime
    kind: str
    temp_c: Decimal | None
    symptoms: tuple[str, ...]
    is_abnormal: bool


@dataclass(frozen=True, slots=True)
class CaseShown:
    """A case about this person that the caller may open; who reported it is never told."""

    key: uuid.UUID
    number: str
    kind: str
    state: str
    outcome: str
    opened_at: dt.datetime
    closed_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Happened:
    """A line of the timeline, from the audit trail; a citizen stays unnamed."""

    at: dt.datetime
    action: str
    word: str
    who: str


@dataclass(frozen=True, slots=True)
class AddedShown:
    """A field an administrator added, where the file says something in it."""

    id: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class PersonPage:
    card: Card
    axes: tuple[AxisShown, ...]
    arrivals: tuple[Arrived, ...]
    exposures: tuple[Exposed, ...]
    cohabitants: tuple[LivesWith, ...]
    episodes: tuple[EpisodeShown, ...]
    readings: tuple[Measured, ...]
    cases: tuple[CaseShown, ...]
    timeline: tuple[Happened, ...]
    added: tuple[AddedShown, ...]


def person_page(caller: Caller, key: uuid.UUID, *, at: dt.datetime) -> PersonPage:
    """The page of one person; a stranger gets NotFound.

    Whoever serves it notes the look in the access log (``audit.actions.record_access``).
    """
    person = get_for(caller, key, at=at)
    whole = [person, *aliases_of(person)]  # the files that were made one with this one come along
    cases = list(cases_visible_to(caller).filter(person__in=whole).order_by("-opened_at", "-id"))
    arrivals = [trip for each in whole for trip in arrivals_of(each)]
    exposures = [told for each in whole for told in exposures_of(each)]
    episodes = [stay for each in whole for stay in episodes_of(each.pk)]
    readings = [row for each in whole for row in readings_of(each.pk, limit=_READINGS)]
    places = _places(
        [person.area_code, *(a.from_area_code for a in arrivals), *(e.area_code for e in exposures)]
    )
    return PersonPage(
        card=_card(person, places, at),
        axes=_axes(person, history_of(person)),
        arrivals=tuple(_arrived(arrival, places) for arrival in arrivals),
        exposures=tuple(_exposed(exposure, places) for exposure in exposures),
        cohabitants=tuple(_lives_with(other) for each in whole for other in cohabitants_of(each)),
        cases=tuple(_case(case) for case in cases),
        episodes=tuple(_episode(episode) for episode in episodes),
        readings=tuple(_measured(row) for row in _newest(readings)),
        timeline=_timeline(
            {
                _PERSON: [each.pk for each in whole],
                _CASE: [case.pk for case in cases],
                _EPISODE: [episode.pk for episode in episodes],
            }
        ),
        added=_added(caller, person),
    )


def _added(caller: Caller, person: Person) -> tuple[AddedShown, ...]:
    fields = fields_for(caller).added
    told = added_values([person.pk], fields).get(person.pk, {})
    return tuple(
        AddedShown(one.id, one.label, shown(one, told[one.id], is_masked=True))
        for one in fields
        if one.id in told
    )


def _newest(readings: list[ReadingRow]) -> list[ReadingRow]:
    return sorted(readings, key=lambda row: row.measured_at, reverse=True)[:_READINGS]


def _places(codes: Iterable[str]) -> Callable[[str], str]:
    """Names of areas: national down to the county, our own below it."""
    wanted = {code for code in codes if code}
    below = paths_of(code for code in wanted if len(code) > _COUNTY)
    book = gazetteer()

    def name(code: str) -> str:
        return below[code] if code in below else book.full_name_of(code) if code else ""

    return name


def _card(person: Person, places: Callable[[str], str], at: dt.datetime) -> Card:
    return Card(
        key=person.key,
        name=person.name,
        sex=person.sex,
        age=age_at(person.birth_date, person.birth_precision, local_date(at)),
        id_type=person.id_type,
        id_number=mask_number(person.id_number),
        phone=mask_number(person.phone),
        area_code=person.area_code,
        area=places(person.area_code),
        has_address=bool(person.address),
        category=Category(person.category).label,
        source=ReportSource(person.source).label,
        status=label(person.control_status, person.case_class, person.severity),
        registered_at=person.registered_at,
        version=person.version,
    )


def _axes(person: Person, history: Iterable[StatusEvent]) -> tuple[AxisShown, ...]:
    moves: dict[str, list[StatusEvent]] = {}
    for event in history:
        moves.setdefault(event.axis, []).append(event)
    return tuple(
        AxisShown(
            axis=axis,
            name=axis.label,
            code=getattr(person, axis),
            word=_word(axis, getattr(person, axis)),
            moves=tuple(_moved(axis, event) for event in moves.get(axis, [])),
        )
        for axis in Axis
    )


def _moved(axis: Axis, event: StatusEvent) -> Moved:
    return Moved(
        effective_at=event.effective_at,
        recorded_at=event.recorded_at,
        before=_word(axis, event.before),
        after=_word(axis, event.after),
        reason=Reason(event.reason).label,
        who=_who(event),
    )


def _word(axis: Axis, code: str) -> str:
    return str(_STATES[axis](code).label) if code else ""


def _arrived(arrival: Arrival, places: Callable[[str], str]) -> Arrived:
    return Arrived(
        arrived_at=arrival.arrived_at,
        from_area=places(arrival.from_area_code),
        transport=Transport(arrival.transport).label if arrival.transport else "",
        transport_no=arrival.transport_no,
        seat_no=arrival.seat_no,
    )


def _exposed(exposure: Exposure, places: Callable[[str], str]) -> Exposed:
    return Exposed(
        kind=ExposureKind(exposure.kind).label,
        value=exposed(exposure.kind, exposure.value),
        area=places(exposure.area_code),
        from_date=exposure.from_date,
        to_date=exposure.to_date,
        is_contact_on_file=exposure.contact_id is not None,
    )


def _lives_with(other: Cohabitant) -> LivesWith:
    return LivesWith(
        name=mask_name(other.name),
        relation=other.relation,
        is_on_file=other.other_id is not None,
    )


def _episode(episode: Episode) -> EpisodeShown:
    return EpisodeShown(
        key=episode.key,
        subject_class=SubjectClass(episode.subject_class).label,
        mode=Mode(episode.mode).label,
        starts_at=episode.starts_at,
        planned_end=episode.planned_end,
        ended_at=episode.ended_at,
        end_reason=EndReason(episode.end_reason).label if episode.end_reason else "",
    )


def _measured(row: ReadingRow) -> Measured:
    return Measured(
        measured_at=row.measured_at,
        kind=ReadingKind(row.kind).label,
        temp_c=row.temp_c,
        symptoms=tuple(row.symptoms),
        is_abnormal=row.is_abnormal,
    )


def _case(case: Case) -> CaseShown:
    return CaseShown(
        key=case.key,
        number=case.number,
        kind=Kind(case.kind).label,
        state=State(case.state).label,
        outcome=Outcome(case.outcome).label if case.outcome else "",
        opened_at=case.opened_at,
        closed_at=case.closed_at,
    )


def _timeline(subjects: Mapping[str, Iterable[int]]) -> tuple[Happened, ...]:
    return tuple(
        Happened(entry.happened_at, entry.action, HAPPENED[entry.action], _who(entry))
        for entry in timelines(subjects)
        if entry.action in HAPPENED
    )


def _who(entry: Entry | StatusEvent) -> str:
    return "市民" if entry.actor_kind == _CITIZEN else entry.actor_name
