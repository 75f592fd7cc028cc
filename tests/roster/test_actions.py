"""The real case sheet, checked and imported: these are its counts."""

import datetime as dt
import json

import pytest
from django.core.management import call_command

from lianfang.audit.models import Delivery, Entry
from lianfang.core.actor import Actor
from lianfang.org.enums import Permission
from lianfang.org.rules import Caller
from lianfang.people.models import Arrival, Exposure, Person, StatusEvent
from lianfang.people.queries import visible_to
from lianfang.roster.actions import import_line_list
from lianfang.roster.client import read_table
from lianfang.roster.errors import UnknownLayout
from lianfang.roster.queries import preview_line_list
from tests.factories.sheets import make_patient, make_table
from tests.shared_data import real_file

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2020, 3, 1, tzinfo=dt.UTC)
ROBOT = Actor.system()
SECOND = Caller(
    2, "李四", None, areas_by_permission={Permission.APPROVAL_DECIDE: frozenset({"CN"})}
)
COUNTER = "lianfang.stats.handlers.count_everywhere"


@pytest.fixture(scope="module")
def sheet():
    return read_table(real_file("linelists", "wuhan2020", "dev_zhejiang_guangdong_1921.csv.xz"))


def people():
    return Person.objects.unscoped()


def looking_at(area):
    areas = {Permission.PERSON_VIEW: frozenset({area})}
    return Caller(1, "张三", None, areas_by_permission=areas)


COUNTS = {
    "rows": 1921,
    "patients": 1591,
    "continuation_rows": 315,
    "restated_rows": 7,
    "empty_rows": 8,
    "trips_stored": 300,
    "not_stored": {"trips_elsewhere": 243, "stops": 249},
    "peak": {"date": "2020-02-03", "count": 131},
    "refused": 117,
    "doubtful": 410,
    "by_code": {
        "import.age_zero": 182,
        "import.no_confirm_date": 148,
        "import.place_unknown": 60,
        "import.number_drift": 26,
        "area.unknown_county": 21,
        "area.retired": 19,
        "import.not_transport": 18,
        "import.date_order": 10,
        "import.area_beginning": 9,
        "import.empty_row": 8,
        "import.area_shifted": 6,
        "import.differs": 5,
        "import.area_elsewhere": 3,
        "import.area_outside": 2,
        "area.not_inside": 2,
        "import.transport_no_partly": 2,
        "import.outcome_undated": 1,
        "import.count_unreadable": 1,
        "import.area_missing": 1,
        "import.number_reused": 1,
        "import.contact_unknown": 1,
        "import.transport_no_unreadable": 1,
    },
}


def test_dry_run_of_the_real_sheet_counts_and_writes_nothing(sheet):
    report = preview_line_list(sheet, at=NOW).report.as_dict()

    assert {name: report[name] for name in COUNTS} == COUNTS
    assert (report["dry_run"], report["created"], report["already"]) == (True, 1591, 0)
    assert (people().count(), Entry.objects.count()) == (0, 0)


def test_import_of_the_real_sheet_counts_the_same_and_registers_everybody(sheet):
    report = import_line_list(sheet, second=SECOND, by=ROBOT, at=NOW).as_dict()

    assert {name: report[name] for name in COUNTS} == COUNTS
    assert (report["dry_run"], report["created"], report["already"]) == (False, 1591, 0)
    assert people().filter(case_class="confirmed").count() == 1591
    assert StatusEvent.objects.filter(axis="case_class", after="confirmed").count() == 1591
    assert Arrival.objects.count() == 300
    assert Exposure.objects.filter(kind="key_area").exclude(value="0").count() == 715


def test_peak_of_the_stored_confirmations_is_the_same_day(sheet):
    import_line_list(sheet, second=SECOND, by=ROBOT, at=NOW)

    start = dt.datetime(2020, 2, 2, 16, tzinfo=dt.UTC)
    dated = StatusEvent.objects.filter(after="confirmed", reason="R05")
    assert dated.count() == 1443
    assert dated.filter(effective_at=start).count() == 131


