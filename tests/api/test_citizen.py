import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from lianfang.audit.queries import timeline
from lianfang.cases.models import Case
from lianfang.cases.queries import by_id
from lianfang.city.actions import set_up_city
from lianfang.city.queries import CityInfo
from lianfang.core import clock
from tests.api.calls import call, sign_in_citizen
from tests.factories.accounts import make_account
from tests.factories.cases import SYSTEM, make_case, make_task
from tests.factories.geo import GRID, T0, make_area, square

pytestmark = pytest.mark.django_db


@pytest.fixture
def citizen(client):
    citizen = make_account()
    sign_in_citizen(client, citizen)
    return citizen


def a_report(**more):
    return {
        "key": str(uuid.uuid4()),
        "subject_kind": "suspected",
        "subject_name": "张三",
        "subject_phone": "13800000000",
        "area_code": GRID,
    } | more


def a_photo():
    picture = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(picture, "JPEG")
    return SimpleUploadedFile("p.jpg", picture.getvalue(), "image/jpeg")


def upload(client, key):
    body = {"key": str(key), "photo": a_photo()}
    return client.post("/api/citizen/photos", body, headers={"X-Lianfang": "1"})


def test_a_report_is_filed_with_its_place(client, citizen):
    make_area(GRID, geometry=square())
    place = {"lon": 124.005, "lat": 30.005, "coord_sys": "wgs84"}
    body = a_report(area_code="", place=place, symptoms=["01", "02"], temp_c=38.1)

    answer = call(client, "post", "/citizen/reports", body)

    assert answer.status_code == 201
    row = answer.json()
    assert (row["key"], row["state"], row["state_label"]) == (body["key"], "accepted", "已受理")
    case = Case.objects.unscoped().get()
    assert (case.area_code, case.reporter_id, str(case.temp_c)) == (GRID, citizen.id, "38.1")


def test_a_report_sent_twice_is_one(client, citizen):
    make_area()
    body = a_report()

    first = call(client, "post", "/citizen/reports", body).json()
    second = call(client, "post", "/citizen/reports", body).json()

    assert first == second
    assert Case.objects.unscoped().count() == 1


def test_a_report_is_a_handful_of_statements(client, citizen, django_assert_num_queries):
    make_area()
    call(client, "post", "/citizen/reports", a_report())

    # who calls 3, area, policy 2, savepoint 2, number 2, case, stage, entry, delivery
    with django_assert_num_queries(13):
        call(client, "post", "/citizen/reports", a_report(anyway=True))
    other = a_report(subject_name="李四", subject_phone="13900000000")
    with django_assert_num_queries(16):  # and what was just reported: policy, area, cases
        assert call(client, "post", "/citizen/reports", other).status_code == 201


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"subject_name": ""}, "subject_name"),
        ({"subject_phone": "12"}, "subject_phone"),
        ({"temp_c": 43}, "temp_c"),
        ({"symptoms": ["发热"]}, "symptoms.0"),
        ({"subject_kind": "neighbour"}, "subject_kind"),
    ],
)
def test_a_wrong_field_is_named_in_the_problem(client, citizen, wrong, field):
    make_area()

    answer = call(client, "post", "/citizen/reports", a_report(**wrong))

    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert list(answer.json()["fields"]) == [field]


def test_nobody_reports_without_signing_in_or_from_another_site(client):
    assert call(client, "post", "/citizen/reports", a_report()).status_code == 401
    sign_in_citizen(client, make_account())
    body = a_report()
    assert client.post("/api/citizen/reports", body, "application/json").status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_own_reports_cost_the_same_statements_however_many(
    client, citizen, count, django_assert_num_queries
):
    for _ in range(count):
        make_case(by=citizen)
    make_case()
    call(client, "get", "/citizen/reports")

    with django_assert_num_queries(3):  # session, account with bindings, reports
        rows = call(client, "get", "/citizen/reports").json()

    assert (len(rows["items"]), rows["next"]) == (count, None)


def test_own_reports_are_narrowed_by_what_a_citizen_is_told(client, citizen):
    waiting, (visited, _worker) = make_case(by=citizen), make_task(by=citizen)

    def keys(state):
        rows = call(client, "get", "/citizen/reports", {"state": state}).json()["items"]
        return [row["key"] for row in rows]

    assert keys("accepted") == [str(waiting.key)]
    assert keys("verifying") == [str(visited.key)]
    assert keys("closed") == []
    assert call(client, "get", "/citizen/reports", {"state": "verified"}).status_code == 422


def test_the_page_of_a_report_tells_steps_and_no_names(client, citizen):
    case, worker = make_task(by=citizen, description="一直咳嗽", address="3号楼", temp_c=None)

    page = call(client, "get", f"/citizen/reports/{case.key}").json()

    assert [(s["title"], s["state"]) for s in page["steps"]] == [
        ("已受理", "done"),
        ("核实中", "now"),
        ("已办结", "next"),
    ]
    assert (page["description"], page["address"], page["temp_c"]) == ("一直咳嗽", "3号楼", None)
    assert worker.name not in str(page)
    assert set(page) == {
        *(
            "key",
            "code",
            "kind",
            "subject_kind",
            "subject_name",
            "submitted_at",
            "state",
            "state_label",
        ),
        *("symptoms", "temp_c", "description", "address", "photos", "steps", "answer"),
    }


