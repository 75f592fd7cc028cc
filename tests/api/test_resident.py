"""The pages of somebody under observation: checks, notices, and nobody else's."""

import datetime as dt
import uuid

import pytest

from lianfang.audit.jobs import deliver_due
from lianfang.audit.queries import timeline
from lianfang.files.models import File
from lianfang.quarantine.actions import end_episode, issue_release, sign_release
from lianfang.quarantine.enums import EndReason, PostRelease
from lianfang.quarantine.models import Episode, Notice, Reading
from lianfang.quarantine.queries import notices_of
from tests.api.calls import call, hold_clock, sign_in, sign_in_citizen
from tests.api.test_citizen import upload
from tests.factories.accounts import make_account
from tests.factories.geo import GRID, T0, make_area
from tests.factories.org import make_staff
from tests.factories.people import make_person
from tests.factories.quarantine import NAME, make_episode, make_reading

HOUR = dt.timedelta(hours=1)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nine_in_the_morning(settings):
    hold_clock(settings, T0)


@pytest.fixture
def person():
    make_area()
    return make_person(name="李晓梅")


@pytest.fixture
def episode(person, client):
    """Under observation since an hour ago, and signed in."""
    make_staff("community_doctor", areas=(GRID[:12],), phone="13900001234", name="陈医生")
    episode = make_episode(person, at=T0 - HOUR, place="柳堤小区3号楼501")
    deliver_due(now=T0)
    sign_in_citizen(client, make_account(person))
    return episode


def a_reading(**more):
    return {
        "key": str(uuid.uuid4()),
        "symptoms": ["00"],
        "temp_c": 36.5,
        "measured_at": "2020-02-10T09:00:00+08:00",
        "note": "",
        "door_no": "3号楼501",
        "place": {"lon": 124.0, "lat": 30.0, "coord_sys": "gcj02"},
    } | more


def test_observation_tells_the_day_the_checks_and_whom_to_call(client, episode):
    answer = call(client, "get", "/resident/observation").json()

    assert (answer["active"], answer["person_name"], answer["day"], answer["days"]) == (
        True,
        "李晓梅",
        1,
        14,
    )
    assert answer["doctor"] == {"name": "陈医生", "phone": "13900001234"}
    assert [(s["name"], s["state"]) for s in answer["slots"]] == [
        ("上午", "open"),
        ("下午", "planned"),
    ]
    assert answer["due"] == answer["slots"][0]["key"] == "2020-02-10-am"
    assert [n["kind"] for n in answer["notices"]] == ["home_obs", "guide"]


def test_observation_of_somebody_who_is_not_observed_is_not_active(client, person):
    for account in (make_account(person), make_account()):
        sign_in_citizen(client, account)

        answer = call(client, "get", "/resident/observation")

        assert (answer.status_code, answer.json()["active"]) == (200, False)


def test_observation_after_the_end_leaves_the_notices(client, episode):
    end_episode(episode, reason=EndReason.MISTAKE, by=make_staff().actor, at=T0)

    answer = call(client, "get", "/resident/observation").json()

    assert (answer["active"], len(answer["notices"])) == (False, 2)


def test_observation_of_a_child_is_seen_by_the_guardian_and_by_nobody_else(client, episode):
    key = str(episode.person.key)
    sign_in_citizen(client, make_account(make_person(name="李父"), family=[episode.person]))
    assert call(client, "get", "/resident/observation", {"person": key}).json()["active"]

    sign_in_citizen(client, make_account(make_person(name="王五")))
    assert call(client, "get", "/resident/observation", {"person": key}).status_code == 404


def test_reading_is_answered_at_once_and_fills_the_check(client, episode):
    answer = call(client, "post", "/resident/readings", a_reading())

    assert answer.status_code == 201
    told = answer.json()
    assert (told["is_abnormal"], told["slot_name"], told["is_late"]) == (False, "上午", False)
    shown = call(client, "get", "/resident/observation").json()
    assert (shown["slots"][0]["state"], shown["due"]) == ("done", None)


