"""Patients turned into people's files: where, when, how old, where from."""

import datetime as dt

import pytest

from lianfang.geo import client
from lianfang.geo.rules import Gazetteer, RetiredArea
from lianfang.people.enums import CaseClass, ExposureKind, Reason
from lianfang.roster.rules import columns as c
from lianfang.roster.rules.folding import fold
from lianfang.roster.rules.issues import Issues
from lianfang.roster.rules.patients import key_of, read_patients
from tests.factories.sheets import make_cells, make_patient, make_rows

NOW = dt.datetime(2020, 3, 1, tzinfo=dt.UTC)
CONFIRMED = {c.CONFIRMED: "2020-01-24T16:00:00.000Z"}


@pytest.fixture(scope="module")
def book():
    return Gazetteer(client.divisions(), (RetiredArea(*row) for row in client.retired()))


@pytest.fixture
def read(book):
    def reading(*cells):
        issues = Issues()
        patients, _ = fold(make_rows(*cells), issues)
        people = read_patients(patients, book=book, issues=issues, now=NOW).people
        found = [(i.row, i.column, i.code) for i in issues.found]
        return people, found

    return reading


@pytest.mark.parametrize(
    ("home", "code", "found"),
    [
        ("浙江省 绍兴 越城", "330602", []),
        ("浙江省 绍兴市 越城区", "330602", []),
        (" 嘉兴市 嘉善县", "330421", []),
        ("广东 揭阳 普宁市", "445281", []),
        ("湖北省 洪湖市 ", "421083", []),
        ("湖北省 天门市 ", "429006", []),
        ("浙江省 台州市 ", "3310", []),
        ("浙江省 温州市 武汉人", "3303", [(c.COUNTY, "area.unknown_county")]),
        ("广东省 珠海市 香洲吉大", "440402", [(c.COUNTY, "import.area_beginning")]),
        ("广东省 湖北省 武汉市", "4201", [(c.CITY, "import.area_shifted")]),
        ("湖北省 武汉市 赤坎区", "4201", [(c.COUNTY, "area.not_inside")]),
        ("浙江省 杭州市 下城区", "330105", [(c.COUNTY, "area.retired")]),
    ],
)
def test_home_is_found_by_name(read, home, code, found):
    province, city, county = home.split(" ")
    people, issues = read(
        make_patient("1", 省=province, 市=city, **{c.COUNTY: county}, **CONFIRMED)
    )

    assert people[0].area_code == code
    assert [(column, what) for _, column, what in issues] == found


@pytest.mark.parametrize(
    ("province", "what"),
    [
        ("国外", "import.area_outside"),
        ("火星省", "import.area_outside"),
        ("", "import.area_missing"),
    ],
)
def test_without_a_home_in_the_divisions_one_stands_under_the_reporting_province(
    read, province, what
):
    nowhere = {c.PROVINCE: province, c.CITY: "", c.COUNTY: ""}

    people, issues = read(make_patient("1", **CONFIRMED), make_patient("2", **nowhere, **CONFIRMED))

    assert people[1].area_code == "33"
    assert issues == [(3, c.PROVINCE, what)]


def test_confirmation_is_a_dated_move_of_the_case_class(read):
    people, issues = read(make_patient("1", 病症="发热", **CONFIRMED))

    _, move = people[0].moves
    assert (move.after, move.reason) == (CaseClass.CONFIRMED, Reason.HOSPITAL_CONFIRMED)
    assert move.effective_at == dt.datetime(2020, 1, 24, 16, tzinfo=dt.UTC)
    assert move.note == "编号：1；病症：发热"
    assert issues == []


def test_without_a_confirm_date_the_move_holds_from_the_import_and_says_why(read):
    people, issues = read(make_patient("1"))

    _, move = people[0].moves
    assert (move.effective_at, move.reason) == (NOW, Reason.OTHER)
    assert move.note == "编号：1；确诊日期：不详"
    assert issues == [(2, c.CONFIRMED, "import.no_confirm_date")]


def test_age_becomes_a_year_of_birth_and_zero_stays_unknown(read):
    people, issues = read(make_patient("1", **CONFIRMED), make_patient("2", 年龄="0", **CONFIRMED))

    assert [(p.birth_date, p.birth_precision) for p in people] == [
        (dt.date(1970, 1, 1), "Y"),
        (None, "Y"),
    ]
    assert issues == [(3, c.AGE, "import.age_zero")]


def test_no_identifier_is_added(read):
    people, _ = read(make_patient("0571000001", **CONFIRMED), make_patient("2", 患者名="王XX"))

    assert [p.name for p in people] == ["病例0571000001", "王XX"]


