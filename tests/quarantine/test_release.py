"""Two signatures, no open sign, and numbers without gaps."""

import datetime as dt

import pytest

from lianfang.audit.jobs import deliver_due
from lianfang.audit.queries import timeline
from lianfang.core.actor import Actor
from lianfang.core.problems import NotFound
from lianfang.files.queries import content_of
from lianfang.messages.queries import inbox
from lianfang.org.enums import RoleCode
from lianfang.people.enums import ControlStatus
from lianfang.people.queries import by_id as person_by_id
from lianfang.quarantine import queries
from lianfang.quarantine.actions import (
    end_episode,
    explain_missed,
    finish_call,
    issue_release,
    pause_for_hospital,
    plan_visit,
    sign_notice,
    sign_release,
)
from lianfang.quarantine.enums import EndReason, NoticeKind, PostRelease, SlotState, VisitKind
from lianfang.quarantine.errors import (
    BadSignature,
    EpisodeOver,
    InHospital,
    MissedUnexplained,
    NotDue,
    NotSigned,
    OpenAbnormal,
)
from lianfang.quarantine.models import Notice, Slot
from tests.factories.accounts import make_account
from tests.factories.geo import GRID, T0, make_area
from tests.factories.org import make_staff
from tests.factories.people import make_person
from tests.factories.quarantine import NAME, make_episode, make_reading

DAY = dt.timedelta(days=1)
COMMUNITY = GRID[:12]
NEXT_DOOR = "990101001002"

pytestmark = pytest.mark.django_db


@pytest.fixture
def doctor(db):
    make_area()
    return make_staff(RoleCode.COMMUNITY_DOCTOR, areas=(COMMUNITY,))


@pytest.fixture
def officer(db):
    return make_staff(RoleCode.COMMUNITY_OFFICER, areas=(COMMUNITY,))


def release(episode, officer, at=None):
    at = at or episode.planned_end
    return issue_release(episode, post_release=PostRelease.FREE, by=officer, at=at)


def entries_of(episode):
    return [e.action for e in timeline("quarantine.episode", episode.pk)]


def test_signed_and_issued_when_due_releases_with_a_document_and_tells(doctor, officer):
    person = make_person()
    resident = make_account(person)
    episode = make_episode(person)
    sign_release(episode, by=doctor, at=episode.planned_end)

    notice = release(episode, officer)
    deliver_due(now=episode.planned_end)

    assert notice.number == "解〔2020〕00001号"
    assert person_by_id(person.pk).control_status == ControlStatus.RELEASED
    episode = queries.by_id(episode.pk)
    assert (episode.is_open, episode.end_reason, episode.post_release) == (None, "released", "1")
    served = Notice.objects.get(pk=notice.pk)
    assert content_of(served.file)[:5] == b"%PDF-"
    assert inbox("account", resident.id)[0].title == "隔离观察已解除"
    assert entries_of(episode) == ["episode.started", "episode.release_signed", "episode.released"]


def test_issued_twice_is_one_notice_and_one_number(doctor, officer):
    first = make_episode()
    sign_release(first, by=doctor, at=first.planned_end)
    assert release(first, officer) == release(first, officer)

    second = make_episode(make_person(name="王五"))
    sign_release(second, by=doctor, at=second.planned_end)

    assert release(second, officer).number == "解〔2020〕00002号"


def test_number_of_a_refused_release_is_not_lost(doctor, officer):
    episode = make_episode()
    with pytest.raises(NotSigned):
        release(episode, officer)
    sign_release(episode, by=doctor, at=episode.planned_end)

    assert release(episode, officer).number == "解〔2020〕00001号"


def test_number_begins_again_with_the_year(doctor, officer):
    at = dt.datetime(2020, 12, 30, 1, 0, tzinfo=dt.UTC)
    episode = make_episode(make_person(at=at), at=at)
    sign_release(episode, by=doctor, at=episode.planned_end)

    assert release(episode, officer).number == "解〔2021〕00001号"


def test_signed_before_the_last_day_is_refused_and_on_it_is_kept_once(doctor):
    episode = make_episode()
    with pytest.raises(NotDue):
        sign_release(episode, by=doctor, at=episode.planned_end - 2 * DAY)

    for hours in (10, 2):
        signed = sign_release(
            episode, by=doctor, at=episode.planned_end - dt.timedelta(hours=hours)
        )

    assert signed.signed_at == episode.planned_end - dt.timedelta(hours=10)
    assert entries_of(episode) == ["episode.started", "episode.release_signed"]


def test_released_a_minute_early_is_refused(doctor, officer):
    episode = make_episode()
    sign_release(episode, by=doctor, at=episode.planned_end - dt.timedelta(hours=1))

    with pytest.raises(NotDue):
        release(episode, officer, at=episode.planned_end - dt.timedelta(minutes=1))


def test_released_with_an_open_abnormal_sign_is_refused(doctor, officer):
    person = make_person()
    episode = make_episode(person)
    make_reading(person, "37.3")

    with pytest.raises(OpenAbnormal):
        sign_release(episode, by=doctor, at=episode.planned_end)
    with pytest.raises(OpenAbnormal):
        release(episode, officer)


def test_released_from_hospital_or_after_the_end_is_refused(doctor, officer):
    episode = make_episode()
    pause_for_hospital(episode, by=Actor.system(), at=T0)
    with pytest.raises(InHospital):
        release(episode, officer)

    end_episode(episode, reason=EndReason.DIED, by=Actor.system(), at=T0)
    with pytest.raises(EpisodeOver):
        release(episode, officer)


