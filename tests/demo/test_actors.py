"""The actors against the real doors and the real simulator."""

import random

import httpx
import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from demo.actors.citizens import Citizens, Residents
from demo.actors.gates import GateKeeper
from demo.actors.play import Stage
from demo.actors.session import Session, Tally, as_staff
from demo.actors.staff import Doctor, GridWorker, HospitalDoctor, Officer, Seat
from demo.actors.town import town as town_of
from demo.people import RESIDENT
from lianfang.cases.enums import State
from lianfang.cases.models import Case
from lianfang.org.enums import RoleCode
from lianfang.org.models import User
from lianfang.passes.models import Scan
from lianfang.people.enums import ControlStatus
from lianfang.people.models import Person
from lianfang.quarantine.models import Reading, Visit
from lianfang.treatment.models import Referral
from lianfang.wsgi import application
from tests.api.calls import hold_clock
from tests.demo.conftest import NOW, SCALE
from tests.wechat.conftest import simulator  # noqa: F401 -- a fixture

pytestmark = pytest.mark.django_db
BASE = "http://testserver"


@pytest.fixture
def stage(town, settings):
    hold_clock(settings, NOW)
    transport = httpx.WSGITransport(app=application)
    for signal in (request_started, request_finished):  # as Django's own test client does
        signal.disconnect(close_old_connections)
    yield Stage(BASE, town_of(scale=SCALE), Tally(), transport, random.Random(1))  # noqa: S311 -- dice

    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_town_told_from_the_seed_is_the_town_in_the_tables(stage):
    logins = {w.login for workers in stage.town.workers.values() for w in workers}
    observed = Person.objects.unscoped().filter(bindings__account__openid__in=stage.town.residents)
    others = Person.objects.unscoped().filter(bindings__account__openid__in=stage.town.citizens)

    assert logins == set(User.objects.values_list("username", flat=True))
    assert set(observed.values_list("control_status", flat=True)) == {ControlStatus.OBSERVED}
    assert set(others.values_list("control_status", flat=True)) == {ControlStatus.REGISTERED}


def test_grid_worker_works_until_the_task_has_moved_on(stage):
    case = Case.objects.unscoped().filter(state=State.DISPATCHED).first()
    login = case.assignee.username
    worker = next(w for w in stage.town.workers[RoleCode.GRID_WORKER] if w.login == login)
    actor = GridWorker(stage, worker)

    for _ in range(8):
        actor.act()

    case.refresh_from_db(from_queryset=Case.objects.unscoped())
    assert case.state != State.DISPATCHED
    assert dict(stage.tally.answers).keys() == {"ok"}


def test_doctor_and_officer_release_who_is_due(stage):
    doctors, officers = RoleCode.COMMUNITY_DOCTOR, RoleCode.COMMUNITY_OFFICER
    released = Person.objects.unscoped().filter(control_status=ControlStatus.RELEASED)
    before = released.count()
    waiting = Visit.objects.unscoped().filter(is_done=False, opened_at__lte=NOW).count()

    for doctor in stage.town.workers[doctors]:
        Doctor(stage, doctor).act()
    for officer in stage.town.workers[officers]:
        Officer(stage, officer).act()

    assert released.count() > before
    assert Visit.objects.unscoped().filter(is_done=False, opened_at__lte=NOW).count() < waiting
    assert dict(stage.tally.answers).keys() == {"ok"}


def test_seat_moves_what_waits_for_it(stage):
    roles = (RoleCode.ACCEPTOR, RoleCode.SHIFT_LEADER, RoleCode.DISPATCHER)
    seat = Seat(stage, *(stage.town.workers[role][0] for role in roles))
    submitted = set(
        Case.objects.unscoped().filter(state=State.SUBMITTED).values_list("id", flat=True)
    )

    seat.act()

    now = Case.objects.unscoped().filter(pk__in=submitted).values_list("state", flat=True)
    assert State.SUBMITTED not in now
    assert dict(stage.tally.answers).keys() == {"ok"}


def test_hospital_doctors_take_in_who_was_referred(stage):
    waiting = Referral.objects.unscoped().filter(is_open=True)
    before = waiting.count()
    doctors = [HospitalDoctor(stage, w) for w in stage.town.workers[RoleCode.HOSPITAL_DOCTOR]]

    for doctor in doctors * 2:
        doctor.act()

    assert waiting.count() < before
    assert dict(stage.tally.answers).keys() == {"ok"}


def test_gate_keepers_check_neighbours_and_put_newcomers_down(stage):
    keeper = GateKeeper(stage, stage.town.workers[RoleCode.GATEKEEPER][0])
    before = Scan.objects.unscoped().count()

    for _ in range(30):
        keeper.act()

    scans = Scan.objects.unscoped().order_by("-id")[: Scan.objects.unscoped().count() - before]
    assert {scan.kind for scan in scans} == {"scan", "registration"}
    assert len(scans) == 30
    assert dict(stage.tally.answers).keys() == {"ok"}


def test_citizens_report_from_inside_a_watched_grid(stage, simulator):  # noqa: F811 -- the fixture
    crowd = Citizens(stage, [stage.town.workers[RoleCode.GRID_WORKER][0].areas[0]])
    before = Case.objects.unscoped().count()

    for _ in range(6):
        crowd.act()

    assert Case.objects.unscoped().count() > before
    assert dict(stage.tally.answers).keys() == {"ok"}


def test_residents_check_themselves_when_a_check_is_due(stage, simulator):  # noqa: F811 -- the fixture
    before = Reading.objects.unscoped().count()
    residents = Residents(stage)

    for _ in stage.town.residents:
        residents.act()

    assert Reading.objects.unscoped().count() > before
    assert stage.town.residents[0] == RESIDENT
    assert dict(stage.tally.answers).keys() == {"ok"}


def test_session_that_cannot_sign_in_says_why_and_asks_nothing(stage):
    session = Session(BASE, stage.tally, as_staff("grid01", "wrong"), stage.transport)

    assert session.get("/worker/tasks") is None
    assert dict(stage.tally.answers) == {"org.bad_password": 1}
