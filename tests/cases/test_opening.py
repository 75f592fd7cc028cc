import datetime as dt
import re
import uuid
from decimal import Decimal

import pytest

from lianfang.audit.jobs import deliver_due
from lianfang.audit.queries import timeline
from lianfang.cases.actions import open_case, submit_report
from lianfang.cases.enums import Kind, Source, State, SubjectKind, Urgency
from lianfang.cases.errors import PlaceNeeded
from lianfang.cases.handlers import dispatch_by_place
from lianfang.cases.models import Case, Stage
from lianfang.cases.queries import by_id
from lianfang.core.phones import BadPhone
from lianfang.core.problems import NotFound
from lianfang.geo.enums import CoordSys
from lianfang.geo.errors import UnknownArea
from lianfang.geo.rules import Point
from lianfang.org.enums import RoleCode
from lianfang.people.enums import ControlStatus
from lianfang.people.queries import by_id as person_by_id
from tests.factories.accounts import make_account
from tests.factories.cases import PHONE, SYSTEM, later, make_case
from tests.factories.geo import GRID, T0, make_area, square
from tests.factories.org import make_staff
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
BESIDE = "990101001002001"


def actions_of(case):
    return [entry.action for entry in timeline("cases.case", case.pk)]


def test_a_report_waits_to_be_accepted_with_its_clock_running():
    case = make_case()

    assert (case.state, case.limit_s, case.due_at) == (State.SUBMITTED, 600, later(minutes=10))
    stage = Stage.objects.get(case=case)
    assert (stage.state, stage.entered_at, stage.limit_s) == (State.SUBMITTED, T0, 600)


def test_submit_report_twice_with_one_key_makes_one_case():
    key, citizen = uuid.uuid4(), make_account()

    first, second = make_case(key=key, by=citizen), make_case(key=key, by=citizen)

    assert first == second
    assert actions_of(first) == ["case.submitted"]
    assert make_case(by=citizen).number.endswith("00002")


def test_submit_report_with_the_key_of_another_is_refused():
    case = make_case()

    with pytest.raises(NotFound):
        make_case(key=case.key, by=make_account())


def test_numbers_count_per_letter_county_and_local_day():
    make_case(at=dt.datetime(2020, 2, 10, 15, 59, tzinfo=dt.UTC))
    numbers = [
        make_case(at=dt.datetime(2020, 2, 10, 15, 59, tzinfo=dt.UTC)).number,
        make_case(at=dt.datetime(2020, 2, 10, 16, 0, tzinfo=dt.UTC)).number,
        make_case(subject_kind=SubjectKind.SELF).number,
        make_case(area_code="990102001001001").number,
    ]

    assert numbers == [
        "Y9901012020021000002",
        "Y9901012020021100001",
        "Z9901012020021000001",
        "Y9901022020021000001",
    ]
    assert all(re.fullmatch(r"[YZ]\d{6}\d{8}\d{5}", number) for number in numbers)


@pytest.mark.parametrize(
    ("more", "urgency"),
    [
        ({}, Urgency.NORMAL),
        ({"symptoms": ["01"]}, Urgency.URGENT),
        ({"symptoms": ["00"]}, Urgency.NORMAL),
        ({"temp_c": Decimal("37.3")}, Urgency.URGENT),
        ({"temp_c": Decimal("37.2")}, Urgency.NORMAL),
        ({"subject_kind": SubjectKind.RETURNEE}, Urgency.URGENT),
        ({"source": Source.CLOSE_CONTACT}, Urgency.URGENT),
    ],
)
def test_urgency_follows_from_signs_contact_and_arrival(more, urgency):
    assert make_case(**more).urgency == urgency


def test_the_point_decides_the_grid():
    make_area(GRID, geometry=square())
    make_area(BESIDE, geometry=square(lon=124.02))

    case = _report_at(Point(124.025, 30.005))

    assert (case.area_code, case.area_at, case.is_guessed) == (BESIDE, BESIDE, False)
    assert (case.lon, case.lat) == (124.025, 30.005)


def test_a_point_outside_every_grid_goes_to_the_nearest_and_says_so():
    make_area(GRID, geometry=square())

    case = _report_at(Point(124.012, 30.005))

    assert (case.area_code, case.is_guessed) == (GRID, True)