def test_wrong_person_finds_nothing_to_sign_or_issue(doctor, officer):
    episode = make_episode()
    far_doctor = make_staff(RoleCode.COMMUNITY_DOCTOR, areas=(NEXT_DOOR,))
    far_officer = make_staff(RoleCode.COMMUNITY_OFFICER, areas=(NEXT_DOOR,))

    for stranger in (far_doctor, officer):
        with pytest.raises(NotFound):
            sign_release(episode, by=stranger, at=episode.planned_end)
    for stranger in (far_officer, doctor):
        with pytest.raises(NotFound):
            release(episode, stranger)


def test_due_for_release_shows_the_last_day_in_ones_areas_in_one_statement(
    doctor, officer, django_assert_num_queries
):
    first = make_episode()
    at = first.planned_end - dt.timedelta(hours=10)
    assert queries.due_for_release(doctor, at=at - DAY) == []
    with django_assert_num_queries(1):
        assert [row.key for row in queries.due_for_release(doctor, at=at)] == [first.key]
    for name in ("王五", "赵六"):
        make_episode(make_person(name=name))

    with django_assert_num_queries(1):
        assert len(queries.due_for_release(officer, at=at)) == 3
    Slot.objects.filter(episode=first).update(state="missed")
    assert queries.due_for_release(officer, at=at)[0].missed == 4
    far = make_staff(RoleCode.COMMUNITY_DOCTOR, areas=(NEXT_DOOR,))
    assert queries.due_for_release(far, at=at) == []


def test_notice_is_signed_once_by_who_speaks_for_the_person():
    person = make_person()
    guardian = make_account(family=[person])
    episode = make_episode(person)
    deliver_due(now=T0)
    notice = queries.notices_of(episode)[0]
    assert notice.kind == NoticeKind.HOME

    sign_notice(notice, strokes=NAME, by=guardian, at=T0)
    again = sign_notice(notice, strokes=NAME, by=make_account(person), at=T0 + DAY)

    assert again.signed_at == T0
    actions = [e.action for e in timeline("quarantine.notice", notice.pk)]
    assert actions == ["notice.issued", "notice.signed"]
    with pytest.raises(NotFound):
        sign_notice(notice, strokes=NAME, by=make_account(make_person(name="王五")), at=T0)


@pytest.mark.parametrize(
    "strokes",
    [
        [],
        [[1, 1]] * 20,  # dots
        [[0, 0, 9, 9]],  # a touch
        [[0, 0, 2000, 0] * 5],  # beyond the pad
        [[0, 0, 9, 9, 5] * 5],  # half a point
        [[1, 2] * 9000],
    ],
)
def test_what_is_no_signature_signs_nothing(strokes):
    person = make_person()
    episode = make_episode(person)
    deliver_due(now=T0)
    notice = queries.notices_of(episode)[0]

    with pytest.raises(BadSignature):
        sign_notice(notice, strokes=strokes, by=make_account(person), at=T0)

    assert Notice.objects.get(pk=notice.pk).signed_at is None


@pytest.fixture
def missed(doctor):
    """An episode whose first check was missed."""
    episode = make_episode()
    slot = Slot.objects.filter(episode=episode).order_by("id")[0]
    Slot.objects.filter(pk=slot.pk).update(state=SlotState.MISSED)
    return episode, slot


def test_release_waits_until_every_missed_check_has_its_reason(missed, doctor, officer):
    episode, slot = missed
    end = episode.planned_end
    with pytest.raises(MissedUnexplained):
        sign_release(episode, by=doctor, at=end)

    for why in ("手机没电", "手机没电，已电话核实体温正常"):
        explain_missed(episode, day=slot.day, part=slot.part, why=why, by=doctor, at=end)

    sign_release(episode, by=doctor, at=end)
    assert release(episode, officer).number
    [row] = queries.missed_of(episode)
    assert (row.explanation, row.explained_by) == ("手机没电，已电话核实体温正常", doctor.name)
    slot.refresh_from_db()
    assert slot.state == SlotState.MISSED


def test_missed_check_after_the_signature_holds_the_notice_back(doctor, officer):
    episode = make_episode()
    sign_release(episode, by=doctor, at=episode.planned_end)
    Slot.objects.filter(episode=episode).update(state=SlotState.MISSED)

    with pytest.raises(MissedUnexplained):
        release(episode, officer)


def test_reason_from_another_community_or_for_a_check_made_is_not_found(missed, doctor):
    episode, slot = missed
    stranger = make_staff(RoleCode.COMMUNITY_DOCTOR, areas=(NEXT_DOOR,))
    made = Slot.objects.filter(episode=episode).exclude(pk=slot.pk).order_by("id")[0]

    for by, of in ((stranger, slot), (doctor, made)):
        with pytest.raises(NotFound):
            explain_missed(episode, day=of.day, part=of.part, why="出门", by=by, at=T0)

    assert queries.missed_of(episode)[0].explanation == ""


def test_call_about_a_missed_check_is_its_reason(missed, doctor):
    episode, slot = missed
    visit = plan_visit(
        episode,
        kind=VisitKind.CALL,
        why=f"slot:{slot.pk}:call",
        assignee_id=doctor.id,
        opens_at=T0,
        due_at=T0 + DAY,
        by=Actor.system(),
        at=T0,
    )

    finish_call(visit, note="睡过头了，体温正常", by=doctor, at=T0)

    assert queries.missed_of(episode)[0].explanation == "睡过头了，体温正常"
