import datetime as dt
import uuid

import pytest
from django.db import connection, transaction

from lianfang.api import console
from lianfang.audit import queries as audit
from lianfang.org.enums import RoleCode
from lianfang.people.actions import add_arrival, change_status
from lianfang.people.enums import Axis, CaseClass, Reason
from lianfang.people.queries import listing
from tests.api.calls import call, hold_clock, sign_in
from tests.factories.cases import make_case
from tests.factories.geo import GRID, T0, make_area
from tests.factories.org import make_staff
from tests.factories.people import make_person
from tests.factories.quarantine import make_episode, make_reading

pytestmark = pytest.mark.django_db
BESIDE = "990101001001002"
ID_NUMBER = "11010519491231002X"


@pytest.fixture
def officer(client):
    make_area(GRID)
    officer = make_staff(RoleCode.COMMUNITY_OFFICER)
    sign_in(client, officer)
    return officer


@pytest.fixture
def cdc(client):
    cdc = make_staff(RoleCode.CDC_OFFICER)
    sign_in(client, cdc)
    return cdc


def accesses_of(person):
    return list(audit.accesses_of("people.person", person.pk))


def suspect(person):
    return change_status(
        person,
        axis=Axis.CLASS,
        after=CaseClass.SUSPECTED,
        reason=Reason.SYMPTOMS,
        effective_at=T0,
        by=make_staff(RoleCode.HOSPITAL_DOCTOR).actor,
        at=T0,
    )


def new_person(**given):
    return {
        "key": str(uuid.uuid4()),
        "name": "王小明",
        "phone": "13912345678",
        "area_code": GRID,
        "source": "4",
        "category": "01",
        "id_number": ID_NUMBER,
    } | given


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_statements_however_long(
    client, officer, count, django_assert_num_queries
):
    for _ in range(count):
        make_person()
    call(client, "get", "/console/persons")

    with django_assert_num_queries(5):  # session, caller, own, lent, names of areas
        page = call(client, "get", "/console/persons").json()

    assert (len(page["items"]), page["next"]) == (count, None)


@pytest.mark.parametrize("query", [{"text": "李四"}, {"mode": "1"}, {"text": "lisi", "mode": "1"}])
def test_a_narrowed_list_costs_six_statements_at_most(
    client, officer, query, django_assert_num_queries
):
    make_episode()
    call(client, "get", "/console/persons", query)

    with django_assert_num_queries(6):  # and one that looks how many fit
        page = call(client, "get", "/console/persons", query).json()

    assert len(page["items"]) == 1


@pytest.mark.parametrize("few", [0, 1000])
@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"text": "李"}, ["李四", "李三光"]),
        ({"text": "李三"}, ["李三光"]),
        ({"text": "lisan"}, ["李三光"]),
        ({"text": "lsg"}, ["李三光"]),
        ({"text": "5678"}, ["王五"]),
        ({"mode": "1"}, ["王五"]),
        ({"text": "李", "mode": "1"}, []),
    ],
)
@pytest.mark.usefixtures("officer")
def test_few_or_many_the_same_people_are_found(client, monkeypatch, few, query, names):
    monkeypatch.setattr(listing, "_FEW", few)
    for name, phone in (("李三光", "13900000001"), ("李四", "13900000002")):
        make_person(name=name, phone=phone)
    make_episode(make_person(name="王五", phone="13912345678"))

    page = call(client, "get", "/console/persons", query).json()
    counted = call(client, "get", "/console/persons/count", query).json()

    assert [row["name"] for row in page["items"]] == names
    assert counted == {"total": len(names), "most": 10_000}


def test_symptoms_and_days_of_filing_and_of_arrival_narrow_the_list(client, officer, settings):
    hold_clock(settings, T0)
    day = dt.timedelta(days=1)
    make_person(name="甲", at=T0 - 3 * day)
    cougher, traveller = make_person(name="乙"), make_person(name="丙")
    make_reading(cougher, symptoms=["02", "05"])
    add_arrival(traveller, arrived_at=T0 - day, by=officer.actor, at=T0)

    def names(**query):
        page = call(client, "get", "/console/persons", query).json()
        return [row["name"] for row in page["items"]]

    today, yesterday = "2020-02-10", "2020-02-09"
    assert names(symptom="02") == ["乙"]
    assert names(symptom="01") == []
    assert names(arrived_from=yesterday, arrived_until=yesterday) == ["丙"]
    assert names(arrived_from=today) == []
    assert names(registered_from=today) == ["丙", "乙"]
    assert names(registered_until=yesterday) == ["甲"]
    assert names(registered_from=today, symptom="05", text="乙") == ["乙"]


