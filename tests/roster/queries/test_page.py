"""The page of one person: composed, masked, and closed to strangers."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lianfang.cases.actions import open_case
from lianfang.cases.enums import Kind, Source
from lianfang.core.actor import Actor
from lianfang.core.problems import NotFound
from lianfang.org.enums import Permission
from lianfang.org.rules import Caller
from lianfang.people.actions import (
    Incoming,
    Past,
    StatusMove,
    Trip,
    change_status,
    register,
    register_many,
)
from lianfang.people.enums import Axis, CaseClass, ControlStatus, ExposureKind, Reason, ReportSource
from lianfang.people.models import Person
from lianfang.roster.queries import person_page
from lianfang.roster.rules.words import age_at
from tests.factories.geo import GRID, T0, make_area
from tests.factories.quarantine import make_episode, make_reading

pytestmark = pytest.mark.django_db
ROBOT = Actor.system()
DOCTOR = Actor("user", 7, "李医生")
HOUR = dt.timedelta(hours=1)
GUEST = uuid.UUID(int=1)


def looking_at(*areas):
    return Caller(1, "张三", None, areas_by_permission={Permission.PERSON_VIEW: frozenset(areas)})


@pytest.fixture
def person():
    make_area()
    return register(
        name="王小明",
        phone="13800138000",
        area_code=GRID,
        source=ReportSource.GRID,
        birth_date=dt.date(1980, 2, 11),
        sex="1",
        address="3幢2单元501",
        by=ROBOT,
        at=T0,
    )


def observe(person, at):
    change_status(
        person,
        Axis.CONTROL,
        after=ControlStatus.OBSERVED,
        reason=Reason.NEW_EXPOSURE,
        effective_at=at,
        by=DOCTOR,
        at=at,
    )


def test_card_is_masked_and_tells_the_derived_status(person):
    observe(person, T0 + HOUR)

    card = person_page(looking_at(GRID), person.key, at=T0 + HOUR).card

    assert (card.name, card.phone, card.id_number) == ("王小明", "138****8000", "")
    assert (card.age, card.status, card.source) == (39, "隔离观察", "网格排查")
    assert (card.area_code, card.has_address) == (GRID, True)
    assert card.area.endswith("网格")


def test_axes_show_where_they_stand_and_how_they_came_there(person):
    observe(person, T0 + HOUR)

    control, case_class, severity = person_page(looking_at(GRID), person.key, at=T0 + HOUR).axes

    assert (control.name, control.code, control.word) == (
        "管控状态",
        "under_observation",
        "隔离观察",
    )
    assert [(m.before, m.after, m.reason, m.who) for m in control.moves] == [
        ("", "已登记", "其他", "系统"),
        ("已登记", "隔离观察", "新暴露", "李医生"),
    ]
    assert (case_class.word, case_class.moves) == ("无", ())
    assert (severity.word, severity.moves) == ("", ())


def test_timeline_comes_from_the_audit_trail(person):
    observe(person, T0 + HOUR)

    lines = person_page(looking_at(GRID), person.key, at=T0 + HOUR).timeline

    assert [(line.at, line.word, line.who) for line in lines] == [
        (T0, "登记建档", "系统"),
        (T0 + HOUR, "状态变更", "李医生"),
    ]


def test_imported_person_shows_trips_exposures_and_a_past_confirmation(person):
    confirmed = dt.datetime(2020, 1, 24, 16, tzinfo=dt.UTC)
    row = Incoming(
        key=GUEST,
        area_code="330602",
        source=ReportSource.CDC,
        name="病例1",
        case_class=CaseClass.CONFIRMED,
        moves=[
            StatusMove(
                Axis.CLASS, "none", "confirmed", confirmed, Reason.HOSPITAL_CONFIRMED, note="秘密"
            )
        ],
        trips=[Trip(confirmed - HOUR, "420106", "2", "G1143", "11车厢")],
        exposures=[
            Past(ExposureKind.KEY_AREA, "1", "4201", to_date=dt.date(2020, 1, 20)),
            Past(ExposureKind.CONTACT, "1", contact_key=person.key),
        ],
    )
    register_many([row], batch=GUEST, by=ROBOT, at=T0)

    page = person_page(looking_at("CN"), GUEST, at=T0)

    assert (page.card.area, page.card.status) == ("浙江省绍兴市越城区", "确诊")
    assert [(m.effective_at, m.after, m.reason) for m in page.axes[1].moves] == [
        (confirmed, "确诊", "医院确诊")
    ]
    (arrival,) = page.arrivals
    assert (arrival.from_area, arrival.transport_no, arrival.seat_no) == (
        "湖北省武汉市武昌区",
        "G1143",
        "11车厢",
    )
    assert arrival.transport == "火车(高铁/动车/普速)"
    assert [(e.kind, e.value, e.area, e.is_contact_on_file) for e in page.exposures] == [
        ("重点地区旅居史", "居住", "湖北省武汉市", False),
        ("接触史", "有", "", True),
    ]
    assert "秘密" not in str(page)


def test_observation_and_readings_show_without_notes(person):
    episode = make_episode(person, at=T0 + HOUR)
    make_reading(person, "37.3", symptoms=["01"], note="夜里出汗", at=T0 + 2 * HOUR)

    page = person_page(looking_at(GRID), person.key, at=T0 + 3 * HOUR)

    assert [(e.key, e.subject_class, e.mode, e.planned_end) for e in page.episodes] == [
        (episode.key, "密切接触者", "居家", episode.planned_end)
    ]
    assert [(r.measured_at, r.temp_c, r.symptoms, r.is_abnormal) for r in page.readings] == [
        (T0 + 2 * HOUR, Decimal("37.3"), ("01",), True)
    ]
    assert "开始隔离观察" in [line.word for line in page.timeline]
    assert "夜里出汗" not in str(page)


def test_cases_about_the_person_show_to_who_may_view_cases(person):
    reporter = Actor("account", 3, "王大妈")
    case = open_case(
        kind=Kind.VERIFY, source=Source.CITIZEN, person=person, by=reporter, at=T0 + HOUR
    )
    both = {
        permission: frozenset({GRID[:6]})
        for permission in (Permission.PERSON_VIEW, Permission.CASE_VIEW)
    }
    supervisor = Caller(2, "李督查", None, areas_by_permission=both)

    page = person_page(supervisor, person.key, at=T0 + HOUR)
    without = person_page(looking_at(GRID), person.key, at=T0 + HOUR)

    assert [(c.number, c.kind, c.state) for c in page.cases] == [
        (case.number, case.get_kind_display(), case.get_state_display())
    ]
    assert without.cases == ()
    assert "王大妈" not in str(page)


@pytest.mark.parametrize("areas", [(), ("990102",), ("33",)])
def test_stranger_gets_not_found(person, areas):
    with pytest.raises(NotFound):
        person_page(looking_at(*areas), person.key, at=T0)


def test_unknown_key_gets_not_found():
    with pytest.raises(NotFound):
        person_page(looking_at("CN"), GUEST, at=T0)


def test_page_takes_as_many_statements_with_one_move_as_with_three(person):
    caller = looking_at(GRID)
    person_page(caller, person.key, at=T0)
    few = _statements(caller, person)

    observe(person, T0 + HOUR)
    person.refresh_from_db(from_queryset=Person.objects.unscoped())
    for after in (ControlStatus.MONITORED, ControlStatus.RELEASED):
        change_status(
            person,
            Axis.CONTROL,
            after=after,
            reason=Reason.DUE_NORMAL,
            effective_at=T0 + HOUR,
            by=DOCTOR,
            at=T0 + HOUR,
        )

    assert (few, _statements(caller, person)) == (13, 13)


@pytest.mark.parametrize(
    ("precision", "day", "age"),
    [("D", (2020, 2, 10), 39), ("D", (2020, 2, 11), 40), ("Y", (2020, 1, 1), 40)],
)
def test_age_counts_full_years_or_the_year_alone(precision, day, age):
    assert age_at(dt.date(1980, 2, 11), precision, dt.date(*day)) == age


def _statements(caller, person):
    with CaptureQueriesContext(connection) as seen:
        person_page(caller, person.key, at=T0 + HOUR)
    return len(seen)