def test_reading_with_fever_says_what_to_do_and_whom_to_call(client, episode):
    told = call(client, "post", "/resident/readings", a_reading(temp_c=37.3)).json()

    assert told["is_abnormal"]
    assert told["advice"][0] == "请留在房间内，戴好口罩，不要与家人接触。"
    assert told["call"] == {"name": "陈医生", "phone": "13900001234"}


def test_reading_sent_twice_is_one(client, episode):
    body = a_reading()

    first, second = (call(client, "post", "/resident/readings", body) for _ in "12")

    assert first.json() == second.json()
    assert Reading.objects.unscoped().count() == 1


@pytest.mark.parametrize(
    ("given", "field"),
    [({"temp_c": 50}, "temp_c"), ({"temp_c": None}, "temp_c"), ({"symptoms": ["77"]}, "symptoms")],
)
def test_reading_that_cannot_be_names_the_field(client, episode, given, field):
    answer = call(client, "post", "/resident/readings", a_reading(**given))

    assert (answer.status_code, list(answer.json()["fields"])) == (422, [field])


def test_reading_for_somebody_elses_person_is_not_found(client, episode):
    stranger = make_person(name="王五")

    answer = call(client, "post", "/resident/readings", a_reading(person=str(stranger.key)))

    assert answer.status_code == 404


def test_reading_without_a_file_of_ones_own_asks_to_bind_first(client):
    sign_in_citizen(client, make_account())

    assert call(client, "post", "/resident/readings", a_reading()).status_code == 403


def test_reading_by_staff_or_by_nobody_is_turned_away(client, episode):
    sign_in(client, make_staff())
    assert call(client, "post", "/resident/readings", a_reading()).status_code == 401
    client.logout()
    assert call(client, "post", "/resident/readings", a_reading()).status_code == 401


def test_readings_come_newest_first_a_page_at_a_time(client, episode):
    for minutes in range(21):
        make_reading(episode.person, at=T0 - dt.timedelta(minutes=minutes))

    first = call(client, "get", "/resident/readings").json()
    rest = call(client, "get", "/resident/readings", {"cursor": first["next"]}).json()

    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (20, 1, None)
    assert first["items"][0]["measured_at"] > first["items"][1]["measured_at"]
    assert call(client, "get", "/resident/readings", {"cursor": "?"}).status_code == 422


def test_readings_cost_the_same_for_one_row_and_three(client, episode, django_assert_num_queries):
    make_reading(episode.person, at=T0)
    with django_assert_num_queries(4):
        assert len(call(client, "get", "/resident/readings").json()["items"]) == 1
    for minutes in (1, 2):
        make_reading(episode.person, at=T0 - dt.timedelta(minutes=minutes))

    with django_assert_num_queries(4):
        assert len(call(client, "get", "/resident/readings").json()["items"]) == 3


def test_notice_is_read_and_signed_by_the_resident(client, episode):
    notice = notices_of(episode)[0]

    pdf = client.get(f"/api/resident/notices/{notice.key}.pdf")
    signed = call(client, "post", f"/resident/notices/{notice.key}/signature", {"strokes": NAME})
    again = call(client, "post", f"/resident/notices/{notice.key}/signature", {"strokes": NAME})

    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    assert signed.json()["signed_at"] == "2020-02-10T01:00:00Z"
    assert again.json() == signed.json()


def test_notice_of_another_resident_is_not_found(client, episode):
    notice = notices_of(episode)[0]
    sign_in_citizen(client, make_account(make_person(name="王五")))

    assert client.get(f"/api/resident/notices/{notice.key}.pdf").status_code == 404
    signature = call(client, "post", f"/resident/notices/{notice.key}/signature", {"strokes": NAME})
    assert signature.status_code == 404
    assert Notice.objects.get(pk=notice.pk).signed_at is None


