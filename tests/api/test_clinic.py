"""The door of community doctors and officers; grid B's doctor finds nothing of grid A."""

import datetime as dt
import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from lianfang.audit.jobs import deliver_due
from lianfang.audit.queries import accesses_of
from lianfang.quarantine import queries
from lianfang.quarantine.actions import sign_release
from lianfang.quarantine.enums import SlotState
from lianfang.quarantine.jobs import escalate_due
from lianfang.quarantine.models import Slot, Visit
from tests.api.calls import call, hold_clock, sign_in, sign_in_citizen
from tests.factories.accounts import make_account
from tests.factories.geo import GRID, T0, make_area
from tests.factories.org import make_staff
from tests.factories.people import make_person
from tests.factories.quarantine import make_episode, make_reading

COMMUNITY, NEXT_DOOR = GRID[:12], "990101001002"
DAY = dt.timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nine_in_the_morning(settings):
    hold_clock(settings, T0)


@pytest.fixture
def doctor():
    make_area()
    return make_staff("community_doctor", areas=(COMMUNITY,))


@pytest.fixture
def officer():
    return make_staff("community_officer", areas=(COMMUNITY,))


@pytest.fixture
def stranger():
    return make_staff("community_doctor", areas=(NEXT_DOOR,))


@pytest.fixture
def visit(doctor):
    """The urgent visit after a feverish self check."""
    person = make_person(phone="13900001234")
    episode = make_episode(person, place="柳堤小区3号楼501")
    make_reading(person, "38.0")
    deliver_due(now=T0)
    return Visit.objects.unscoped().select_related("episode").get(episode=episode, kind="abnormal")


def a_check(**more):
    return {
        "key": str(uuid.uuid4()),
        "symptoms": ["00"],
        "temp_c": 36.6,
        "measured_at": "2020-02-10T09:00:00+08:00",
    } | more


def test_visits_of_the_doctor_are_masked_and_the_urgent_one_comes_first(client, doctor, visit):
    sign_in(client, doctor)

    items = call(client, "get", "/clinic/visits").json()["items"]

    assert [row["kind_label"] for row in items] == ["异常复核", "首次上门"]
    assert items[0]["phone_masked"] == "139****1234"
    assert items[0]["due_at"] == "2020-02-10T01:30:00Z"
    assert "3号楼" not in str(items)


def test_visits_of_another_doctor_are_not_shown(client, stranger, visit):
    sign_in(client, stranger)

    assert call(client, "get", "/clinic/visits").json()["items"] == []


def test_visit_shows_phone_and_place_and_the_look_is_recorded(client, doctor, visit):
    sign_in(client, doctor)

    shown = call(client, "get", f"/clinic/visits/{visit.key}").json()

    assert (shown["phone"], shown["place"]) == ("13900001234", "柳堤小区3号楼501")
    assert [row["temp_c"] for row in shown["readings"]] == [38.0]
    access = accesses_of("people.person", visit.episode.person_id).get()
    assert (access.actor_id, access.fields) == (doctor.id, "phone,address")


def test_visit_of_grid_a_is_not_found_by_the_doctor_of_grid_b(client, stranger, visit):
    sign_in(client, stranger)

    assert call(client, "get", f"/clinic/visits/{visit.key}").status_code == 404
    answer = call(client, "post", f"/clinic/visits/{visit.key}/reading", a_check())
    assert answer.status_code == 404
    assert accesses_of("people.person", visit.episode.person_id).count() == 0


def test_reading_at_the_visit_clears_with_a_photo_and_sent_twice_is_one(client, doctor, visit):
    sign_in(client, doctor)
    picture = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(picture, "JPEG")
    photo = SimpleUploadedFile("p.jpg", picture.getvalue(), "image/jpeg")
    stored = client.post(
        "/api/clinic/photos",
        {"key": str(uuid.uuid4()), "photo": photo},
        headers={"X-Lianfang": "1"},
    ).json()
    body = a_check(conclusion="cleared", photo=stored["key"])

    answers = [call(client, "post", f"/clinic/visits/{visit.key}/reading", body) for _ in "12"]

    assert [a.status_code for a in answers] == [201, 201]
    assert answers[0].json() == {"key": body["key"], "is_abnormal": False}
    assert queries.by_id(visit.episode_id).open_abnormal_at is None
    again = call(client, "post", f"/clinic/visits/{visit.key}/reading", a_check())
    assert (again.status_code, again.json()["code"]) == (409, "visit.done")


def test_reading_with_somebody_elses_photo_is_not_found(client, doctor, visit):
    sign_in(client, doctor)

    body = a_check(photo=str(uuid.uuid4()))

    assert call(client, "post", f"/clinic/visits/{visit.key}/reading", body).status_code == 404


def test_reading_by_a_grid_worker_is_not_allowed(client, visit):
    sign_in(client, make_staff())

    answer = call(client, "post", f"/clinic/visits/{visit.key}/reading", a_check())

    assert answer.status_code == 403


def test_call_is_finished_by_the_grid_worker_who_was_asked(client, settings):
    make_area()
    worker = make_staff()
    make_episode()
    deliver_due(now=T0)
    later = T0 + dt.timedelta(hours=4)
    escalate_due(now=later)
    deliver_due(now=later)
    hold_clock(settings, later)
    sign_in(client, worker)
    (row,) = call(client, "get", "/clinic/visits").json()["items"]

    done = call(client, "post", f"/clinic/visits/{row['key']}/call", {"note": "已接通"})

    assert (row["kind_label"], done.status_code) == ("电话催报", 204)
    assert call(client, "get", "/clinic/visits").json()["items"] == []


