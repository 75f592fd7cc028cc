"""What a measurement does: fills its check, becomes a fact, calls the doctor, is cleared."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest

from lianfang.audit.jobs import deliver_due
from lianfang.audit.queries import timeline
from lianfang.core.clock import at_local
from lianfang.core.problems import NotFound
from lianfang.geo.rules import Point
from lianfang.messages.queries import inbox
from lianfang.org.enums import RoleCode
from lianfang.people.queries import by_id as person_by_id
from lianfang.people.queries import facts_of
from lianfang.quarantine import queries
from lianfang.quarantine.actions import (
    check_at_visit,
    clear_abnormal,
    finish_call,
    pause_for_hospital,
    sign_release,
)
from lianfang.quarantine.enums import Conclusion, ReadingKind, VisitKind
from lianfang.quarantine.errors import (
    BadReading,
    EpisodeOver,
    KeyTaken,
    NothingAbnormal,
    VisitDone,
)
from lianfang.quarantine.jobs import escalate_due
from lianfang.quarantine.models import Reading, Slot, Visit
from tests.factories.accounts import make_account
from tests.factories.geo import GRID, T0, make_area
from tests.factories.org import make_staff
from tests.factories.people import make_person
from tests.factories.quarantine import make_episode, make_reading

MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
TODAY = dt.date(2020, 2, 10)

pytestmark = pytest.mark.django_db


def local(hour, minute=0):
    return at_local(TODAY, dt.time(hour, minute))


def slot_of(episode, part="am"):
    return Slot.objects.get(episode=episode, day=TODAY, part=part)


@pytest.fixture
def doctor(db):
    make_area()
    return make_staff(RoleCode.COMMUNITY_DOCTOR, areas=(GRID[:12],))


@pytest.fixture
def feverish(doctor):
    """An episode with an abnormal self check, the doctor's urgent visit planned."""
    person = make_person()
    episode = make_episode(person)
    make_reading(person, "38.0")
    deliver_due(now=T0)
    return queries.by_id(episode.pk)


def urgent_visit(episode):
    visits = Visit.objects.unscoped().select_related("episode__person")
    return visits.get(episode=episode, kind=VisitKind.ABNORMAL)


def check(visit, doctor, temp="36.6", *, symptoms=("00",), key=None, at=T0, **given):
    return check_at_visit(
        visit,
        key=key or uuid.uuid4(),
        temp_c=Decimal(temp),
        symptoms=list(symptoms),
        measured_at=at,
        by=doctor,
        at=at,
        **given,
    )


def test_reading_on_time_fills_its_check_and_the_persons_file():
    person = make_person()
    episode = make_episode(person)

    reading = make_reading(person, "36.5")

    slot = slot_of(episode)
    assert (slot.state, slot.is_late, slot.reading_id) == ("done", False, reading.pk)
    assert slot.next_at is None
    assert person_by_id(person.pk).latest_temp_c == Decimal("36.5")
    entry = timeline("quarantine.reading", reading.pk).get()
    assert entry.action == "reading.recorded"
    assert entry.detail == {"person": person.pk, "episode": episode.pk, "kind": "self"}


def test_reading_sent_twice_is_one_row_and_under_another_person_refused():
    person, key = make_person(), uuid.uuid4()
    make_episode(person)

    first, second = (make_reading(person, key=key) for _ in "12")

    assert first == second
    assert Reading.objects.unscoped().count() == 1
    with pytest.raises(KeyTaken):
        make_reading(make_person(name="王五"), key=key)


def test_second_reading_of_the_same_window_leaves_the_first_in_its_check():
    person = make_person()
    episode = make_episode(person)
    first = make_reading(person)

    make_reading(person, at=T0 + HOUR)

    assert slot_of(episode).reading_id == first.pk


@pytest.mark.parametrize(
    ("measured", "sent", "state", "is_late", "filled"),
    [
        (local(11, 59), local(11, 59), "done", False, True),
        (local(12), local(12), "done", True, True),
        (local(11, 50), local(13, 59), "done", True, True),
        (local(11, 50), local(14), "missed", True, True),
        (local(14), local(14), "missed", False, False),
        (local(13), local(13), "done", True, True),
    ],
)
def test_reading_by_the_clock_is_on_time_late_or_no_longer_counted(
    measured, sent, state, is_late, filled
):
    person = make_person()
    episode = make_episode(person)
    escalate_due(now=sent)

    make_reading(person, measured_at=measured, at=sent)

    slot = slot_of(episode)
    assert (slot.state, slot.is_late, slot.reading_id is not None) == (state, is_late, filled)