def test_the_total_is_capped_and_exact_when_asked(client, officer, monkeypatch):
    monkeypatch.setattr(console, "_MOST", 2)
    for _ in range(3):
        make_person()

    capped = call(client, "get", "/console/persons/count").json()
    exact = call(client, "get", "/console/persons/count", {"exact": "true"}).json()

    assert (capped, exact) == ({"total": 2, "most": 2}, {"total": 3, "most": None})


def test_a_question_that_takes_too_long_is_broken_off_with_advice(client, officer, monkeypatch):
    def endless(*_args, **_kwargs):
        with connection.cursor() as cursor:
            cursor.execute(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
                "SELECT COUNT(*) FROM n"
            )

    monkeypatch.setattr(console, "_PAGE_S", 0.05)
    monkeypatch.setattr(console.people, "list_page", endless)
    with transaction.atomic():
        answer = call(client, "get", "/console/persons", {"text": "李"})
        transaction.set_rollback(True)

    assert (answer.status_code, answer.json()["code"]) == (422, "search.too_broad")


def test_a_row_is_masked_and_says_in_words_where_the_person_stands(client, officer):
    person = make_person(id_number=ID_NUMBER, phone="13912345678")
    suspect(person)

    (row,) = call(client, "get", "/console/persons").json()["items"]

    assert (row["id_number"], row["phone"]) == ("110***********002X", "139****5678")
    assert (row["status"], row["category_label"], row["source_label"]) == (
        "疑似",
        "其他",
        "网格排查",
    )
    assert {"id", "address"} & set(row) == set()


def test_the_list_is_filtered_and_paged(client, officer):
    people = [make_person() for _ in range(21)]
    suspect(people[0])

    first = call(client, "get", "/console/persons").json()
    second = call(client, "get", "/console/persons", {"cursor": first["next"]}).json()
    suspected = call(client, "get", "/console/persons", {"case_class": "suspected"}).json()
    by_phone = call(client, "get", "/console/persons", {"text": people[3].phone}).json()
    wrong = call(client, "get", "/console/persons", {"case_class": "doubtful"})

    assert len(first["items"]) == 20
    assert (len(second["items"]), second["next"]) == (1, None)
    assert [row["key"] for row in suspected["items"]] == [str(people[0].key)]
    assert [row["key"] for row in by_phone["items"]] == [str(people[3].key)]
    assert wrong.status_code == 422


def test_the_grid_beside_is_neither_listed_nor_counted_nor_opened(client, officer):
    stranger = make_person(area_code=BESIDE)

    page = call(client, "get", "/console/persons").json()
    asked = call(client, "get", "/console/persons", {"area_code": BESIDE}).json()
    counted = call(client, "get", "/console/persons/count").json()
    opened = call(client, "get", f"/console/persons/{stranger.key}")

    assert (page["items"], asked["items"], counted["total"]) == ([], [], 0)
    assert opened.status_code == 404
    assert accesses_of(stranger) == []


@pytest.mark.parametrize("role", [RoleCode.AUDITOR, RoleCode.SYSADMIN, RoleCode.GATEKEEPER])
def test_people_are_refused_to_those_who_only_run_the_system(client, role):
    person = make_person()
    sign_in(client, make_staff(role))

    answers = [
        call(client, "get", "/console/persons"),
        call(client, "get", f"/console/persons/{person.key}"),
        call(client, "post", "/console/persons", new_person()),
        call(client, "post", f"/console/persons/{person.key}/unmasking", {}),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403, 403]


def test_nobody_signed_in_sees_nothing(client):
    paths = ("/console/persons", "/console/home", f"/console/persons/{uuid.uuid4()}")

    assert [call(client, "get", path).status_code for path in paths] == [401, 401, 401]


