"""The import wizard's door: only one's own, only what one may see."""

import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from lianfang.people.models import Person
from lianfang.roster.jobs import commit_soon
from lianfang.roster.models import Batch
from tests.api.calls import call, hold_clock, sign_in
from tests.factories.geo import GRID, T0, make_area
from tests.factories.org import make_staff
from tests.factories.uploads import id_number, make_cells, make_workbook

pytestmark = pytest.mark.django_db
CITY = GRID[:4]


@pytest.fixture(autouse=True)
def nine_in_the_morning(settings):
    hold_clock(settings, T0)
    make_area()


@pytest.fixture
def officer(client):
    officer = make_staff("cdc_officer", areas=(CITY,))
    sign_in(client, officer)
    return officer


def upload(client, content, key=None, chosen="{}"):
    file = SimpleUploadedFile("名单.xlsx", content)
    body = {"key": key or str(uuid.uuid4()), "file": file, "chosen": chosen}
    return client.post("/api/console/imports", body, headers={"X-Lianfang": "1"})


def sheet_of(answer):
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.getvalue()))
    return book.get_sheet_by_index(0).to_python()


def test_a_table_goes_from_upload_to_people_and_back(client, officer):
    rows = [make_cells(1), make_cells(2, 电话="12")]
    key = str(uuid.uuid4())

    opened = upload(client, make_workbook(rows), key)
    again = upload(client, make_workbook(rows), key)
    at = f"/console/imports/{key}"
    [bad] = call(client, "get", f"{at}/rows", {"pile": "bad"}).json()["items"]

    assert (opened.status_code, opened.json()["counts"]) == (201, {"new": 1, "bad": 1})
    assert again.json()["opened_at"] == opened.json()["opened_at"]
    assert (
        bad["faults"]
        == [
            {"field": "phone", "label": "电话", "said": "号码位数不对，请核对"},
        ]
        or bad["faults"][0]["field"] == "phone"
    )
    corrected = sheet_of(client.get(f"/api{at}/bad.xlsx"))
    assert corrected[0][-1] == "错误原因"
    assert "电话" in corrected[1][-1]

    assert call(client, "post", f"{at}/commit").status_code == 202
    commit_soon.call_local(Batch.objects.get().pk)
    told = call(client, "get", at).json()
    assert (told["state"], told["state_label"]) == ("committed", "已导入")
    assert Person.objects.unscoped().count() == 1
    assert call(client, "post", f"{at}/commit").json()["code"] == "roster.batch_done"
    assert call(client, "post", f"{at}/undo").json()["state"] == "undone"
    assert not Person.objects.unscoped().exists()


def test_chosen_columns_are_sent_with_the_table(client, officer):
    headers = ("甲", "乙", "丙", "来源", "所属网格", "报送来源")
    content = make_workbook([make_cells(1)[:6]], headers)

    unknown = upload(client, content).json()
    told = upload(client, content, chosen='{"0": "name"}').json()

    assert (unknown["counts"], told["counts"]) == ({"bad": 1}, {"new": 1})
    assert unknown["columns"][0] == {"at": 0, "header": "甲", "field": "", "label": ""}
    assert told["columns"][0]["label"] == "姓名"


def test_what_is_no_table_is_refused_in_words(client, officer):
    answer = upload(client, b"PK\x03\x04")

    assert answer.status_code == 422
    assert "已损坏" in answer.json()["detail"]


def test_a_batch_is_not_found_by_anybody_else(client, officer):
    key = upload(client, make_workbook([make_cells(1)])).json()["key"]
    sign_in(client, make_staff("cdc_officer", areas=(CITY,)))
    at = f"/console/imports/{key}"

    answers = [
        call(client, "get", at),
        call(client, "get", f"{at}/rows"),
        client.get(f"/api{at}/bad.xlsx"),
        call(client, "post", f"{at}/commit"),
        call(client, "post", f"{at}/undo"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 5
    assert id_number(1) not in "".join(answer.content.decode() for answer in answers)
    assert call(client, "get", "/console/imports").json() == []


def test_who_may_not_import_gets_neither_template_nor_upload(client):
    sign_in(client, make_staff("commander", areas=(CITY,)))

    assert client.get("/api/console/imports/template.xlsx").status_code == 403
    assert upload(client, make_workbook([make_cells(1)])).status_code == 403


def test_the_template_has_every_field_somebody_writes(client, officer):
    [headers, *_] = sheet_of(client.get("/api/console/imports/template.xlsx"))

    assert headers[:3] == ["姓名", "证件类型", "证件号码"]
    assert "年龄" not in headers
