import datetime as dt
import uuid

import pytest

from lianfang.audit.jobs import deliver_due
from lianfang.cases import actions, queries
from lianfang.cases.enums import (
    Kind,
    Light,
    Outcome,
    PublicState,
    Source,
    State,
    SubjectKind,
    Urgency,
)
from lianfang.cases.flow import CASE, Clock
from lianfang.cases.models import Case
from lianfang.cases.queries import Filters
from lianfang.core.paging import BadCursor, encode
from lianfang.core.problems import NotFound
from lianfang.geo.errors import Unscoped
from lianfang.org.enums import RoleCode
from tests.factories.accounts import make_account
from tests.factories.cases import SYSTEM, later, make_case, make_task
from tests.factories.geo import GRID, T0, make_area
from tests.factories.org import make_staff
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
BESIDE = "990101001002001"


def seat(areas=(GRID[:6],), role=RoleCode.SHIFT_LEADER):
    return make_staff(role, areas=areas)


def listed(caller, now=T0, **filters):
    page = queries.list_page(caller, filters=Filters(**filters), cursor="", now=now)
    return {row.key for row in page.rows}


def test_an_unscoped_query_raises():
    with pytest.raises(Unscoped):
        Case.objects.count()


@pytest.mark.parametrize("digits", [4, 6, 9, 12, 15])
def test_a_seat_sees_the_area_of_the_post_and_nothing_beside_it(digits):
    beside = GRID[: digits - 1] + "9" + GRID[digits:]
    inside, outside = make_case(), make_case(area_code=beside)
    caller = seat(areas=(GRID[:digits],))

    assert listed(caller) == {inside.key}
    assert queries.get_for(caller, inside.key) == inside
    with pytest.raises(NotFound):
        queries.get_for(caller, outside.key)


def test_a_grid_worker_reaches_own_tasks_only():
    mine, worker = make_task()
    other, _ = make_task()

    assert [task.key for task in queries.tasks_of(worker)] == [mine.key]
    assert queries.get_task(worker, mine.key) == mine
    assert listed(worker) == set()
    for stranger in (queries.get_task, queries.get_for):
        with pytest.raises(NotFound):
            stranger(worker, other.key)


def test_tasks_come_due_first_and_leave_the_list_when_done():
    normal, worker = make_task()
    urgent, _ = make_task(worker, symptoms=["01"])
    done, _ = make_task(worker)
    actions.verify(done, outcome=Outcome.UNTRUE, by=worker, at=later(minutes=1))

    tasks = queries.tasks_of(worker)

    assert [task.key for task in tasks] == [urgent.key, normal.key]
    assert [task.light(later(minutes=100)) for task in tasks] == [Light.YELLOW, Light.GREEN]
    assert tasks[0].phone_masked == "138****0000"


def test_the_light_of_a_list_is_that_of_the_flow():
    case, _worker = make_task()
    limit = dt.timedelta(minutes=240)

    for minute in range(0, 300, 1):
        now = later(minutes=minute)
        used = Clock(T0, limit).used(now)
        assert queries.light_at(case.yellow_at, case.due_at, now) == CASE.light(used, limit)


def test_an_invited_doctor_sees_the_joint_visit_until_it_is_over():
    case, worker = make_task()
    doctor = make_staff(RoleCode.COMMUNITY_DOCTOR, areas=(GRID[:12],))
    actions.invite_doctor(case, by=worker, at=later(minutes=1))

    during = [visit.key for visit in queries.joint_visits_of(doctor)]
    reached = queries.get_task(doctor, case.key)
    actions.verify(case, outcome=Outcome.UNTRUE, by=worker, at=later(minutes=2))

    assert (during, reached) == ([case.key], case)
    assert queries.joint_visits_of(doctor) == []


def reports(citizen, **narrowed):
    filters = queries.ReportFilters(**narrowed)
    return queries.reports_page(citizen, filters=filters, cursor="").rows