def test_the_page_of_a_person_is_masked_and_the_look_is_recorded(client, officer):
    person = make_person(phone="13912345678", address="1号楼101室")
    make_episode(person)
    make_reading(person, "37.6")

    page = call(client, "get", f"/console/persons/{person.key}").json()

    assert (page["card"]["phone"], page["card"]["has_address"]) == ("139****5678", True)
    assert [axis["word"] for axis in page["axes"]][:2] == ["隔离观察", "无"]
    assert [(r["temp_c"], r["is_abnormal"]) for r in page["readings"]] == [(37.6, True)]
    assert len(page["episodes"]) == 1
    assert "101室" not in str(page)
    assert [access.reason for access in accesses_of(person)] == ["人员页"]


def test_unmasking_shows_the_chosen_fields_and_is_recorded(client, cdc):
    person = make_person(id_number=ID_NUMBER, phone="13912345678")
    path = f"/console/persons/{person.key}/unmasking"

    shown = call(client, "post", path, {"fields": ["phone"], "reason": "流行病学调查"})

    assert shown.json() == {"id_number": "", "phone": "13912345678", "address": ""}
    assert [(a.fields, a.reason) for a in accesses_of(person)] == [("phone", "流行病学调查")]


def test_unmasking_needs_a_reason_known_fields_and_the_right_place(client, cdc):
    person, stranger = make_person(), make_person(area_code=BESIDE)
    path = f"/console/persons/{person.key}/unmasking"
    asked = {"fields": ["phone"], "reason": "核查"}

    without = call(client, "post", path, asked | {"reason": " "})
    unknown = call(client, "post", path, asked | {"fields": ["phone_blind"]})
    elsewhere = call(client, "post", f"/console/persons/{stranger.key}/unmasking", asked)

    assert (without.status_code, without.json()["code"]) == (422, "person.reason_needed")
    assert (unknown.status_code, elsewhere.status_code) == (422, 404)
    assert accesses_of(person) + accesses_of(stranger) == []


def test_unmasking_is_refused_to_an_officer_who_may_look(client, officer):
    person = make_person()
    path = f"/console/persons/{person.key}/unmasking"

    answer = call(client, "post", path, {"fields": ["phone"], "reason": "核查"})

    assert answer.status_code == 403


def test_a_new_person_is_put_on_file_once(client, officer):
    body = new_person()

    first = call(client, "post", "/console/persons", body)
    again = call(client, "post", "/console/persons", body)
    other = call(client, "post", "/console/persons", new_person())

    assert (first.status_code, first.json()) == (201, {"key": body["key"], "is_new": True})
    assert again.json() == first.json()
    assert other.json() == {"key": body["key"], "is_new": False}
    assert call(client, "get", "/console/persons/count").json()["total"] == 1


def test_a_new_person_of_another_grid_or_with_a_bad_number_is_refused(client, officer):
    make_area(BESIDE)

    elsewhere = call(client, "post", "/console/persons", new_person(area_code=BESIDE))
    bad = call(client, "post", "/console/persons", new_person(id_number="110105194912310021"))

    assert elsewhere.status_code == 403
    assert (bad.status_code, bool(bad.json()["fields"])) == (422, True)
    assert call(client, "get", "/console/persons/count").json()["total"] == 0


def test_home_counts_what_one_may_see_and_nothing_of_the_grid_beside(client):
    suspect(make_person())
    make_episode(make_person())
    make_episode(make_person(area_code=BESIDE))
    make_case()
    sign_in(client, make_staff(RoleCode.DISPATCHER))

    figures = {f["code"]: f["value"] for f in call(client, "get", "/console/home").json()}

    assert figures.keys() == {"observed", "suspected", "confirmed", "open_cases", "late_cases"}
    assert (figures["observed"], figures["suspected"], figures["confirmed"]) == (1, 1, 0)
    assert figures["open_cases"] == 1


def test_home_of_an_officer_counts_entries_to_confirm(client, officer):
    make_episode(make_person())

    figures = {f["code"]: f["value"] for f in call(client, "get", "/console/home").json()}

    assert figures.keys() == {"observed", "suspected", "confirmed", "entries", "releases"}
    assert (figures["entries"], figures["observed"]) == (1, 1)


def test_home_of_an_auditor_is_empty(client):
    sign_in(client, make_staff(RoleCode.AUDITOR))

    assert call(client, "get", "/console/home").json() == []
