"""状态变更 by the arrows of handbook §4.1, 更正 by compensation, 作废 with a second person."""

import datetime as dt

import pytest

from lianfang.approvals.actions import decide
from lianfang.audit.jobs import deliver_due
from lianfang.core.clock import local_date
from lianfang.core.problems import NotFound
from lianfang.people.actions import change_status
from lianfang.people.enums import Axis, ControlStatus, Reason
from lianfang.people.errors import CannotMerge, DocumentTaken, FileVoid, NotTheNewest, WrongStatus
from lianfang.people.models import Person, StatusEvent
from lianfang.people.queries import Filters, by_document, by_id, history_of, list_page, void_of
from lianfang.quarantine.queries import open_episode_of
from lianfang.roster.actions import ask_void, make_move, merge_files, restore_file, take_back
from lianfang.roster.errors import BadMove, CannotVoid, StillInWard
from lianfang.roster.queries import moves_for
from lianfang.roster.rules.moves import ASKED, TARGETS, Move, leads_on
from lianfang.stats.enums import Figure
from lianfang.stats.queries.counting import count
from lianfang.treatment.actions import admit
from tests.factories.geo import GRID, T0, make_area
from tests.factories.org import make_staff
from tests.factories.people import make_person
from tests.factories.quarantine import make_episode
from tests.factories.treatment import make_hospital, make_hospital_doctor, make_referral

pytestmark = pytest.mark.django_db
DOCUMENT = "11010519491231002X"
HOUR = dt.timedelta(hours=1)
LATER = T0 + HOUR
NOTE = {"note": "核对户籍和行程后认定"}


@pytest.fixture
def officer():
    make_area()
    return make_staff("community_officer", areas=(GRID[:12],))


@pytest.fixture
def cdc():
    make_area()
    return make_staff("cdc_officer", areas=(GRID[:4],))


def now_of(person):
    return by_id(person.pk)


def offered(caller, person, at=LATER):
    return {move.value for move in moves_for(caller, now_of(person), at=at).moves}


def test_every_move_asks_something_and_knows_where_it_leads():
    assert set(ASKED) == set(Move)
    assert set(TARGETS) == set(Move) - {Move.SEVERITY}


@pytest.mark.parametrize(
    ("move", "control", "case_class", "leads"),
    [
        (Move.OBSERVE, "registered", "none", True),
        (Move.OBSERVE, "under_observation", "none", False),
        (Move.OBSERVE, "in_treatment", "suspected", False),
        (Move.MONITOR, "under_observation", "none", True),
        (Move.MONITOR, "registered", "none", False),
        (Move.UNTRUE, "pending_verification", "none", True),
        (Move.RETURN, "transferred_out", "none", True),
        (Move.RETURN, "not_applicable", "none", False),
        (Move.EXCLUDE, "in_treatment", "suspected", True),
        (Move.EXCLUDE, "registered", "none", False),
        (Move.SEVERITY, "in_treatment", "confirmed", True),
        (Move.SEVERITY, "in_treatment", "suspected", False),
        (Move.RECOVER, "in_treatment", "confirmed", True),
        (Move.DEATH, "deceased", "died", False),
    ],
)
def test_a_move_is_offered_only_where_an_arrow_leads(move, control, case_class, leads):
    assert leads_on(move, control=control, case_class=case_class) is leads


def test_community_and_cdc_are_offered_what_their_posts_may(officer, cdc):
    person = make_person()

    assert offered(officer, person) == {"observe", "transfer"}
    assert offered(cdc, person) == {"observe", "transfer", "suspect", "confirm", "asymptomatic"}
    assert offered(make_staff("commander", areas=(GRID[:4],)), person) == set()


def test_taking_into_observation_confirms_the_entry(officer):
    person = make_person()
    given = {"subject_class": "close_contact", "anchor_at": T0, "evidence": "7", "mode": "2"}

    make_move(person, Move.OBSERVE, given, by=officer, at=LATER)

    episode = open_episode_of(person.pk)
    assert (episode.mode, episode.confirmed_by_id) == ("2", officer.id)
    assert now_of(person).control_status == ControlStatus.OBSERVED