def test_a_citizen_reaches_own_reports_only():
    citizen = make_account()
    mine, other = make_case(by=citizen), make_case()

    assert [report.key for report in reports(citizen)] == [mine.key]
    assert queries.get_for_citizen(citizen, mine.key) == mine
    with pytest.raises(NotFound):
        queries.get_for_citizen(citizen, other.key)


def test_the_list_is_narrowed_by_each_filter():
    caller = seat()
    make_case()
    make_area(BESIDE)
    person = make_person(area_code=BESIDE, name="王五")
    case = actions.open_case(
        kind=Kind.HELP,
        source=Source.SYSTEM,
        person=person,
        urgency=Urgency.CRITICAL,
        by=SYSTEM,
        at=T0,
    )
    given = [
        {"kind": Kind.HELP},
        {"source": Source.SYSTEM},
        {"state": State.FILED},
        {"urgency": Urgency.CRITICAL},
        {"area_code": BESIDE[:12]},
        {"text": case.number},
        {"text": "王"},
    ]

    assert [listed(caller, **filters) for filters in given] == [{case.key}] * len(given)
    assert listed(caller, area_code="990102") == set()


def test_the_list_is_narrowed_by_light():
    caller = seat()
    late, soon, fresh = make_case(), make_case(at=later(minutes=2)), make_case(at=later(minutes=9))
    held = make_case(at=later(minutes=9))
    actions.suspend(held, reason="等待", by=caller, at=later(minutes=9))

    now = later(minutes=11)
    assert listed(caller, now, light=Light.RED) == {late.key}
    assert listed(caller, now, light=Light.YELLOW) == {soon.key}
    assert listed(caller, now, light=Light.GREEN) == {fresh.key}
    assert listed(caller, now, light=Light.NONE) == {held.key}


def test_counts_name_every_open_state_and_how_many_are_late():
    caller = seat()
    make_case(), make_case(at=later(minutes=2)), make_task()
    make_case(area_code="990102001001001")

    counts = {c.state: c for c in queries.counts_for(caller, now=later(minutes=11))}

    assert {state: c.total for state, c in counts.items() if c.total} == {
        State.SUBMITTED: 2,
        State.DISPATCHED: 1,
    }
    assert (counts[State.SUBMITTED].red, counts[State.SUBMITTED].yellow) == (1, 1)
    assert len(counts) == 8


def test_pages_follow_each_other_without_gap_or_repeat():
    caller = seat()
    keys = [make_case().key for _ in range(5)]
    seen, cursor = [], ""

    for _ in range(3):
        page = queries.list_page(caller, filters=Filters(), cursor=cursor, now=T0, size=2)
        seen += [row.key for row in page.rows]
        cursor = page.next

    assert (seen, cursor) == (keys[::-1], "")


def test_public_steps_tell_three_words_and_times_only():
    case, worker = make_task()
    before = queries.public_steps(case)
    actions.verify(case, outcome=Outcome.UNTRUE, note="查无此事", by=worker, at=later(minutes=20))
    after = queries.public_steps(queries.by_id(case.pk))

    assert [(s.title, s.happened_at, s.state) for s in before] == [
        ("已受理", T0, "done"),
        ("核实中", T0, "now"),
        ("已办结", None, "next"),
    ]
    assert [(s.title, s.happened_at, s.state) for s in after] == [
        ("已受理", T0, "done"),
        ("核实中", T0, "done"),
        ("已办结", later(minutes=20), "done"),
    ]


def test_a_report_under_review_is_still_being_verified_for_its_reporter():
    citizen = make_account()
    case, worker = make_task(by=citizen)
    actions.verify(case, outcome=Outcome.TRUE_SYMPTOMS, by=worker, at=later(minutes=20))

    assert reports(citizen)[0].public_state == PublicState.VERIFYING


