"""Every door open to citizens is knocked on by a second citizen: no answer holds another's data.

The doors come from the API description, so that a new one is knocked on from its first day.
"""

import io
import json
import uuid
from functools import cache

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image

from lianfang.accounts.models import Account
from lianfang.audit.jobs import deliver_due
from lianfang.cases import actions as cases
from lianfang.cases.enums import Outcome, SubjectKind
from lianfang.city.actions import set_up_city
from lianfang.city.queries import CityInfo
from lianfang.core.actor import Actor
from lianfang.core.masking import mask_name, mask_number
from lianfang.messages.actions import tell_account
from lianfang.messages.queries import inbox
from lianfang.org.enums import RoleCode
from lianfang.quarantine.queries import notices_of
from lianfang.urls import api
from tests.accounts.test_binding import document
from tests.api.calls import hold_clock, sign_in_citizen
from tests.api.test_citizen import upload
from tests.factories.accounts import make_account
from tests.factories.cases import make_task
from tests.factories.geo import GRID, T0, make_area, square
from tests.factories.org import make_staff
from tests.factories.people import make_person
from tests.factories.quarantine import NAME, make_episode, make_reading

pytestmark = pytest.mark.django_db
DOORS = ("citizen", "resident", "session", "news", "declare")
ID_NUMBER, PHONE = document(number=9), "13712345678"
SECRETS = (
    *(
        "欧阳秘密",
        mask_name("欧阳秘密"),
        PHONE,
        mask_number(PHONE),
        ID_NUMBER,
        mask_number(ID_NUMBER),
    ),
    *("密巷九号", "三零五室", "秘密描述", "秘密备注", "秘密求助", "秘密结论", "秘密通知", "39.7"),
)
GIVEN = {
    "phone": "13900000001",
    "subject_phone": "13900000001",
    "area_code": GRID,
    "temp_c": 36.5,
    "name": "欧阳秘密",
    "id_number": ID_NUMBER,
    "id_type": "01",
    "lon": 124.005,
    "lat": 30.005,
    "measured_at": T0.isoformat(),
    "symptoms": ["00"],
    "strokes": NAME,
    "anyway": True,
    "coord_sys": "wgs84",
    "subject_name": "某人",
    "description": "某事",
    "cursor": "",
    "since": "2020-01-01",
    "until": "2020-12-31",
    "box": "",
    "state": "accepted",
    "is_abnormal": "false",
    "photos": [],
    "back": "/h5/",
}


@cache
def description():
    return api.get_openapi_schema(path_prefix="/api/")


def operations():
    """Method, path and description of every operation behind the citizens' doors."""
    for path, methods in description()["paths"].items():
        if path.split("/")[2] in DOORS:
            for method, told in methods.items():
                yield method, path, told


@pytest.fixture
def victim(client, settings):
    """A citizen under observation with something of every kind; everything about them by name."""
    hold_clock(settings, T0)
    make_area(GRID, geometry=square())
    info = CityInfo("望澜市", "澜", GRID[:4], "12345", is_demo=True, started_on=T0.date())
    set_up_city(info, by=Actor.system(), at=T0)
    worker = make_staff(RoleCode.GRID_WORKER)
    person = make_person(name="欧阳秘密", phone=PHONE, id_number=ID_NUMBER, address="密巷九号")
    citizen = make_account(person, phone=PHONE)
    sign_in_citizen(client, citizen)
    photo = uuid.uuid4()
    upload(client, photo)
    about = {"subject_name": "欧阳秘密", "subject_phone": PHONE, "address": "密巷九号"}
    about |= {"description": "秘密描述", "photos": [photo], "subject_kind": SubjectKind.SELF}
    report, _ = make_task(worker, by=citizen, **about)
    cases.verify(report, outcome=Outcome.UNTRUE, note="秘密结论", by=worker, at=T0)
    episode = make_episode(person, place="密巷九号")
    make_reading(person, "39.7", note="秘密备注", door_no="三零五室")
    asked = cases.ask_for_help(
        person, key=uuid.uuid4(), need="food", note="秘密求助", by=citizen, at=T0
    )
    tell_account(citizen.id, title="秘密通知", body="秘密通知", dedupe="secret", at=T0)
    deliver_due(now=T0)
    return {
        "person": person.key,
        "report": report.key,
        "help": asked.key,
        "photo": photo,
        "notice": notices_of(episode)[0].key,
        "message": inbox("account", citizen.id)[0].key,
    }


