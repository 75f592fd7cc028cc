"""The door of exports: asked, followed, stopped, fetched by their maker alone."""

import io
import uuid

import pytest
from python_calamine import CalamineWorkbook

from lianfang.audit.models import Entry
from lianfang.roster.models import Export
from tests.api.calls import call, hold_clock, sign_in
from tests.factories.geo import GRID, T0, make_area
from tests.factories.org import make_staff
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
PATH = "/console/exports"


@pytest.fixture(autouse=True)
def nine_in_the_morning(settings):
    hold_clock(settings, T0)
    make_area()


@pytest.fixture
def officer(client):
    officer = make_staff("cdc_officer", areas=(GRID[:4],), name="李疾控")
    sign_in(client, officer)
    return officer


def ask(client, **more):
    body = {"key": str(uuid.uuid4()), "fields": ["name", "phone"]} | more
    return call(client, "post", PATH, body)


def test_a_short_export_is_there_at_once_and_comes_with_its_name(client, officer):
    make_person(name="张三", phone="13800138000")

    told = ask(client, category="99").json()
    answer = client.get(f"/api{PATH}/{told['key']}/file")

    assert (told["state_label"], told["total"], told["done"]) == ("可下载", 1, 1)
    content = b"".join(answer.streaming_content)
    assert len(content) == told["size"] == int(answer["Content-Length"])
    assert "%E6%9D%8E%E7%96%BE%E6%8E%A7.xlsx" in answer["Content-Disposition"]
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[1] == ["张三", "138****8000"]
    assert Entry.objects.filter(action="export.fetched").count() == 1


def test_an_export_of_somebody_else_does_not_exist(client, officer):
    make_person()
    key = ask(client).json()["key"]
    sign_in(client, make_staff("cdc_officer", areas=(GRID[:4],)))

    answers = [
        call(client, "get", f"{PATH}/{key}"),
        call(client, "get", f"{PATH}/{key}/file"),
        call(client, "post", f"{PATH}/{key}/cancel"),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert call(client, "get", PATH).json() == {"items": [], "alone_most": 1000}


def test_whoever_may_not_see_people_may_not_take_them_along(client):
    sign_in(client, make_staff("gatekeeper", areas=(GRID[:12],)))

    assert ask(client).status_code == 403
    assert call(client, "get", PATH).status_code == 403


def test_an_export_that_waits_is_listed_and_cancelled(client, officer, monkeypatch):
    monkeypatch.setattr("lianfang.api.exports._AT_ONCE", 0)
    make_person()

    key = ask(client).json()["key"]
    queued = call(client, "get", f"{PATH}/{key}").json()
    cancelled = call(client, "post", f"{PATH}/{key}/cancel").json()
    early = call(client, "get", f"{PATH}/{key}/file")

    assert (queued["state"], cancelled["state_label"]) == ("queued", "已取消")
    assert (early.status_code, early.json()["code"]) == (410, "roster.export_gone")
    [listed] = call(client, "get", PATH).json()["items"]
    assert listed["key"] == key


def test_the_list_of_exports_costs_the_same_however_long(
    client, officer, django_assert_num_queries
):
    make_person()
    for more in (1, 2):
        for _ in range(more):
            ask(client)
        with django_assert_num_queries(4):
            call(client, "get", PATH)

    assert Export.objects.count() == 3


def test_an_unknown_field_and_a_missing_reason_are_named(client, officer):
    make_person()

    unknown = ask(client, fields=["name", "password"])
    unexplained = ask(client, is_masked=False)

    assert unknown.json()["fields"] == {"password": "没有这个字段"}
    assert unexplained.json()["code"] == "roster.reason_needed"