def test_the_flow_view_tells_stage_time_handler_and_light():
    leader, case = seat(), make_case()
    worker = make_staff(RoleCode.GRID_WORKER)
    actions.accept(case, by=leader, at=later(minutes=8))
    actions.file(case, by=leader, at=later(minutes=19))
    actions.dispatch(case, to_user_id=worker.id, by=leader, at=later(minutes=20))
    actions.start_visit(case, by=worker, at=later(minutes=80))

    view = queries.flow_of(queries.by_id(case.pk), now=later(minutes=220))

    assert [(s.title, s.handler, s.used_s, s.limit_s, s.light) for s in view.steps] == [
        ("受理", leader.name, 480, 600, Light.YELLOW),
        ("立案", leader.name, 660, 600, Light.RED),
        ("派遣", leader.name, 60, 600, Light.GREEN),
        ("接单到达", worker.name, 3600, 14400, Light.GREEN),
        ("入户核实", worker.name, 8400, 14400, Light.YELLOW),
    ]
    assert [(e.title, e.who, e.note) for e in view.events] == [
        ("上报", "市民上报", ""),
        ("受理", leader.name, ""),
        ("立案", leader.name, ""),
        ("派遣", leader.name, f"派遣给{worker.name}"),
        ("到达现场", worker.name, ""),
    ]


def test_the_flow_view_of_a_suspended_case_shows_a_standing_clock():
    case, _worker = make_task()
    actions.suspend(case, reason="等待钥匙", by=seat(), at=later(minutes=30))

    view = queries.flow_of(queries.by_id(case.pk), now=later(hours=9))

    assert (view.steps[-1].used_s, view.steps[-1].light) == (1800, Light.GREEN)
    assert (view.events[-1].title, view.events[-1].note) == ("挂账", "等待钥匙")


def test_the_flow_view_hides_who_reported_whoever_it_was():
    officer = make_staff(RoleCode.CDC_OFFICER, areas=(GRID[:6],))
    case = make_case(source=Source.CLOSE_CONTACT, by=officer)
    deliver_due(now=T0)

    view = queries.flow_of(queries.by_id(case.pk), now=T0)

    assert officer.name not in str(view)
    assert view.events[0].who == "密切接触者"


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_one_statement_however_long(count, django_assert_num_queries):
    caller, worker, citizen = seat(), make_staff(RoleCode.GRID_WORKER), make_account()
    for _ in range(count):
        make_task(worker, by=citizen)
    queries.tasks_of(worker)  # compiled

    with django_assert_num_queries(1):
        assert len(queries.tasks_of(worker)) == count
    with django_assert_num_queries(1):
        assert len(reports(citizen)) == count
    with django_assert_num_queries(1):
        assert len(listed(caller)) == count
    with django_assert_num_queries(1):
        queries.counts_for(caller, now=T0)


def test_a_case_unknown_to_everybody_is_not_found():
    with pytest.raises(NotFound):
        queries.get_for(seat(), uuid.uuid4())


def test_reports_are_narrowed_by_state_kind_and_days():
    citizen = make_account()
    old = make_case(by=citizen, at=T0, subject_kind=SubjectKind.SELF)
    held, _ = make_task(by=citizen, at=later(days=1))
    actions.suspend(held, reason="等回音", by=seat(), at=later(days=1, minutes=1))
    new = make_case(by=citizen, at=later(days=2))
    first, second = T0.date(), later(days=1).date()

    def keys(**narrowed):
        return [report.key for report in reports(citizen, **narrowed)]

    assert keys() == [new.key, held.key, old.key]
    assert keys(state=PublicState.VERIFYING) == [held.key]
    assert keys(state=PublicState.ACCEPTED) == [new.key, old.key]
    assert keys(kind="self") == [old.key]
    assert keys(kind="help") == []
    assert keys(since=second, until=second) == [held.key]
    assert keys(until=first) == [old.key]


def test_reports_come_a_page_at_a_time_and_a_made_up_place_is_refused():
    citizen = make_account()
    keys = [make_case(by=citizen, at=later(minutes=n)).key for n in range(3)]
    filters = queries.ReportFilters()

    first = queries.reports_page(citizen, filters=filters, cursor="", size=2)
    rest = queries.reports_page(citizen, filters=filters, cursor=first.next, size=2)

    assert [row.key for row in (*first.rows, *rest.rows)] == keys[::-1]
    assert rest.next == ""
    with pytest.raises(BadCursor):
        queries.reports_page(citizen, filters=filters, cursor=encode("x"))