def test_visits_cost_the_same_for_one_row_and_three(client, doctor, django_assert_num_queries):
    make_episode()
    deliver_due(now=T0)
    sign_in(client, doctor)
    with django_assert_num_queries(4):
        assert len(call(client, "get", "/clinic/visits").json()["items"]) == 1
    for name in ("王五", "赵六"):
        make_episode(make_person(name=name))
    deliver_due(now=T0)

    with django_assert_num_queries(4):
        assert len(call(client, "get", "/clinic/visits").json()["items"]) == 3


def test_entry_waits_until_the_officer_confirms_it(client, officer, doctor):
    episode = make_episode()
    sign_in(client, officer)
    assert [e["key"] for e in call(client, "get", "/clinic/entries").json()["items"]] == [
        str(episode.key)
    ]

    done = call(client, "post", f"/clinic/episodes/{episode.key}/confirmation")

    assert done.status_code == 204
    assert call(client, "get", "/clinic/entries").json()["items"] == []


def test_release_is_signed_issued_and_read(client, settings, doctor, officer):
    episode = make_episode()
    hold_clock(settings, episode.planned_end)
    path = f"/clinic/episodes/{episode.key}"
    sign_in(client, officer)
    early = call(client, "post", f"{path}/release", {})
    assert (early.status_code, early.json()["code"]) == (409, "episode.unsigned")
    sign_in(client, doctor)
    assert call(client, "post", f"{path}/signature").status_code == 204

    sign_in(client, officer)
    (row,) = call(client, "get", "/clinic/releases").json()["items"]
    issued = call(client, "post", f"{path}/release", {"post_release": "1"})
    deliver_due(now=episode.planned_end)

    assert (row["is_due"], row["signed_at"]) == (True, "2020-02-23T16:00:00Z")
    assert issued.json()["number"] == "解〔2020〕00001号"
    pdf = client.get(f"/api/clinic/notices/{issued.json()['key']}.pdf")
    assert pdf.content[:5] == b"%PDF-"
    assert call(client, "get", "/clinic/releases").json()["items"] == []


def test_release_a_day_early_is_refused(client, settings, doctor, officer):
    episode = make_episode()
    hold_clock(settings, episode.planned_end - dt.timedelta(hours=14))
    sign_release(episode, by=doctor, at=episode.planned_end - dt.timedelta(hours=14))
    sign_in(client, officer)

    answer = call(client, "post", f"/clinic/episodes/{episode.key}/release", {})

    assert (answer.status_code, answer.json()["code"]) == (409, "episode.not_due")


def test_release_of_another_area_is_neither_shown_nor_found(client, settings, stranger):
    episode = make_episode()
    hold_clock(settings, episode.planned_end)
    sign_in(client, stranger)

    assert call(client, "get", "/clinic/releases").json()["items"] == []
    assert call(client, "post", f"/clinic/episodes/{episode.key}/signature").status_code == 404
    deliver_due(now=T0)
    notice = queries.notices_of(episode)[0]
    assert client.get(f"/api/clinic/notices/{notice.key}.pdf").status_code == 404


def test_releases_cost_the_same_for_one_row_and_three(
    client, settings, doctor, django_assert_num_queries
):
    episode = make_episode()
    hold_clock(settings, episode.planned_end)
    sign_in(client, doctor)
    with django_assert_num_queries(4):
        assert len(call(client, "get", "/clinic/releases").json()["items"]) == 1
    for name in ("王五", "赵六"):
        make_episode(make_person(name=name))

    with django_assert_num_queries(4):
        assert len(call(client, "get", "/clinic/releases").json()["items"]) == 3


def test_a_citizen_has_no_business_here(client, visit):
    sign_in_citizen(client, make_account(make_person(name="王五")))

    for path in ("/clinic/visits", "/clinic/releases", f"/clinic/visits/{visit.key}"):
        assert call(client, "get", path).status_code == 401


def test_missed_checks_are_explained_through_the_door_before_signing(client, doctor, settings):
    episode = make_episode()
    slot = Slot.objects.filter(episode=episode).order_by("id")[0]
    Slot.objects.filter(pk=slot.pk).update(state=SlotState.MISSED)
    hold_clock(settings, episode.planned_end)
    sign_in(client, doctor)
    at = f"/clinic/episodes/{episode.key}"

    [row] = call(client, "get", "/clinic/releases").json()["items"]
    refused = call(client, "post", f"{at}/signature")
    [missed] = call(client, "get", f"{at}/missed").json()
    why = {"day": missed["day"], "part": missed["part"], "why": "手机没电，已核实"}
    told = call(client, "post", f"{at}/explanations", why)

    assert (row["missed"], row["unexplained"]) == (1, 1)
    assert refused.json()["code"] == "episode.missed_unexplained"
    assert told.status_code == 204
    assert call(client, "get", f"{at}/missed").json()[0]["explanation"] == "手机没电，已核实"
    assert call(client, "post", f"{at}/signature").status_code == 204


def test_missed_checks_of_another_community_are_not_found(client, stranger):
    make_area()
    episode = make_episode()
    Slot.objects.filter(episode=episode).update(state=SlotState.MISSED, explanation="去过医院")
    sign_in(client, stranger)

    for answer in (
        call(client, "get", f"/clinic/episodes/{episode.key}/missed"),
        call(
            client,
            "post",
            f"/clinic/episodes/{episode.key}/explanations",
            {"day": "2020-02-10", "part": "am", "why": "x"},
        ),
    ):
        assert answer.status_code == 404
        assert "去过医院" not in answer.content.decode()