def test_the_report_of_another_is_not_found(client, citizen):
    case = make_case()

    answer = call(client, "get", f"/citizen/reports/{case.key}")

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_a_photo_goes_with_the_report_and_comes_back_to_its_owner(client, citizen):
    make_area()
    key = uuid.uuid4()
    stored = upload(client, key)
    body = a_report(photos=[str(key)])

    call(client, "post", "/citizen/reports", body)

    page = call(client, "get", f"/citizen/reports/{body['key']}").json()
    assert (stored.status_code, page["photos"]) == (201, [stored.json()["url"]])
    image = client.get(page["photos"][0])
    assert (image.status_code, image.headers["Content-Type"]) == (200, "image/jpeg")


def test_the_photo_of_another_can_be_neither_seen_nor_attached(client, citizen):
    make_area()
    key = uuid.uuid4()
    upload(client, key)
    sign_in_citizen(client, make_account())

    assert client.get(f"/api/citizen/photos/{key}").status_code == 404
    answer = call(client, "post", "/citizen/reports", a_report(photos=[str(key)]))
    assert (answer.status_code, answer.json()["code"]) == (422, "case.bad_photo")


def test_areas_are_picked_level_by_level_or_by_name(client, citizen):
    make_area(GRID[:12], name="柳堤社区")
    info = CityInfo("望澜市", "澜", GRID[:4], "12345", is_demo=True, started_on=T0.date())
    set_up_city(info, by=SYSTEM, at=T0)

    top = call(client, "get", "/citizen/areas").json()
    below = call(client, "get", "/citizen/areas", {"parent": GRID[:9]}).json()
    named = call(client, "get", "/citizen/areas", {"name": "柳堤"}).json()

    assert top == [{"code": GRID[:6], "name": f"{GRID[:6]}区", "level": "county"}]
    assert below == [{"code": GRID[:12], "name": "柳堤社区", "level": "community"}]
    assert named == below


def test_locate_names_the_grid_of_a_point(client, citizen):
    make_area(GRID, name="第1网格", geometry=square())

    found = call(client, "get", "/citizen/locate", {"lon": 124.005, "lat": 30.005}).json()

    assert (found["code"], found["is_guessed"]) == (GRID, False)
    assert found["path"].endswith("第1网格")


def test_what_a_citizen_reported_is_recorded_without_their_name(client, citizen):
    make_area()
    body = a_report()
    call(client, "post", "/citizen/reports", body)

    case = by_id(Case.objects.unscoped().get().pk)
    entry = timeline("cases.case", case.pk).get()

    assert (entry.actor_kind, entry.actor_name) == ("account", "市民")


def a_tip(**more):
    told = {"key": str(uuid.uuid4()), "subject_kind": "suspected", "subject_name": "张三"}
    return told | {"description": "一直咳嗽，没有戴口罩", "area_code": GRID} | more


def test_a_tip_needs_no_account_and_is_answered_with_nothing_that_leads_to_it(client):
    make_area()

    answer = call(client, "post", "/citizen/tips", a_tip())

    assert (answer.status_code, answer.json()) == (201, {"received": True})
    device = answer.cookies["lf_device"]
    assert (device["httponly"], device["samesite"], device["max-age"]) == (True, "Strict", 86400)


def test_a_tip_of_somebody_signed_in_is_not_theirs(client, citizen):
    make_area()

    call(client, "post", "/citizen/tips", a_tip())

    assert call(client, "get", "/citizen/reports").json()["items"] == []
    case = Case.objects.unscoped().get()
    assert (case.reporter_kind, case.reporter_id) == ("anonymous", None)
    assert call(client, "get", f"/citizen/reports/{case.key}").status_code == 404


def test_the_fourth_tip_of_a_phone_is_refused_with_what_to_do(client):
    make_area()
    for name in "甲乙丙":
        call(client, "post", "/citizen/tips", a_tip(subject_name=name))

    answer = call(client, "post", "/citizen/tips", a_tip(subject_name="丁"))

    assert (answer.status_code, answer.json()["code"]) == (429, "case.too_many_tips")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"description": ""}, "description"),
        ({"subject_kind": "self"}, "subject_kind"),
        ({"subject_phone": "12"}, "subject_phone"),
    ],
)
def test_a_tip_names_the_wrong_field(client, wrong, field):
    make_area()

    answer = call(client, "post", "/citizen/tips", a_tip(**wrong))

    assert (answer.status_code, list(answer.json()["fields"])) == (422, [field])


@pytest.mark.parametrize("path", ["/citizen/reports", "/citizen/tips"])
def test_what_was_just_reported_is_told_in_one_sentence_and_sent_anyway(client, citizen, path):
    make_case(description="秘密", address="3号楼", at=clock.now())
    body = a_tip() if path.endswith("tips") else a_report()
    body |= {"subject_name": "张三", "area_code": GRID}
    body.pop("place", None)

    told = call(client, "post", path, body)

    assert told.status_code == 409
    assert told.json() == {
        "type": "urn:lianfang:case.just_reported",
        "code": "case.just_reported",
        "title": "刚刚有人上报过",
        "status": 409,
    }
    assert Case.objects.unscoped().count() == 1
    assert call(client, "post", path, body | {"anyway": True}).status_code == 201
    assert call(client, "post", path, body).status_code == 201  # a resend of what was taken
    assert Case.objects.unscoped().count() == 2


def test_the_map_is_drawn_without_signing_in_and_kept_for_an_hour(client):
    make_area(GRID, name="第1网格", geometry=square())

    whole = call(client, "get", "/citizen/map")
    beside = call(client, "get", "/citizen/map", {"box": "125,30,125.01,30.01"})

    assert [area["name"] for area in whole.json()["areas"]] == ["第1网格"]
    assert whole.headers["Cache-Control"] == "private, max-age=3600"
    assert beside.json()["areas"] == []
    assert call(client, "get", "/citizen/map", {"box": "1,2"}).status_code == 422