def test_what_was_not_answered_is_named_and_nothing_moves(officer):
    person = make_person()

    with pytest.raises(BadMove) as caught:
        make_move(person, Move.OBSERVE, {"mode": "7"}, by=officer, at=LATER)

    assert set(caught.value.fields) == {"subject_class", "anchor_at", "mode"}
    assert now_of(person).control_status == ControlStatus.REGISTERED


def test_an_effect_after_now_or_before_birth_is_refused(officer):
    person = make_person(birth_date=dt.date(2019, 12, 1))
    for since in (LATER + HOUR, dt.datetime(2019, 11, 1, tzinfo=dt.UTC)):
        given = NOTE | {"receiver": "邻市疾控", "since": since}
        with pytest.raises(BadMove) as caught:
            make_move(person, Move.TRANSFER, given, by=officer, at=LATER)
        assert set(caught.value.fields) == {"since"}


def test_handing_over_ends_the_observation_and_keeps_who_received(officer):
    episode = make_episode()
    given = NOTE | {"receiver": "邻市疾控", "since": T0 + HOUR / 2}

    make_move(now_of(episode.person), Move.TRANSFER, given, by=officer, at=LATER)

    last = history_of(episode.person)[-1]
    assert open_episode_of(episode.person_id) is None
    assert (last.after, last.reason, last.effective_at) == ("transferred_out", "R09", T0 + HOUR / 2)
    assert last.note.startswith("接收：邻市疾控。")


def test_sent_twice_the_second_finds_no_arrow(officer):
    person = make_person()
    given = NOTE | {"receiver": "邻市疾控"}
    make_move(person, Move.TRANSFER, given, by=officer, at=LATER)

    with pytest.raises(WrongStatus):
        make_move(now_of(person), Move.TRANSFER, given, by=officer, at=LATER)


def test_a_stranger_moves_nothing_and_corrects_nothing(officer):
    episode = make_episode()
    person = now_of(episode.person)
    stranger = make_staff("community_officer", areas=("990101001002",))

    with pytest.raises(NotFound):
        make_move(person, Move.TRANSFER, NOTE | {"receiver": "x"}, by=stranger, at=LATER)
    with pytest.raises(NotFound):
        take_back(person, history_of(person)[-1], note="误", by=stranger, at=LATER)
    with pytest.raises(NotFound):
        ask_void(person, reason="误", by=stranger, at=LATER)
    assert now_of(person).control_status == ControlStatus.OBSERVED


def test_a_wrong_entry_taken_back_ends_the_observation_and_is_not_counted(officer):
    episode = make_episode()
    person = now_of(episode.person)

    assert count(Figure.OBSERVED_NEW, local_date(T0), at=LATER) == {GRID: 1}

    done = take_back(person, history_of(person)[-1], note="同名误录", by=officer, at=LATER)

    stay = open_episode_of(person.pk)
    assert stay is None
    assert (done.before, done.after, done.reason) == ("under_observation", "registered", "R12")
    assert StatusEvent.objects.filter(person=person).count() == 3
    assert count(Figure.OBSERVED_NEW, local_date(T0), at=LATER) == {}


def test_a_wrong_hand_over_taken_back_goes_on_with_the_same_observation(officer):
    episode = make_episode()
    person = now_of(episode.person)
    make_move(person, Move.TRANSFER, NOTE | {"receiver": "邻市"}, by=officer, at=LATER)
    person = now_of(person)

    take_back(person, history_of(person)[-1], note="未成行", by=officer, at=LATER + HOUR)

    going_on = open_episode_of(person.pk)
    assert going_on.pk == episode.pk
    assert going_on.slots.filter(state="planned", closes_at__gt=LATER + HOUR).exists()
    assert now_of(person).control_status == ControlStatus.OBSERVED


def test_only_the_newest_move_is_taken_back_and_only_once(officer):
    episode = make_episode()
    person = now_of(episode.person)
    opening, observed = history_of(person)

    with pytest.raises(NotTheNewest):
        take_back(person, opening, note="误", by=officer, at=LATER)
    take_back(person, observed, note="误", by=officer, at=LATER)
    with pytest.raises(NotTheNewest):
        take_back(now_of(person), observed, note="误", by=officer, at=LATER)
    assert moves_for(officer, now_of(person), at=LATER).corrections == []


