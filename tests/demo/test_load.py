"""The invented city in the tables."""

import pytest

from demo.accounts import accounts
from demo.observation import NOTICES
from demo.offices import PASSWORD
from demo.people import CITIZEN, RESIDENT
from demo.travel import _ORIGINS
from lianfang.accounts.models import Account
from lianfang.articles.queries import (
    file_for,
    headlines_for,
    list_for,
    reader_of_citizen,
    reader_of_staff,
)
from lianfang.audit.models import Delivery, Entry
from lianfang.cases.enums import State
from lianfang.cases.models import Case, Stage
from lianfang.city.queries import this_city
from lianfang.core.clock import local_date
from lianfang.files.queries import by_key, content_of
from lianfang.geo import client
from lianfang.geo.queries import grid_at, path_of
from lianfang.geo.rules import Point
from lianfang.org.enums import RoleCode
from lianfang.org.models import User
from lianfang.org.queries import caller_by_id, doctor_for, grid_worker_for
from lianfang.people.enums import CaseClass, ControlStatus
from lianfang.people.models import Person, StatusEvent
from lianfang.quarantine.models import Episode, Reading, Slot
from lianfang.treatment.models import Admission
from lianfang.treatment.queries import patients_of
from tests.demo.conftest import NOW

pytestmark = pytest.mark.django_db


def test_load_small_city_is_marked_as_demo_and_hangs_together(town):
    home = town.households[0].home
    head = town.households[0].people[0]
    worker = grid_worker_for(head.area_code)

    assert (this_city().name, this_city().is_demo) == ("澄川市", True)
    assert Person.objects.unscoped().count() == 400
    assert grid_at(Point(home.lon, home.lat)).code == head.area_code
    assert path_of(head.area_code).startswith("望澜区 澜前街道")
    assert caller_by_id(worker.pk).roles == {RoleCode.GRID_WORKER}
    assert doctor_for(head.area_code).department.name == "澜前社区卫生服务中心"


def test_load_resident_of_the_demo_is_observed_by_the_known_staff(town):
    account = Account.objects.get(openid=RESIDENT)
    episode = Episode.objects.unscoped().get(person__bindings__account=account)

    assert episode.is_open
    assert episode.grid_worker.username == "grid01"
    assert episode.doctor.username == "doctor01"
    assert (local_date(NOW) - local_date(episode.anchor_at)).days in {6, 7}


def test_load_citizens_and_staff_read_what_is_for_them_with_pictures_drawn_here(town):
    street = reader_of_citizen(town.households[0].people[0].area_code)
    worker = reader_of_staff(caller_by_id(town.desks.users["grid01"].pk))

    headlines = headlines_for(street, at=NOW)
    for_staff = list_for(worker, kind="", cursor="", at=NOW).rows

    assert [row.versions__cover is not None for row in headlines] == [True, False, True, False]
    assert [row.versions__title for row in for_staff] == ["入户核实请先电话联系"]
    cover = file_for(street, headlines[0].key, headlines[0].versions__cover, at=NOW)
    assert content_of(by_key(cover.file_key)).startswith(b"\xff\xd8")


def test_load_status_of_every_person_is_the_last_of_their_events(town):
    last = {}
    for event in StatusEvent.objects.order_by("effective_at", "id"):
        last[event.person_id, event.axis] = event.after

    for person in Person.objects.unscoped():
        assert person.control_status == last[person.pk, "control_status"]
        assert person.case_class == last.get((person.pk, "case_class"), CaseClass.NONE)


def test_load_observed_people_are_those_with_an_open_episode(town):
    observed = Person.objects.unscoped().filter(control_status=ControlStatus.OBSERVED)
    open_episodes = Episode.objects.unscoped().filter(is_open=True)

    assert set(observed.values_list("id", flat=True)) == set(
        open_episodes.values_list("person", flat=True)
    )


def test_load_slots_that_are_done_hold_the_reading_made_in_them(town):
    done = Slot.objects.filter(reading__isnull=False).select_related("reading")

    assert done.count() == Reading.objects.unscoped().count() > 100
    for slot in done:
        assert slot.opens_at <= slot.reading.measured_at <= min(slot.closes_at, NOW)


def test_load_nothing_happened_in_the_future(town):
    assert not Entry.objects.filter(happened_at__gt=NOW).exists()
    assert not StatusEvent.objects.filter(effective_at__gt=NOW).exists()


def test_load_has_cases_in_every_stage_that_the_seat_handles(town):
    states = set(Case.objects.unscoped().values_list("state", flat=True))

    assert states == set(State) - {State.CLOSING, State.REJECTED}
    assert not Stage.objects.filter(entered_at__gt=NOW).exists()


def test_load_owes_nothing_but_the_papers_of_running_observations(town):
    owed = Delivery.objects.filter(done_at=None)

    assert set(owed.values_list("handler", flat=True)) == {NOTICES}
    assert owed.count() == Episode.objects.unscoped().filter(is_open=True).count()


def test_load_has_somebody_in_every_class(town):
    classes = set(Person.objects.unscoped().values_list("case_class", flat=True))

    assert classes == set(CaseClass) - {CaseClass.CLINICAL}


def test_load_patients_in_treatment_lie_in_a_bed_their_hospital_sees(town):
    treated = Person.objects.unscoped().filter(control_status=ControlStatus.IN_TREATMENT)
    doctor = User.objects.get(username="hospital01")

    lying = Admission.objects.unscoped().filter(is_open=True)
    shown = patients_of(caller_by_id(doctor.pk), at=NOW)

    assert set(lying.values_list("person", flat=True)) == set(treated.values_list("id", flat=True))
    assert len(shown) >= lying.filter(hospital=doctor.department).count() > 0


def test_accounts_name_one_of_every_role_and_two_citizens(town):
    listed = accounts()

    roles = [account["role"] for account in listed]
    assert roles == ["citizen", "isolated_resident", *dict.fromkeys(roles[2:])]
    assert set(roles[2:]) == set(RoleCode)
    assert [account["simulator"] for account in listed[:2]] == [CITIZEN, RESIDENT]
    assert set(User.objects.values_list("password", flat=True).distinct()) == {
        User.objects.get(username="grid01").password
    }
    assert User.objects.get(username="grid01").check_password(PASSWORD)


def test_trips_begin_in_real_divisions():
    real = dict(client.divisions())

    origins = [code.removesuffix("00") if len(code) == 6 else code for code, _ in _ORIGINS]

    assert [code for code in origins if code not in real] == []
