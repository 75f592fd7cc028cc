import uuid

import pytest

from lianfang.audit.jobs import deliver_due
from lianfang.audit.queries import accesses_of, timeline
from lianfang.cases import actions
from lianfang.cases.enums import Kind, Outcome, Source, State
from lianfang.cases.errors import (
    NoDoctor,
    NotYourArea,
    NotYourCase,
    ReasonNeeded,
    WrongKind,
)
from lianfang.cases.models import Case
from lianfang.cases.queries import by_id
from lianfang.cases.rules import VerifiedDetails
from lianfang.messages.queries import inbox
from lianfang.org.enums import RoleCode
from lianfang.people.enums import ControlStatus
from tests.factories.cases import SYSTEM, later, make_case, make_task
from tests.factories.geo import GRID, T0, make_area
from tests.factories.org import make_staff
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
BESIDE = "990101001002001"


def entries(case):
    return [(e.action, e.actor_name) for e in timeline("cases.case", case.pk)]


def actions_of(case):
    return [action for action, _who in entries(case)]


def test_inviting_the_doctor_of_the_grid_once():
    case, worker = make_task()
    doctor = make_staff(RoleCode.COMMUNITY_DOCTOR, areas=(GRID[:12],))

    actions.invite_doctor(case, by=worker, at=later(minutes=5))
    actions.invite_doctor(by_id(case.pk), by=worker, at=later(minutes=6))

    assert by_id(case.pk).doctor_id == doctor.id
    assert actions_of(case).count("case.doctor_invited") == 1


def test_inviting_a_doctor_where_there_is_none_is_refused():
    case, worker = make_task()

    with pytest.raises(NoDoctor):
        actions.invite_doctor(case, by=worker, at=T0)


def test_opening_a_task_is_written_to_the_access_log():
    case, worker = make_task()

    actions.open_task(case, by=worker, at=later(minutes=1))

    seen = accesses_of("cases.case", case.pk)
    assert [(a.actor_name, a.fields, a.at) for a in seen] == [
        (worker.name, "address,phone", later(minutes=1)),
    ]


def test_opening_the_task_of_another_is_refused():
    case, _worker = make_task()

    with pytest.raises(NotYourCase):
        actions.open_task(case, by=make_staff(RoleCode.GRID_WORKER), at=T0)


def help_task():
    worker = make_staff(RoleCode.GRID_WORKER)
    case = actions.open_case(
        kind=Kind.HELP, source=Source.SYSTEM, person=make_person(), by=SYSTEM, at=T0
    )
    actions.dispatch(case, to_user_id=worker.id, by=SYSTEM, at=T0)
    return case, worker


def test_a_call_for_help_is_reported_back_and_reviewed():
    case, worker = help_task()

    actions.report_back(case, note="已送菜上门", by=worker, at=later(minutes=30))

    case = by_id(case.pk)
    assert (case.state, case.finding) == (State.REVIEWING, "已送菜上门")


def test_help_cannot_be_verified_and_a_report_cannot_be_reported_back():
    case, worker = help_task()
    report, its_worker = make_task()

    with pytest.raises(WrongKind):
        actions.verify(case, outcome=Outcome.TRUE, by=worker, at=T0)
    with pytest.raises(WrongKind):
        actions.report_back(report, note="好", by=its_worker, at=T0)
    with pytest.raises(ReasonNeeded):
        actions.report_back(case, note=" ", by=worker, at=T0)


DETAILS = VerifiedDetails(
    name="赵六", phone="13900000066", address="5号楼", subject_class="key_area_arrival"
)


def test_the_short_form_puts_under_observation_and_leaves_a_closed_case():
    make_area()
    worker, key = make_staff(RoleCode.GRID_WORKER), uuid.uuid4()
    given = {"key": key, "details": DETAILS, "area_code": GRID, "by": worker}

    case = actions.register_on_site(**given, at=T0)
    again = actions.register_on_site(**given, at=later(minutes=1))
    deliver_due(now=later(minutes=2))

    assert again == case
    case = by_id(case.pk)
    assert (case.state, case.outcome, case.source) == (State.CLOSED, Outcome.TRUE, "grid_worker")
    assert (case.person.name, case.person.control_status) == ("赵六", ControlStatus.OBSERVED)
    assert entries(case) == [
        ("case.submitted", worker.name),
        ("case.verified", worker.name),
        ("case.closed", "系统"),
    ]
    assert Case.objects.unscoped().count() == 1


def test_the_short_form_outside_ones_own_grids_is_refused():
    make_area(BESIDE)

    with pytest.raises(NotYourArea):
        actions.register_on_site(
            key=uuid.uuid4(),
            details=DETAILS,
            area_code=BESIDE,
            by=make_staff(RoleCode.GRID_WORKER),
            at=T0,
        )


def test_news_reaches_the_worker_and_the_reporter_and_tells_the_latter_no_result():
    worker = make_staff(RoleCode.GRID_WORKER)
    case = make_case()
    deliver_due(now=T0)
    case = by_id(case.pk)
    actions.verify(case, outcome=Outcome.UNTRUE, note="查无此事", by=worker, at=later(minutes=5))
    deliver_due(now=later(minutes=6))
    deliver_due(now=later(minutes=6))

    to_worker, to_reporter = inbox("user", worker.id), inbox("account", case.reporter_id)
    assert [m.title for m in to_worker] == ["新的核实任务"]
    assert [(m.title, m.body) for m in to_reporter] == [
        ("您的上报已办结", "您上报的情况已办结，感谢您参与群防群控。"),
    ]
