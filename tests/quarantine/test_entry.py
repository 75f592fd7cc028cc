"""Begin, confirm, pause, resume and end an observation."""

import datetime as dt
import uuid

import pytest

from lianfang.audit.jobs import deliver_due
from lianfang.audit.queries import timeline
from lianfang.core.actor import Actor
from lianfang.core.clock import at_local, local_date
from lianfang.core.problems import NotFound
from lianfang.files.queries import content_of
from lianfang.messages.queries import inbox
from lianfang.org.enums import RoleCode
from lianfang.people.actions import move_home, state_fact
from lianfang.people.enums import ControlStatus, FactKind
from lianfang.people.queries import by_id as person_by_id
from lianfang.people.queries import facts_of
from lianfang.policy.errors import NoRule
from lianfang.quarantine import queries
from lianfang.quarantine.actions import (
    confirm_entry,
    end_episode,
    pause_for_hospital,
    plan_slots,
    resume,
)
from lianfang.quarantine.enums import EndReason, Mode, NoticeKind, ReadingKind, SlotState
from lianfang.quarantine.errors import BadAnchor, EpisodeOver, EvidenceNeeded, PeriodOver
from lianfang.quarantine.models import Slot, Visit
from tests.factories.accounts import make_account
from tests.factories.geo import GRID, T0, make_area
from tests.factories.org import make_staff
from tests.factories.people import make_person
from tests.factories.quarantine import make_episode, make_reading

SYSTEM = Actor.system()
DAY = dt.timedelta(days=1)
TODAY = local_date(T0)

pytestmark = pytest.mark.django_db


def entries_of(episode):
    return [e.action for e in timeline("quarantine.episode", episode.pk)]


def reload(episode):
    return queries.by_id(episode.pk)


def states(episode):
    slots = Slot.objects.filter(episode=episode).order_by("opens_at")
    return [f"{slot.day.day}{slot.part} {slot.state}" for slot in slots]


def test_start_puts_the_person_under_observation_until_day_fourteen():
    person = make_person()

    episode = make_episode(person)

    assert person.control_status == ControlStatus.OBSERVED
    assert episode.planned_end == at_local(dt.date(2020, 2, 24), dt.time())  # anchor on the 9th
    assert episode.profile == "cn-2020v3"
    assert states(episode) == ["10am planned", "10pm planned", "11am planned", "11pm planned"]
    assert entries_of(episode) == ["episode.started"]


def test_start_twice_is_one_episode():
    person = make_person()

    assert make_episode(person) == make_episode(person, at=T0 + DAY)


def test_start_again_after_the_end_is_a_new_episode():
    person = make_person()
    first = make_episode(person)
    end_episode(first, reason=EndReason.MISTAKE, by=SYSTEM, at=T0)

    assert make_episode(person, at=T0 + DAY) != first


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"evidence": "", "waiver": " "}, EvidenceNeeded),
        ({"anchor_at": T0 + DAY}, BadAnchor),
        ({"anchor_at": T0 - 15 * DAY}, PeriodOver),
        ({"subject_class": "secondary_contact"}, NoRule),
    ],
)
def test_start_without_ground_is_refused(given, problem):
    with pytest.raises(problem):
        make_episode(**given)


def test_start_with_a_waiver_in_place_of_evidence_is_kept():
    assert make_episode(evidence="", waiver="本人口述").waiver == "本人口述"


def test_start_closes_the_arrival_that_was_not_registered():
    person = make_person()
    state_fact(person, FactKind.KEY_AREA_ARRIVAL, starts_at=T0, by=SYSTEM, at=T0)

    make_episode(person, at=T0 + DAY)

    assert facts_of(person.pk, at=T0 + DAY).facts == ()