@pytest.mark.parametrize(
    ("cells", "past"),
    [
        ({c.RESIDENT: "是"}, ("1", "42", None)),
        ({c.LEFT_FROM: "武汉"}, ("2", "4201", None)),
        ({c.LEFT_FROM: "湖北孝感"}, ("2", "4209", None)),
        ({c.LEFT_AT: "2020-01-20T16:00:00.000Z"}, ("2", "42", dt.date(2020, 1, 21))),
        ({c.LEFT_FROM: "无"}, ("0", "", None)),
    ],
)
def test_stay_in_the_key_area(read, cells, past):
    people, _ = read(make_patient("1", **cells, **CONFIRMED))

    (found,) = people[0].exposures
    assert found.kind == ExposureKind.KEY_AREA
    assert (found.value, found.area_code, found.to_date) == past


def test_city_left_that_is_not_in_hubei_is_refused(read):
    people, issues = read(make_patient("1", **{c.LEFT_FROM: "深圳"}, **CONFIRMED))

    assert people[0].exposures[0].area_code == "42"
    assert issues == [(2, c.LEFT_FROM, "import.area_elsewhere")]


def test_contacts_by_number_are_linked_with_or_without_leading_zero(read):
    people, issues = read(
        make_patient("0574000078", **CONFIRMED),
        make_patient("0574000079", 密切患者="574000078/0999000001", **CONFIRMED),
    )

    (past,) = people[1].exposures
    assert (past.value, past.contact_key) == ("1", people[0].key)
    assert issues == [(3, c.CONTACTS, "import.contact_unknown")]


@pytest.mark.parametrize(("text", "value"), [("有", "1"), ("无", "0"), ("已确诊病例的家属", "1")])
def test_contacts_in_words(read, text, value):
    people, _ = read(make_patient("1", 密切患者=text, **CONFIRMED))

    assert [past.value for past in people[0].exposures] == [value]


def test_trip_into_the_reporting_province_is_an_arrival(read):
    trip = {
        c.TRIP_AT: "2020-01-20T16:00:00.000Z",
        c.TRANSPORT: "高铁",
        c.SERVICE: "G1143（11车厢）",
        c.TRIP_FROM: "武汉武昌站",
        c.TRIP_TO: "绍兴",
    }
    back = trip | {c.TRIP_TO: "湖北孝感"}

    people, issues = read(make_patient("1", **trip, **CONFIRMED), make_cells("1", **back))

    (arrival,) = people[0].trips
    assert (arrival.transport, arrival.transport_no, arrival.seat_no) == ("2", "G1143", "11车厢")
    assert arrival.from_area_code == "420106"
    assert issues == []


@pytest.mark.parametrize(
    ("cells", "column", "what"),
    [
        ({c.TRANSPORT: "常驻"}, c.TRANSPORT, "import.not_transport"),
        ({c.TRANSPORT: "高铁转大巴"}, c.TRANSPORT, "import.transport_several"),
        ({c.SERVICE: "粤D***13"}, c.SERVICE, "import.transport_no_unreadable"),
        ({c.TRIP_TO: "新加坡"}, c.TRIP_TO, "import.place_unknown"),
        ({c.TRIP_AT: "昨天"}, c.TRIP_AT, "import.date_unreadable"),
        ({c.CONTACT_COUNT: "有"}, c.CONTACT_COUNT, "import.count_unreadable"),
        ({c.ONSET: "2020-01-25T16:00:00.000Z"}, c.CONFIRMED, "import.date_order"),
        ({c.SYMPTOMS: "已治愈出院"}, c.SYMPTOMS, "import.outcome_undated"),
        ({c.RESIDENT: "不详"}, c.RESIDENT, "import.code_unreadable"),
    ],
)
def test_doubtful_cell_is_named_by_row_column_and_code(read, cells, column, what):
    _, issues = read(make_patient("1", **cells, **CONFIRMED))

    assert issues == [(2, column, what)]


def test_stay_that_ends_before_it_begins_is_doubtful(read):
    stay = {c.STOP_FROM: "2020-02-04T00:03:00.000Z", c.STOP_UNTIL: "2020-02-03T02:42:00.000Z"}

    _, issues = read(make_patient("1", **CONFIRMED), make_cells(**stay))

    assert issues == [(3, c.STOP_UNTIL, "import.date_order")]


def test_key_does_not_depend_on_where_the_row_stands():
    one, _ = fold(make_rows(make_patient("1")), Issues())
    other, _ = fold(make_rows(make_patient("2"), make_patient("1")), Issues())

    assert key_of(one[0]) == key_of(other[1])
