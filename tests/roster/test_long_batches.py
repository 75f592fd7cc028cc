"""Tables too long to wait for: read, committed and taken back by the worker."""

import pytest

from lianfang.audit.models import Delivery, Entry
from lianfang.core.problems import NotFound
from lianfang.files.queries import held
from lianfang.people.models import Arrival, Cohabitant, Exposure, Person, StatusEvent
from lianfang.quarantine.models import Reading, Remark
from lianfang.roster.actions import commit_batch, open_batch, read_held
from lianfang.roster.enums import BatchState
from lianfang.roster.jobs import commit_soon, read_soon, undo_soon
from lianfang.roster.models import Batch, BatchRow
from lianfang.roster.queries import rows_of
from tests.api.calls import hold_clock
from tests.factories.geo import GRID, T0, make_area
from tests.factories.org import make_staff
from tests.factories.people import make_person
from tests.factories.quarantine import make_episode
from tests.factories.uploads import HEADERS, id_number, make_cells, make_workbook

pytestmark = pytest.mark.django_db
LONG = 2_100


@pytest.fixture
def officer():
    make_area()
    return make_staff("cdc_officer", areas=(GRID[:4],))


def long_table(rows=LONG, headers=HEADERS):
    """Over half a megabyte of text."""
    padding = "甲" * 90
    lines = [[*make_cells(n)[:6], f"{n}号楼{padding}"] for n in range(rows)]
    return "\r\n".join(",".join(map(str, line)) for line in [headers, *lines]).encode()


def test_a_long_table_is_held_read_and_put_on_file_by_the_worker(officer, settings):
    hold_clock(settings, T0)
    batch = open_batch("名单.csv", long_table(), by=officer, at=T0)
    assert (batch.state, BatchRow.objects.count()) == (BatchState.READING, 0)

    read_soon.call_local(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.counts, batch.error) == (BatchState.PREVIEW, {"new": LONG}, "")
    with pytest.raises(NotFound):
        held(batch.key)

    commit_soon.call_local(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.done) == (BatchState.COMMITTED, LONG)
    assert Person.objects.unscoped().count() == LONG
    assert StatusEvent.objects.count() == LONG
    assert BatchRow.objects.filter(is_new=True, person__isnull=False).count() == LONG
    entries = Entry.objects.filter(action="person.batch_registered", batch=batch.key)
    assert sum(entry.detail["created"] for entry in entries) == LONG
    assert Delivery.objects.count() == len(entries)  # the counters hear of each chunk once


def test_a_long_batch_is_taken_back_or_says_what_stands_in_the_way(officer, settings):
    hold_clock(settings, T0)
    batch = read_held(open_batch("名单.csv", long_table(), by=officer, at=T0), by=officer, at=T0)
    commit_batch(batch, by=officer, at=T0)
    someone = Person.objects.unscoped().get(key__in=[p.key for p in people_named(2)])
    make_episode(someone)

    undo_soon.call_local(batch.pk)
    batch.refresh_from_db()
    assert batch.state == BatchState.COMMITTED
    assert batch.error == f"第4行 {someone.name}：状态已变更"
    assert Person.objects.unscoped().count() == LONG


def people_named(n):
    return Person.objects.unscoped().filter(name=make_cells(n)[0])


def test_a_long_table_without_headers_fails_in_words_and_leaves_no_rows(officer):
    content = long_table(headers=("甲",) * 7).replace(b"138", b"x38")

    batch = read_held(open_batch("名单.csv", content, by=officer, at=T0), by=officer, at=T0)

    assert batch.state == BatchState.FAILED
    assert batch.error
    assert not BatchRow.objects.exists()


def test_everything_in_a_row_is_put_on_file_as_one_form_would(officer):
    headers = (*HEADERS, "何时来市", "来市交通方式", "航班/火车班次", "重点地区旅居史", "体温")
    headers += ("症状", "同住人信息及关系", "后续行为动态记录", "房屋类型", "同住人数", "籍贯")
    headers += ("紧急联系人电话",)
    more = ["2020-02-01 09:30", "火车", "G1234", "居住", "36.5", "无状况", "李四 配偶 13700137000"]
    more += ["已返岗", "商品房", 3, "武汉市", "13900139000"]
    rows = [[*make_cells(n), *more] for n in (1, 2)]
    batch = open_batch("名单.xlsx", make_workbook(rows, headers), by=officer, at=T0)

    commit_batch(batch, by=officer, at=T0)

    assert batch.counts == {"new": 2}
    person = Person.objects.unscoped().get(name=make_cells(1)[0])
    assert (person.phone, person.id_number) == (str(make_cells(1)[2]), id_number(1))
    assert (str(person.latest_temp_c), person.native_place_code) == ("36.5", "4201")
    assert (person.cohabitant_count, person.emergency_contact) == (3, "13900139000")
    assert person.name_initials.startswith("z")
    assert person.household
    assert person.city == GRID[:4]
    trip = Arrival.objects.get(person=person)
    assert (trip.transport, trip.transport_no) == ("2", "G1234")
    assert Exposure.objects.get(person=person).kind == "key_area"
    assert Cohabitant.objects.get(person=person).phone == "13700137000"
    assert Reading.objects.unscoped().get(person=person).symptoms == ["00"]
    assert Remark.objects.get(person=person).text == "已返岗"


def test_a_fever_in_a_table_still_calls_the_doctor(officer):
    rows = [[*make_cells(1), "38.2"], [*make_cells(2), "36.4"]]
    batch = open_batch("名单.xlsx", make_workbook(rows, (*HEADERS, "体温")), by=officer, at=T0)

    commit_batch(batch, by=officer, at=T0)

    assert Entry.objects.filter(action="reading.abnormal").count() == 1
    assert Person.objects.unscoped().count() == 2


def test_one_person_in_two_rows_is_opened_once(officer):
    first, second = make_cells(1), make_cells(1)
    second[1] = ""
    batch = open_batch("名单.xlsx", make_workbook([first, second]), by=officer, at=T0)

    commit_batch(batch, by=officer, at=T0)

    assert Person.objects.unscoped().count() == 1


def test_stays_unknown_areas_and_namesakes_are_told_before_anything_is_written(officer):
    known = make_person(name="张三", phone="13900139000", birth_date="1980-01-02")
    headers = (*HEADERS, "隔离观察方式")
    rows = [
        [*make_cells(1), "居家"],
        [*make_cells(2, 所属网格=GRID[:12] + "999"), ""],
        [*make_cells(29, 姓名="张三", 电话="13812345678"), ""],
        [*make_cells(4, 姓名="张3"), ""],
    ]
    batch = open_batch("名单.xlsx", make_workbook(rows, headers), by=officer, at=T0)

    bad = rows_of(batch, pile="bad").rows
    [new] = rows_of(batch, pile="new").rows
    assert [list(row.faults) for row in bad] == [["mode"], ["area"], ["name"]]
    assert "尚未开始观察" in bad[0].faults["mode"]
    assert new.doubts == {
        "name": "已有 1 人姓名、出生日期相同，可能是同一人；导入后可在人员页查重合并"
    }
    assert known.pk
    assert Batch.objects.get().state == BatchState.PREVIEW
