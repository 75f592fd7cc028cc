"""The door of bulk acts: previewed, begun, followed, taken back, by their maker alone."""

import io
import uuid

import pytest
from python_calamine import CalamineWorkbook

from lianfang.quarantine.models import Episode
from tests.api.calls import call, hold_clock, sign_in
from tests.factories.geo import GRID, T0, make_area
from tests.factories.org import make_staff
from tests.factories.people import make_person
from tests.factories.quarantine import make_episode

pytestmark = pytest.mark.django_db
PATH = "/console/bulk"


@pytest.fixture(autouse=True)
def nine_in_the_morning(settings):
    hold_clock(settings, T0)
    make_area()


@pytest.fixture
def officer(client):
    officer = make_staff("community_officer", areas=(GRID[:12],))
    sign_in(client, officer)
    return officer


def preview(client, **more):
    body = {"key": str(uuid.uuid4()), "kind": "arrange", "to_mode": "2", "to_place": "集中点"}
    return call(client, "post", PATH, body | more)


def test_an_act_is_previewed_begun_and_taken_back(client, officer):
    make_episode(make_person(name="李一"))
    make_person(name="王五")

    act = preview(client).json()
    key = act["key"]
    assert (act["state_label"], act["wanted"]) == ("待确认", "集中 · 集中点")
    assert act["counts"] == {"ready": 1, "skipped": 1}
    assert act["reasons"] == [{"why": "没有进行中的隔离观察", "count": 1}]
    begun = call(client, "post", f"{PATH}/{key}/begin").json()
    assert (begun["state"], begun["can_undo"], begun["done"]) == ("done", True, 2)
    assert Episode.objects.unscoped().get().mode == "2"
    rows = call(client, "get", f"{PATH}/{key}/rows", {"state": "done"}).json()["items"]
    assert [(row["name"], row["state_label"]) for row in rows] == [("李一", "已办理")]
    undone = call(client, "post", f"{PATH}/{key}/undo").json()
    assert (undone["state"], undone["can_undo"]) == ("undone", False)
    assert Episode.objects.unscoped().get().mode == "1"


def test_those_not_reached_are_downloaded_with_why(client, officer):
    make_person(name="王五")
    key = preview(client).json()["key"]

    answer = client.get(f"/api{PATH}/{key}/not-done.xlsx")

    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0)
    assert sheet.to_python()[1][1:] == [
        "王五",
        "990101区 990101001街道 990101001001社区 990101001001001网格",
        "跳过",
        "没有进行中的隔离观察",
    ]


def test_what_is_missing_is_named_and_a_long_act_waits_for_the_worker(client, officer, monkeypatch):
    make_episode()
    monkeypatch.setattr("lianfang.api.bulk._AT_ONCE", 0)

    wrong = preview(client, to_mode="", to_place="")
    key = preview(client).json()["key"]
    begun = call(client, "post", f"{PATH}/{key}/begin").json()
    stopped = call(client, "post", f"{PATH}/{key}/cancel").json()

    assert list(wrong.json()["fields"]) == ["mode"]
    assert (begun["state"], stopped["state"]) == ("running", "cancelled")
    assert Episode.objects.unscoped().get().mode == "1"


def test_an_act_of_somebody_else_does_not_exist_and_a_worker_may_not(client, officer):
    make_episode()
    key = preview(client).json()["key"]
    sign_in(client, make_staff("community_officer", areas=(GRID[:12],)))

    answers = [
        call(client, "get", f"{PATH}/{key}"),
        call(client, "get", f"{PATH}/{key}/rows"),
        client.get(f"/api{PATH}/{key}/not-done.xlsx"),
        *(call(client, "post", f"{PATH}/{key}/{verb}") for verb in ("begin", "cancel", "undo")),
    ]
    sign_in(client, make_staff("grid_worker", areas=(GRID,)))
    refused = preview(client)

    assert {answer.status_code for answer in answers} == {404}
    assert refused.status_code == 403


def test_doctors_are_those_of_ones_areas(client, officer):
    make_area("990101001002001")
    own = make_staff("community_doctor", areas=(GRID[:12],), name="刘医生")
    make_staff("community_doctor", areas=("990101001002",))

    assert [one["id"] for one in call(client, "get", f"{PATH}/doctors").json()] == [own.id]


def test_the_list_of_acts_costs_the_same_however_long(client, officer, django_assert_num_queries):
    make_episode()
    for more in (1, 2):
        for _ in range(more):
            preview(client)
        with django_assert_num_queries(3):
            call(client, "get", PATH)