def test_import_twice_changes_nothing(sheet):
    import_line_list(sheet, second=SECOND, by=ROBOT, at=NOW)
    before = list(people().order_by("id").values_list("key", "version", "updated_at"))

    again = import_line_list(sheet, second=SECOND, by=ROBOT, at=NOW + dt.timedelta(days=1))

    assert (again.created, again.already) == (0, 1591)
    assert list(people().order_by("id").values_list("key", "version", "updated_at")) == before
    assert StatusEvent.objects.count() == 2 * 1591
    assert Entry.objects.filter(action="person.batch_registered").count() == 1


def test_import_leaves_one_entry_with_its_batch_and_owes_one_count(sheet):
    import_line_list(sheet, second=SECOND, by=ROBOT, at=NOW)

    (entry,) = Entry.objects.filter(batch__isnull=False)
    assert entry.action == "person.batch_registered"
    assert (entry.detail["created"], entry.detail["already"]) == (1591, 0)
    assert entry.detail["origin"] == f"{sheet.name} {sheet.digest} 第二人 user 2"
    assert [delivery.handler for delivery in Delivery.objects.all()] == [COUNTER]


def test_people_stand_under_their_county_and_are_seen_from_there_and_everywhere(sheet):
    import_line_list(sheet, second=SECOND, by=ROBOT, at=NOW)

    seen = {area: visible_to(looking_at(area), at=NOW).count() for area in ("CN", "330382", "4201")}
    assert seen == {
        "CN": 1591,
        "330382": people().filter(area_code="330382").count(),
        "4201": people().filter(area_code__startswith="4201").count(),
    }
    assert seen["330382"] == 167
    assert people().filter(area_code__startswith="3306").count() == 34
    assert visible_to(looking_at("990101"), at=NOW).count() == 0


def test_nobody_gets_an_identifier(sheet):
    import_line_list(sheet, second=SECOND, by=ROBOT, at=NOW)

    assert people().exclude(id_blind=None).count() == 0
    assert people().exclude(phone_blind="").count() == 0


def test_every_issue_names_its_cell_with_a_code_and_a_sentence(sheet):
    issues = preview_line_list(sheet, at=NOW).report.issues

    assert len(issues) == 527
    assert all(2 <= issue.row <= 1922 for issue in issues)
    assert {issue.column for issue in issues} <= set(sheet.columns)
    assert all(issue.code and issue.sentence and "{" not in issue.sentence for issue in issues)


def test_sheet_that_grew_registers_only_the_new():
    import_line_list(make_table(make_patient("1")), by=ROBOT, at=NOW)

    report = import_line_list(make_table(make_patient("0"), make_patient("1")), by=ROBOT, at=NOW)

    assert (report.created, report.already) == (1, 1)


def test_linked_contacts_point_at_each_other():
    one = make_patient("0574000001", 密切患者="0574000002")
    other = make_patient("0574000002", 密切患者="574000001")

    import_line_list(make_table(one, other), by=ROBOT, at=NOW)

    pairs = Exposure.objects.order_by("id").values_list("person__name", "contact__name")
    assert list(pairs) == [
        ("病例0574000001", "病例0574000002"),
        ("病例0574000002", "病例0574000001"),
    ]


def test_unknown_layout_names_what_is_missing():
    table = make_table(make_patient("1"))
    broken = type(table)(table.name, table.digest, table.columns[2:], table.rows)

    with pytest.raises(UnknownLayout) as raised:
        import_line_list(broken, by=ROBOT, at=NOW)

    assert raised.value.detail == "缺少：来源文件、患者编号"


def test_command_prints_json(capsys):
    path = real_file("linelists", "wuhan2020", "dev_zhejiang_guangdong_1921.csv.xz")

    call_command("import_people", str(path), "--dry-run", "--json")

    report = json.loads(capsys.readouterr().out)
    assert (report["patients"], report["peak"]) == (1591, {"date": "2020-02-03", "count": 131})
    assert len(report["issues"]) == 527
