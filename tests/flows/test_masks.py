"""A planted number is found whole nowhere: lists, pages, exports, errors, logs, the trail."""

import io
import json
import logging
import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from lianfang.api.door import api, by_staff
from lianfang.audit.models import Access, Delivery, Entry
from lianfang.messages.models import Message
from lianfang.org.enums import Permission
from lianfang.org.rules import ROLE_PERMISSIONS
from lianfang.roster.fields import FIELDS
from lianfang.roster.models import BatchRow, BulkAct, Export
from lianfang.urls import urlpatterns  # noqa: F401 -- adds the routers
from tests.api.calls import call, hold_clock, sign_in
from tests.factories.cases import make_case
from tests.factories.geo import GRID, T0, make_area
from tests.factories.org import make_staff
from tests.factories.people import make_person
from tests.factories.quarantine import make_episode, make_reading
from tests.factories.uploads import HEADERS, id_number, make_cells, make_workbook

pytestmark = pytest.mark.django_db
ID_NUMBER, PHONE, DOOR = id_number(7), "13871234569", "栀子巷7号楼703室"
PLANTED = (ID_NUMBER, PHONE, DOOR)
# Who visits or calls somebody has to find them (handbook §7.3): the door, never the document.
AT_THE_DOOR = re.compile(r"^/(worker|clinic|seat)/")


@pytest.fixture
def person(settings):
    hold_clock(settings, T0)
    make_area()
    given = {"name": "张三", "phone": PHONE, "id_number": ID_NUMBER, "address": DOOR}
    person = make_person(**given)
    make_reading(person)
    make_episode(person)
    make_case(subject_name="张三", subject_phone=PHONE)
    return person


def reads():
    """Every address that answers staff, and its permission."""
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                if "GET" in operation.methods and isinstance(operation.auth_callbacks[0], by_staff):
                    yield f"/{prefix.strip('/')}/{path.lstrip('/')}".rstrip("/")


def filled(path, person, other):
    """The same address for each kind of key that could stand in it."""
    if "{" not in path:
        return [path]
    return [re.sub(r"\{[^}]*\}", str(key), path) for key in (person.key, other)]


def leaks(text, *, allowed=()):
    return [word for word in PLANTED if word in text and word not in allowed]


@pytest.mark.parametrize("role", sorted(ROLE_PERMISSIONS))
def test_no_page_or_list_of_any_role_tells_a_whole_number(client, person, role, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    sign_in(client, make_staff(role, areas=(GRID[:4],)))
    stay = person.episodes.model.objects.unscoped().get()
    found, told = {}, set()
    for path in reads():
        for address in filled(path, person, stay.key):
            answer = client.get(f"/api{address}", headers={"X-Lianfang": "1"})
            content = answer.getvalue().decode("utf-8", "replace")
            told |= {path} if "张三" in content else set()
            allowed = (PHONE, DOOR) if AT_THE_DOOR.match(address) else ()
            if leaks(content, allowed=allowed):
                found[address] = leaks(content)

    assert found == {}
    if Permission.PERSON_VIEW in ROLE_PERMISSIONS[role]:
        assert {"/console/persons", "/console/persons/{uuidstr:key}"} <= told
    said = caplog.text + "".join(capfd.readouterr())
    assert leaks(said) == []


@pytest.mark.parametrize("form", ["xlsx", "csv", "line_list"])
def test_no_export_without_leave_holds_a_whole_number(client, person, form):
    sign_in(client, make_staff("cdc_officer", areas=(GRID[:4],)))
    body = {"key": str(uuid.uuid4()), "form": form, "fields": [one.id for one in FIELDS]}

    key = call(client, "post", "/console/exports", body).json()["key"]
    content = client.get(f"/api/console/exports/{key}/file").getvalue()

    text = content.decode("utf-8-sig", "replace")
    if form != "csv":
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
        text = json.dumps(sheets, ensure_ascii=False)
    assert leaks(text) == []
    assert ("张三" in text) == (form != "line_list")


def test_no_error_log_or_trail_repeats_what_was_typed(client, person, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    sign_in(client, make_staff("cdc_officer", areas=(GRID[:4],)))
    wrong = ID_NUMBER[:-1] + ("0" if ID_NUMBER[-1] != "0" else "1")
    table = make_workbook([make_cells(7, 证件号码=wrong, 电话=f"{PHONE}0", 现住址=DOOR)], HEADERS)
    upload = {"key": str(uuid.uuid4()), "file": SimpleUploadedFile("a.xlsx", table), "chosen": "{}"}
    taken = {"text": PHONE, "key": str(uuid.uuid4()), "fields": ["name"]}
    answers = [
        client.post("/api/console/imports", upload, headers={"X-Lianfang": "1"}),
        call(client, "get", "/console/persons", {"text": PHONE}),
        call(client, "get", "/console/persons", {"area_code": PHONE}),
        call(client, "post", "/console/exports", taken | {"fields": [ID_NUMBER]}),
        call(client, "post", "/console/exports", taken),
        call(client, "post", "/console/exports", {"text": [PHONE], "fields": ["name"]}),
        call(
            client, "post", "/console/bulk", taken | {"kind": "message", "title": "a", "body": "b"}
        ),
        call(client, "post", f"/console/persons/{person.key}/unmask", {"fields": ["phone"]}),
    ]

    assert [answer.status_code for answer in answers][:2] == [201, 200]
    for answer in (*answers[1:3], *answers[4:]):
        assert leaks(answer.getvalue().decode()) == []
    assert leaks(caplog.text + "".join(capfd.readouterr())) == []
    trail = [Entry, Access, Delivery, Message]
    rows = [list(model.objects.values()) for model in trail]
    assert leaks(str(rows)) == []


def test_what_lies_in_the_tables_of_exports_and_bulk_acts_is_sealed(client, person):
    from django.db import connection  # noqa: PLC0415 -- raw, past the fields that unseal

    sign_in(client, make_staff("cdc_officer", areas=(GRID[:4],)))
    asked = {"text": PHONE, "key": str(uuid.uuid4())}
    call(client, "post", "/console/exports", asked | {"fields": ["name"]})
    move = {"kind": "arrange", "to_place": DOOR, "to_mode": "2"}
    act = call(client, "post", "/console/bulk", asked | move).json()
    call(client, "post", f"/console/bulk/{act['key']}/begin")

    with connection.cursor() as cursor:
        for model in (Export, BulkAct, BatchRow, BulkAct._meta.get_field("rows").related_model):
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")  # noqa: S608 -- our own table
            assert leaks(str(cursor.fetchall())) == []
