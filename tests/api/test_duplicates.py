"""The door of duplicates: for who may edit, about people they may see."""

import pytest

from lianfang.people.queries import by_id
from tests.api.calls import call, hold_clock, sign_in
from tests.factories.geo import GRID, T0, make_area
from tests.factories.org import make_staff
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
DOCUMENT = "11010519491231002X"


@pytest.fixture(autouse=True)
def nine_in_the_morning(settings):
    hold_clock(settings, T0)
    make_area()


@pytest.fixture
def pair():
    one = make_person(name="张三", phone="13800138000", address="3号楼501")
    other = make_person(name="张三", phone="13900139000", id_number=DOCUMENT, address="3号楼501")
    other.refresh_from_db(from_queryset=type(other).objects.unscoped())
    return one, by_id(other.pk)


def test_found_compared_merged_and_parted(client, pair):
    one, other = pair
    sign_in(client, make_staff("cdc_officer", areas=(GRID[:4],)))
    at = f"/console/duplicates/{one.key}"

    compared = call(client, "get", f"{at}/with/{other.key}")
    body = {"other": str(other.key), "take": ["id_number"], "reason": "同一人"}
    merged = call(client, "post", f"{at}/merge", body)
    [listed] = call(client, "get", f"{at}/merges").json()

    assert compared.json()["obstacles"] == []
    assert DOCUMENT not in compared.content.decode()
    assert merged.status_code == 201
    assert (listed["key"], listed["reason"]) == (merged.json()["key"], "同一人")
    assert by_id(one.pk).id_number == DOCUMENT
    undone = call(client, "post", f"/console/duplicates/merges/{listed['key']}/undo")
    assert undone.status_code == 204
    assert by_id(one.pk).id_number == ""
    assert call(client, "get", f"{at}/merges").json() == []


def test_a_merge_without_a_reason_is_refused(client, pair):
    one, other = pair
    sign_in(client, make_staff("cdc_officer", areas=(GRID[:4],)))

    body = {"other": str(other.key), "reason": ""}
    assert call(client, "post", f"/console/duplicates/{one.key}/merge", body).status_code == 422


def test_a_stranger_finds_nothing_and_who_only_views_may_not(client, pair):
    one, other = pair
    at = f"/console/duplicates/{one.key}"
    doors = [("get", at), ("get", f"{at}/with/{other.key}"), ("get", f"{at}/merges")]

    sign_in(client, make_staff("community_officer", areas=("990101001002",)))
    strange = [call(client, *door) for door in doors]
    sign_in(client, make_staff("commander", areas=(GRID[:4],)))
    viewing = [call(client, *door) for door in doors]

    assert {answer.status_code for answer in strange} == {404}
    assert {answer.status_code for answer in viewing} == {403}
    assert "张三" not in "".join(a.content.decode() for a in strange + viewing)