def test_a_correction_needs_its_reason(officer):
    person = now_of(make_episode().person)

    with pytest.raises(BadMove):
        take_back(person, history_of(person)[-1], note=" ", by=officer, at=LATER)


def test_a_patient_in_the_ward_is_discharged_before_a_correction(officer):
    hospital = make_hospital()
    doctor = make_hospital_doctor(hospital)
    person = make_person()
    make_referral(person, hospital=hospital)
    admit(person, key=person.key, by=doctor, at=LATER)
    wrong = history_of(person)[-1]

    with pytest.raises(StillInWard):
        take_back(now_of(person), wrong, note="误", by=officer, at=LATER)


def test_a_doctor_corrects_the_class_the_hospital_wrote_and_the_community_may_not(officer, cdc):
    person = make_person()
    make_move(person, Move.SUSPECT, NOTE, by=cdc, at=LATER)
    wrong = [e for e in history_of(person) if e.axis == Axis.CLASS][-1]

    with pytest.raises(NotFound):
        take_back(now_of(person), wrong, note="误", by=officer, at=LATER)
    take_back(now_of(person), wrong, note="误", by=cdc, at=LATER)

    assert now_of(person).case_class == "none"


def granted(person, asker, second, at=LATER):
    approval = ask_void(person, reason="重复建档", by=asker, at=at)
    decide(approval, granted=True, by=second, at=at)
    deliver_due(now=at)


def test_a_file_is_void_only_once_a_second_person_agreed(officer, cdc):
    person = make_person(name="张三", id_number=DOCUMENT)
    approval = ask_void(person, reason="重复建档", by=officer, at=LATER)
    again = ask_void(person, reason="重复建档", by=officer, at=LATER)
    assert (again.pk, now_of(person).voided_at) == (approval.pk, None)
    assert "张三" not in approval.title

    decide(approval, granted=True, by=cdc, at=LATER)
    deliver_due(now=LATER)

    person = now_of(person)
    void = void_of(person)
    assert (void.asked_by, void.actor_name) == (officer.name, cdc.name)
    assert list(list_page(cdc, filters=Filters(), cursor="", at=LATER).rows) == []
    assert by_document("01", DOCUMENT) is None
    assert offered(cdc, person) == set()
    with pytest.raises(FileVoid):
        change_status(
            person,
            Axis.CONTROL,
            after=ControlStatus.PENDING,
            reason=Reason.OTHER,
            effective_at=LATER,
            by=cdc.actor,
            at=LATER,
        )


def test_a_void_file_is_not_made_one_with_another(officer, cdc):
    person, other = make_person(name="张三"), make_person(name="张三")
    granted(person, officer, cdc)

    with pytest.raises(CannotMerge):
        merge_files(other, now_of(person), take=[], reason="同一人", by=cdc, at=LATER)
    assert now_of(person).merged_into_id is None


def test_restored_it_is_as_it_was_unless_its_number_was_given_away(officer, cdc):
    person = make_person(name="张三", id_number=DOCUMENT)
    granted(person, officer, cdc)
    restore_file(now_of(person), reason="误作废", by=officer, at=LATER)
    assert by_document("01", DOCUMENT).pk == person.pk
    assert void_of(person) is None

    granted(now_of(person), officer, cdc, at=LATER + HOUR)
    make_person(name="李四", id_number=DOCUMENT)
    with pytest.raises(DocumentTaken):
        restore_file(now_of(person), reason="误作废", by=officer, at=LATER)
    assert void_of(person) is not None


def test_nothing_is_voided_under_a_running_observation(officer, cdc):
    episode = make_episode()
    with pytest.raises(CannotVoid):
        ask_void(now_of(episode.person), reason="误", by=officer, at=LATER)

    person = make_person()
    approval = ask_void(person, reason="误", by=officer, at=LATER)
    make_episode(person)
    decide(approval, granted=True, by=cdc, at=LATER)
    deliver_due(now=LATER)
    assert Person.objects.unscoped().get(pk=person.pk).voided_at is None