def test_reading_at_a_gate_or_in_hospital_fills_no_check():
    person = make_person()
    episode = make_episode(person)

    make_reading(person, kind=ReadingKind.GATE)
    pause_for_hospital(episode, by=make_staff().actor, at=T0)
    make_reading(person, kind=ReadingKind.SELF)

    assert slot_of(episode).reading_id is None


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"temp": "33.9"}, "temp_c"),
        ({"temp": "42.6"}, "temp_c"),
        ({"temp": ""}, "temp_c"),
        ({"symptoms": ["77"]}, "symptoms"),
        ({"measured_at": T0 + HOUR}, "measured_at"),
    ],
)
def test_reading_that_cannot_be_is_refused_with_the_field(given, field):
    with pytest.raises(BadReading) as refused:
        make_reading(make_person(), **given)

    assert list(refused.value.fields) == [field]


def test_reading_by_a_phone_seven_minutes_ahead_keeps_both_times():
    reading = make_reading(make_person(), measured_at=T0 + 7 * MINUTE)

    assert (reading.measured_at, reading.received_at) == (T0 + 7 * MINUTE, T0)


def test_symptoms_are_kept_once_in_order_and_none_not_beside_others():
    assert make_reading(make_person(), symptoms=["12", "00", "09", "12"]).symptoms == ["09", "12"]


def test_abnormal_reading_is_a_fact_a_visit_within_half_an_hour_and_news():
    make_area()
    doctor = make_staff(RoleCode.COMMUNITY_DOCTOR, areas=(GRID[:12],))
    person = make_person()
    resident = make_account(person)
    episode = make_episode(person)

    reading = make_reading(person, "38.0")
    deliver_due(now=T0)

    assert timeline("quarantine.reading", reading.pk).get().action == "reading.abnormal"
    assert slot_of(episode).state == "abnormal_done"
    assert queries.by_id(episode.pk).open_abnormal_at == T0
    (fact,) = facts_of(person.pk, at=T0).facts
    assert (fact.kind, fact.ends_at) == ("abnormal", T0 + DAY)
    visit = urgent_visit(episode)
    assert (visit.assignee_id, visit.due_at) == (doctor.id, T0 + 30 * MINUTE)
    assert [line.level for line in inbox("user", doctor.id)] == ["urgent", "info"]
    assert inbox("account", resident.id)[0].title == "请留在室内并保持电话畅通"
    assert not any("38" in line.body + line.title for line in inbox("account", resident.id))


def test_second_abnormal_reading_plans_no_second_visit(feverish):
    make_reading(feverish.person, "38.4", at=T0 + HOUR)
    deliver_due(now=T0 + HOUR)

    assert urgent_visit(feverish)


def test_abnormal_reading_before_the_episode_is_open_in_it():
    person = make_person()
    make_reading(person, "38.1", kind=ReadingKind.GATE)

    assert make_episode(person, at=T0 + MINUTE).open_abnormal_at == T0


def test_abnormal_reading_after_the_signature_takes_it_away():
    person = make_person()
    episode = make_episode(person)
    last_day = T0 + 13 * DAY
    sign_release(episode, by=make_staff(RoleCode.COMMUNITY_DOCTOR), at=last_day)

    make_reading(person, "37.5", at=last_day)

    assert queries.by_id(episode.pk).signed_at is None


def test_doctor_clears_an_abnormal_sign_and_the_symptom_is_no_news_again(feverish, doctor):
    visit = urgent_visit(feverish)

    reading = check(visit, doctor, symptoms=["02"], conclusion=Conclusion.CLEARED)

    episode = queries.by_id(feverish.pk)
    assert (reading.is_abnormal, episode.open_abnormal_at, episode.baseline) == (
        False,
        None,
        ["02"],
    )
    assert facts_of(episode.person_id, at=T0 + MINUTE).facts == ()
    assert urgent_visit(episode).is_done
    assert not make_reading(episode.person, symptoms=["02"], at=T0 + HOUR).is_abnormal