def test_started_is_followed_by_staff_visits_notices_and_news():
    make_area()
    doctor = make_staff(RoleCode.COMMUNITY_DOCTOR, areas=(GRID[:12],))
    worker = make_staff(RoleCode.GRID_WORKER)
    person = make_person()
    resident = make_account(person)
    episode = make_episode(person)

    deliver_due(now=T0)

    episode = reload(episode)
    assert (episode.doctor_id, episode.grid_worker_id) == (doctor.id, worker.id)
    visits = Visit.objects.unscoped().filter(episode=episode).order_by("due_at")
    assert [(v.kind, local_date(v.opened_at).day, v.assignee_id) for v in visits] == [
        ("first", 10, doctor.id),
        ("routine", 16, doctor.id),
        ("routine", 23, doctor.id),
    ]
    notices = queries.notices_of(episode)
    assert [n.kind for n in notices] == [NoticeKind.HOME, NoticeKind.GUIDE]
    assert [content_of(n.file)[:5] for n in notices] == [b"%PDF-"] * 2
    assert [line.title for line in inbox("account", resident.id)] == ["请按时自查"]
    assert [len(inbox("user", who.id)) for who in (doctor, worker)] == [1, 1]


def test_started_delivered_twice_changes_nothing():
    from lianfang.quarantine import handlers  # noqa: PLC0415 -- only this test

    make_area()
    make_staff(RoleCode.COMMUNITY_DOCTOR, areas=(GRID[:12],))
    episode = make_episode()
    entry = timeline("quarantine.episode", episode.pk).get()

    for _ in range(2):
        handlers.assign_and_tell(entry, T0)
        handlers.serve_notices(entry, T0)

    assert Visit.objects.unscoped().count() == 3
    assert len(queries.notices_of(episode)) == 2


def test_joint_check_of_the_doctor_before_the_start_is_the_first_visit():
    make_area()
    doctor = make_staff(RoleCode.COMMUNITY_DOCTOR, areas=(GRID[:12],))
    person = make_person()
    reading = make_reading(person, kind=ReadingKind.STAFF, by=doctor.actor)
    episode = make_episode(person, at=T0 + dt.timedelta(minutes=5))

    deliver_due(now=T0 + dt.timedelta(minutes=6))

    first = Visit.objects.unscoped().get(episode=episode, kind="first")
    assert (first.is_done, first.reading_id) == (True, reading.pk)


def test_joint_check_of_the_doctor_after_the_start_finishes_the_first_visit():
    make_area()
    doctor = make_staff(RoleCode.COMMUNITY_DOCTOR, areas=(GRID[:12],))
    person = make_person()
    episode = make_episode(person)
    deliver_due(now=T0)

    make_reading(person, kind=ReadingKind.STAFF, by=doctor.actor)

    assert Visit.objects.unscoped().get(episode=episode, kind="first").is_done


def test_confirm_by_the_community_officer_counts_once():
    episode = make_episode()
    officer = make_staff(RoleCode.COMMUNITY_OFFICER, areas=(GRID[:12],))

    confirm_entry(episode, by=officer, at=T0)
    again = confirm_entry(episode, by=officer, at=T0 + DAY)

    assert (again.confirmed_by_id, again.confirmed_at) == (officer.id, T0)
    assert entries_of(episode) == ["episode.started", "episode.entry_confirmed"]


@pytest.mark.parametrize(
    ("role", "area"),
    [(RoleCode.COMMUNITY_OFFICER, "990101001002"), (RoleCode.GRID_WORKER, GRID)],
)
def test_confirm_by_a_stranger_finds_nothing(role, area):
    with pytest.raises(NotFound):
        confirm_entry(make_episode(), by=make_staff(role, areas=(area,)), at=T0)


def test_confirm_after_the_end_is_refused():
    episode = make_episode()
    end_episode(episode, reason=EndReason.MISTAKE, by=SYSTEM, at=T0)

    with pytest.raises(EpisodeOver):
        confirm_entry(episode, by=make_staff(RoleCode.COMMUNITY_OFFICER), at=T0)


def test_pause_and_resume_keep_the_original_end_and_excuse_the_checks_between():
    episode = make_episode()
    end = episode.planned_end

    pause_for_hospital(episode, by=SYSTEM, at=T0)
    pause_for_hospital(episode, by=SYSTEM, at=T0)
    assert (reload(episode).mode, states(episode)[0]) == (Mode.HOSPITAL, "10am exempted")

    resume(episode, by=SYSTEM, at=T0 + DAY)
    resume(episode, by=SYSTEM, at=T0 + DAY)

    assert (reload(episode).mode, reload(episode).planned_end) == (Mode.HOME, end)
    assert states(episode) == [
        "10am exempted",
        "10pm exempted",
        "11am planned",
        "11pm planned",
        "12am planned",
        "12pm planned",
    ]
    assert [s.mode for s in episode.segments.order_by("id")] == [
        Mode.HOME,
        Mode.HOSPITAL,
        Mode.HOME,
    ]
    assert entries_of(episode) == ["episode.started", "episode.paused", "episode.resumed"]