def test_a_chinese_datum_is_converted_before_the_grid_is_looked_up():
    make_area(GRID, geometry=square())
    shifted = Point(124.005, 30.005).to_gcj02()

    case = _report_at(Point(shifted.lon, shifted.lat, CoordSys.GCJ02))

    assert abs(case.lon - 124.005) < 1e-6
    assert abs(case.lat - 30.005) < 1e-6


def test_a_community_chosen_by_hand_wins_over_a_point_outside_it():
    make_area(GRID, geometry=square())
    make_area(BESIDE)

    inside = _report_at(Point(124.005, 30.005), area_code=GRID[:12])
    outside = _report_at(Point(124.005, 30.005), area_code=BESIDE[:12])

    assert (inside.area_code, outside.area_code) == (GRID, BESIDE[:12])


def test_a_report_without_a_place_or_with_a_wrong_one_is_refused():
    with pytest.raises(PlaceNeeded):
        _report_at(None)
    with pytest.raises(UnknownArea):
        _report_at(None, area_code="999999999999")


def test_a_report_with_a_wrong_phone_names_the_field():
    with pytest.raises(BadPhone) as refused:
        make_case(subject_phone="12")

    assert list(refused.value.fields) == ["subject_phone"]


def test_personal_data_are_sealed_in_the_table():
    case = make_case(address="1号楼301", description="咳嗽")

    table = Case.objects.unscoped().filter(pk=case.pk)
    raw = str(table.extra(select={"p": "subject_phone", "a": "address"}).values("p", "a").get())
    assert PHONE not in raw
    assert "1号楼301" not in raw
    assert by_id(case.pk).subject_phone == PHONE


def test_flat_dispatch_goes_to_the_worker_on_duty_in_the_grid_of_the_case():
    worker = make_staff(RoleCode.GRID_WORKER)
    make_staff(RoleCode.GRID_WORKER, areas=(BESIDE,))
    case = make_case()

    deliver_due(now=later(seconds=1))

    case = by_id(case.pk)
    assert (case.state, case.assignee_id) == (State.DISPATCHED, worker.id)
    assert case.due_at == later(seconds=1, hours=4)


def test_with_nobody_on_duty_the_case_stays_at_the_seat_with_its_clock_running():
    make_staff(RoleCode.GRID_WORKER, on_duty=False)
    case = make_case()

    deliver_due(now=later(seconds=1))

    case = by_id(case.pk)
    assert (case.state, case.assignee_id, case.due_at) == (
        State.SUBMITTED,
        None,
        later(minutes=10),
    )


def test_flat_dispatch_run_again_does_not_dispatch_twice():
    make_staff(RoleCode.GRID_WORKER)
    case = make_case()
    deliver_due(now=T0)
    dispatch_by_place(timeline("cases.case", case.pk).first(), later(minutes=5))

    assert actions_of(case) == ["case.submitted", "case.dispatched"]


def test_a_case_about_a_person_on_file_takes_what_is_left_empty_from_the_file():
    person = make_person(address="2号楼")

    case = open_case(
        kind=Kind.VERIFY,
        source=Source.CLOSE_CONTACT,
        person=person,
        urgency=Urgency.URGENT,
        by=SYSTEM,
        at=T0,
    )

    case = by_id(case.pk)
    assert (case.state, case.subject_name, case.subject_phone, case.address, case.area_code) == (
        State.FILED,
        person.name,
        person.phone,
        "2号楼",
        GRID,
    )
    assert person_by_id(person.pk).control_status == ControlStatus.PENDING


def test_open_case_twice_with_one_key_makes_one_case():
    person, key = make_person(), uuid.uuid4()
    given = {"kind": Kind.MISSED_CHECKS, "source": Source.SYSTEM, "person": person, "key": key}

    first = open_case(**given, by=SYSTEM, at=T0)
    second = open_case(**given, by=SYSTEM, at=later(minutes=1))

    assert first == second
    assert actions_of(first) == ["case.submitted"]
    assert person_by_id(person.pk).control_status == ControlStatus.REGISTERED


def _report_at(point, area_code=""):
    return submit_report(
        key=uuid.uuid4(),
        subject_name="张三",
        point=point,
        area_code=area_code,
        by=make_account(),
        at=T0,
    )