def test_doctor_finds_fever_again_and_the_sign_stays_open(feverish, doctor):
    reading = check(urgent_visit(feverish), doctor, "38.2")

    assert (reading.is_abnormal, reading.kind) == (True, ReadingKind.STAFF)
    assert queries.by_id(feverish.pk).open_abnormal_at is not None


def test_check_at_visit_sent_twice_is_one_reading(feverish, doctor):
    visit, key = urgent_visit(feverish), uuid.uuid4()

    readings = [check(visit, doctor, key=key, conclusion=Conclusion.CLEARED) for _ in "12"]

    assert readings[0] == readings[1]


def test_check_at_visit_done_or_over_is_refused(feverish, doctor):
    visit = urgent_visit(feverish)
    check(visit, doctor)
    with pytest.raises(VisitDone):
        check(urgent_visit(feverish), doctor)

    routine = Visit.objects.unscoped().select_related("episode__person").get(why="day:7")
    routine.episode.is_open = None
    with pytest.raises(EpisodeOver):
        check(routine, doctor)


def test_check_at_visit_by_a_stranger_finds_nothing(feverish):
    visit = urgent_visit(feverish)
    for stranger in (
        make_staff(RoleCode.COMMUNITY_DOCTOR, areas=("990101001002",)),
        make_staff(RoleCode.GRID_WORKER),
    ):
        with pytest.raises(NotFound):
            check(visit, stranger)
        with pytest.raises(NotFound):
            clear_abnormal(feverish, symptoms=["00"], by=stranger, at=T0)


def test_clear_without_anything_abnormal_is_refused(doctor):
    with pytest.raises(NothingAbnormal):
        clear_abnormal(make_episode(), symptoms=["00"], by=doctor, at=T0)


def test_distance_from_the_place_is_kept_and_far_away_softly_told():
    make_area()
    worker = make_staff(RoleCode.GRID_WORKER)
    person = make_person()
    episode = make_episode(person, point=Point(124.0, 30.0))
    deliver_due(now=T0)
    near, far = Point(124.001, 30.0), Point(124.01, 30.0)

    distances = [make_reading(person, point=p).distance_m for p in (near, far)]

    assert distances == [96, 965]
    assert inbox("user", worker.id)[0].title == "自查位置提醒"
    assert len(inbox("user", worker.id)) == 2
    assert queries.by_id(episode.pk).lon == 124.0


def test_place_is_learnt_from_the_first_check_at_the_door(doctor):
    person = make_person()
    episode = make_episode(person)

    make_reading(person, kind=ReadingKind.STAFF, by=doctor.actor, point=Point(124.0, 30.0))

    assert queries.by_id(episode.pk).lat == 30.0


def test_call_to_a_silent_resident_is_finished_by_the_caller_once():
    make_area()
    worker = make_staff(RoleCode.GRID_WORKER)
    episode = make_episode(make_person())
    deliver_due(now=T0)
    escalate_due(now=local(12, 30))
    deliver_due(now=local(12, 30))
    call = Visit.objects.unscoped().get(episode=episode, kind=VisitKind.CALL)
    assert [row.key for row in queries.visits_of(worker, at=local(12, 31))] == [call.key]

    for _ in "12":
        finish_call(call, note="手机没电，已提醒", by=worker, at=local(12, 40))

    assert queries.visits_of(worker, at=local(12, 41)) == []
    with pytest.raises(NotFound):
        finish_call(call, note="", by=make_staff(RoleCode.GRID_WORKER), at=local(12, 40))
    with pytest.raises(VisitDone):
        finish_call(call, note="另一条", by=worker, at=local(12, 41))


def test_readings_of_one_person_cost_one_statement(django_assert_num_queries):
    person = make_person()
    make_episode(person)
    make_reading(person, note="夜里没睡好")
    with django_assert_num_queries(1):
        (row,) = queries.readings_of(person.pk)
    assert (row.part, row.is_late, row.note) == ("am", False, "夜里没睡好")
    for hours in (1, 2):
        make_reading(person, at=T0 + hours * HOUR)

    with django_assert_num_queries(1):
        assert len(queries.readings_of(person.pk)) == 3