def test_pause_after_the_end_is_refused():
    episode = make_episode()
    end_episode(episode, reason=EndReason.DIED, by=SYSTEM, at=T0)

    with pytest.raises(EpisodeOver):
        pause_for_hospital(episode, by=SYSTEM, at=T0)


def test_end_stops_checks_and_visits_and_counts_once():
    make_area()
    make_staff(RoleCode.COMMUNITY_DOCTOR, areas=(GRID[:12],))
    episode = make_episode()
    deliver_due(now=T0)

    for _ in range(2):
        end_episode(episode, reason=EndReason.HOSPITALISED, by=SYSTEM, at=T0)

    assert {state.split()[1] for state in states(episode)} == {SlotState.EXEMPTED}
    assert not Visit.objects.unscoped().filter(is_done=False).exists()
    assert entries_of(episode) == ["episode.started", "episode.ended"]
    with pytest.raises(EpisodeOver):
        end_episode(episode, reason=EndReason.DIED, by=SYSTEM, at=T0)


def test_slots_planned_again_make_nothing_twice_and_catch_up_as_excused():
    episode = make_episode()
    assert plan_slots(episode, by=SYSTEM, at=T0) == 0

    made = plan_slots(episode, by=SYSTEM, at=T0 + 3 * DAY)  # down for two days

    assert made == 6
    assert states(episode)[4:] == [
        "12am exempted",
        "12pm exempted",
        "13am planned",
        "13pm planned",
        "14am planned",
        "14pm planned",
    ]


def test_get_for_staff_of_the_area_and_not_of_the_next():
    episode = make_episode()

    assert queries.get_for(make_staff(RoleCode.COMMUNITY_DOCTOR), episode.key) == episode
    for stranger in (
        make_staff(RoleCode.COMMUNITY_DOCTOR, areas=("990101001001002",)),
        make_staff(RoleCode.GATEKEEPER),
    ):
        with pytest.raises(NotFound):
            queries.get_for(stranger, episode.key)
    with pytest.raises(NotFound):
        queries.get_for(make_staff(RoleCode.COMMUNITY_DOCTOR), uuid.uuid4())


def test_person_seen_from_the_table_stands_under_observation():
    person = make_person()
    make_episode(person)

    assert person_by_id(person.pk).control_status == ControlStatus.OBSERVED


def test_moving_house_takes_the_observation_and_its_visits_along():
    make_area("990101001001002")
    make_area()
    old = make_staff(RoleCode.COMMUNITY_DOCTOR)
    new = make_staff(RoleCode.COMMUNITY_DOCTOR, areas=("990101001001002",))
    person = make_person()
    episode = make_episode(person)
    deliver_due(now=T0)

    move_home(person, area_code="990101001001002", address="新居1号", by=SYSTEM, at=T0)
    deliver_due(now=T0)

    episode = reload(episode)
    assert (episode.area_code, episode.place) == ("990101001001002", "新居1号")
    assert episode.doctor_id == new.id
    assert queries.visits_of(old, at=T0) == []
    assert [row.kind for row in queries.visits_of(new, at=T0)] == ["first"]
    assert entries_of(episode) == ["episode.started", "episode.moved"]


def test_moving_house_leaves_an_observation_in_a_facility_where_it_is():
    make_area("990101001001002")
    person = make_person()
    episode = make_episode(person, mode=Mode.CENTRAL, place="集中隔离点 201")

    move_home(person, area_code="990101001001002", address="新居1号", by=SYSTEM, at=T0)
    deliver_due(now=T0)

    assert (reload(episode).area_code, reload(episode).place) == (GRID, "集中隔离点 201")


def test_officer_is_asked_to_confirm_a_new_entry():
    make_area()
    officer = make_staff(RoleCode.COMMUNITY_OFFICER, areas=(GRID[:12],))
    make_episode()

    deliver_due(now=T0)

    assert [line.title for line in inbox("user", officer.id)] == ["请确认纳入观察"]