def test_notice_asked_for_before_the_worker_made_it_is_made_now(client, episode):
    doctor = make_staff("community_doctor", areas=(GRID,))
    officer = make_staff("community_officer", areas=(GRID,))
    sign_release(episode, by=doctor, at=episode.planned_end)
    notice = issue_release(
        episode, post_release=PostRelease.FREE, by=officer, at=episode.planned_end
    )

    answers = [client.get(f"/api/resident/notices/{notice.key}.pdf") for _ in "12"]
    deliver_due(now=episode.planned_end)

    assert [answer.content[:5] for answer in answers] == [b"%PDF-"] * 2
    actions = [e.action for e in timeline("quarantine.notice", notice.pk)]
    assert actions == ["notice.issued"]


def test_health_is_not_read_by_who_only_knows_name_and_number(client, episode):
    notice = notices_of(episode)[0]
    sign_in_citizen(client, make_account(episode.person, assurance=1))

    answers = [
        call(client, "get", "/resident/observation"),
        call(client, "get", "/resident/readings"),
        client.get(f"/api/resident/notices/{notice.key}.pdf"),
        call(client, "post", f"/resident/notices/{notice.key}/signature", {"strokes": NAME}),
    ]

    assert {(a.status_code, a.json()["code"]) for a in answers} == {(403, "account.surer_first")}
    assert call(client, "post", "/resident/readings", a_reading()).status_code == 201


def test_the_signed_notice_holds_the_signature_and_is_made_once(client, episode):
    notice = notices_of(episode)[0]
    path = f"/api/resident/notices/{notice.key}.pdf"
    plain = client.get(path).content

    call(client, "post", f"/resident/notices/{notice.key}/signature", {"strokes": NAME})
    signed, again = client.get(path).content, client.get(path).content

    assert signed == again != plain
    assert signed[:5] == b"%PDF-"
    assert (
        Notice.objects.get(pk=notice.pk).file_id != Notice.objects.get(pk=notice.pk).signed_file_id
    )
    assert File.objects.filter(kind="notice").count() == 3  # notice, guide, signed notice


def test_a_check_far_from_the_place_is_taken_with_a_soft_word(client, episode):
    Episode.objects.unscoped().update(lon=124.0, lat=30.0)
    far = {"lon": 124.01, "lat": 30.0, "coord_sys": "wgs84"}

    told = call(client, "post", "/resident/readings", a_reading(place=far)).json()
    near = call(
        client, "post", "/resident/readings", a_reading(place=far | {"lon": 124.001})
    ).json()

    assert (told["is_far"], told["is_abnormal"], near["is_far"]) == (True, False, False)


def test_a_check_may_carry_a_photo_of_ones_own_only(client, episode):
    key = uuid.uuid4()
    upload(client, key)
    assert call(client, "post", "/resident/readings", a_reading(photo=key)).status_code == 201
    assert Reading.objects.unscoped().get().photo.key == key

    sign_in_citizen(client, make_account(make_person(name="王五")))
    assert call(client, "post", "/resident/readings", a_reading(photo=key)).status_code == 404


def test_readings_are_narrowed_by_state_and_days(client, episode):
    make_reading(episode.person, "36.5", at=T0 - dt.timedelta(days=1))
    make_reading(episode.person, "38.0", at=T0)

    def degrees(**asked):
        rows = call(client, "get", "/resident/readings", asked).json()["items"]
        return [row["temp_c"] for row in rows]

    assert degrees() == [38.0, 36.5]
    assert degrees(is_abnormal="true") == [38.0]
    assert degrees(until="2020-02-09") == [36.5]
    assert degrees(since="2020-02-10") == [38.0]


@pytest.mark.parametrize("count", [1, 3])
def test_the_curve_holds_two_weeks_oldest_first_in_fixed_statements(
    client, episode, count, django_assert_num_queries
):
    make_reading(episode.person, at=T0 - dt.timedelta(days=15))
    for n in range(count):
        make_reading(episode.person, "37.3", at=T0 - n * HOUR)

    with django_assert_num_queries(5):  # session, account, person, threshold, readings
        curve = call(client, "get", "/resident/curve").json()

    assert curve["threshold_c"] == 37.3
    assert [p["is_abnormal"] for p in curve["points"]] == [True] * count
    assert curve["points"] == sorted(curve["points"], key=lambda p: p["at"])