@pytest.fixture
def second(client):
    """Another citizen of the same grid with a child, under observation too; and their own key."""
    person, child = make_person(name="王五"), make_person(name="王小五")
    citizen = make_account(person, family=[child])
    make_episode(person)
    deliver_due(now=T0)
    return citizen, person.key


def body_of(told, key):
    """A body that fits, with the victim's key wherever one is asked for."""
    content = told.get("requestBody", {}).get("content", {})
    for kind, spec in content.items():
        return kind, dict(_values(spec["schema"], key))
    return "", {}


def _values(schema, key):
    if "$ref" in schema:
        schema = description()["components"]["schemas"][schema["$ref"].split("/")[-1]]
    for name, field in schema.get("properties", {}).items():
        yield name, GIVEN.get(name, _value(field, key))


def _value(field, key):
    field = field.get("anyOf", [field])[0]
    if field.get("format") == "uuid":
        return str(key)
    if "enum" in field or "const" in field:
        return field.get("enum", [field.get("const")])[0]
    if field.get("type") == "array":
        return [_value(field.get("items", {}), key)]
    plain = {"number": 1, "integer": 1, "boolean": False}
    return plain.get(field.get("type"), "某")


def knock(client, operation, key):
    method, path, told = operation
    asked_for = told.get("parameters", [])
    query = {p["name"]: GIVEN.get(p["name"], _value(p["schema"], key)) for p in asked_for}
    inside = {name for name in query if f"{{{name}}}" in path}
    address = path.format(**dict.fromkeys(inside, key))
    asked = {name: value for name, value in query.items() if name not in inside}
    kind, body = body_of(told, key)
    headers = {"X-Lianfang": "1"}
    if method == "get":
        return client.get(address, asked, headers=headers)
    if kind.startswith("multipart"):
        picture = io.BytesIO()
        Image.new("RGB", (8, 8), "white").save(picture, "JPEG")
        body["photo"] = SimpleUploadedFile("p.jpg", picture.getvalue(), "image/jpeg")
        return client.post(address, body, headers=headers, query_params=asked)
    data = json.dumps(body)
    send = getattr(client, method)
    return send(address, data, "application/json", headers=headers, query_params=asked)


def test_no_answer_to_a_second_citizen_holds_anything_of_the_first(client, victim, second):
    (citizen, own), leaks, answered = second, [], set()
    for operation in operations():
        for key in (*victim.values(), own):
            with transaction.atomic():
                sign_in_citizen(client, citizen)
                answer = knock(client, operation, key)
                transaction.set_rollback(True)
            content = answer.content.decode("utf-8", "replace")
            kind = answer.headers.get("Content-Type", "")
            found = [secret for secret in SECRETS if secret in content]
            if found or kind in {"application/pdf", "image/jpeg"} or answer.status_code >= 500:
                leaks.append((operation[:2], answer.status_code, found, content[:200]))
            if answer.status_code < 300:
                answered.add(operation[:2])

    assert leaks == []
    assert len(answered) >= 20, "too many doors stayed shut to learn anything"


def test_the_first_citizen_does_find_all_of_it(client, victim, second):
    """So that the walk above would notice."""
    sign_in_citizen(client, Account.objects.get(bindings__person__key=victim["person"]))
    seen = b""
    for path in (
        f"citizen/reports/{victim['report']}",
        f"citizen/reports/{victim['help']}",
        *("citizen/reports", "resident/observation", "resident/readings", "session"),
        *("session/inbox", "resident/curve"),
    ):
        seen += client.get(f"/api/{path}").content

    found = [secret for secret in SECRETS if secret in seen.decode()]
    assert {"欧阳秘密", "密巷九号", "秘密描述", "秘密备注", "秘密求助", "秘密通知", "39.7"} <= set(
        found
    )
    assert client.get(f"/api/citizen/photos/{victim['photo']}").status_code == 200
    assert client.get(f"/api/resident/notices/{victim['notice']}.pdf").status_code == 200


def test_the_walk_meets_every_door_of_citizens():
    walked = {path.split("/")[2] for _, path, _ in operations()}

    assert walked == set(DOORS)
