"""A file opened and changed by its fields, and the sheet read back."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest

from lianfang.audit.models import Entry
from lianfang.core.clock import at_local
from lianfang.people.actions import correct
from lianfang.people.errors import ChangedMeanwhile, DocumentTaken
from lianfang.people.queries import by_id
from lianfang.quarantine.models import Episode, Reading
from lianfang.roster.actions import change_file, open_file
from lianfang.roster.errors import NoStay
from lianfang.roster.queries import sheet_of, texts_of
from tests.factories.geo import GRID, T0, make_area
from tests.factories.org import make_staff
from tests.factories.people import make_person
from tests.factories.quarantine import make_episode, make_reading

pytestmark = pytest.mark.django_db
DOCUMENT = "11010519491231002X"
ARRIVED = at_local(dt.date(2020, 2, 1), dt.time(9, 30))
WHOLE = {
    "name": "张三",
    "id_type": "01",
    "id_number": DOCUMENT,
    "native_place": "4201",
    "category": "01",
    "phone": "13800138000",
    "emergency_phone": "13900139000",
    "address": "3号楼501",
    "area": GRID,
    "symptoms": ("01",),
    "temp": Decimal("36.9"),
    "arrived_at": ARRIVED,
    "transport": "2",
    "transport_no": "G1234",
    "key_area": "1",
    "contact": "0",
    "source": "4",
    "house_type": "1",
    "cohabitant_count": 3,
    "cohabitants": ("李四 配偶 13700137000",),
    "follow_up": ("已返岗",),
}


@pytest.fixture
def worker():
    make_area()
    return make_staff("grid_worker").actor


def opened(worker, **more):
    return open_file(WHOLE | more, key=uuid.uuid4(), by=worker, at=T0)[0]


def read(person, at=T0):
    return sheet_of([person.pk], at=at)[0]


def test_everything_told_of_somebody_is_read_back(worker):
    values = read(opened(worker))

    told = {name: values[name] for name in WHOLE}
    assert told == WHOLE
    assert (values["sex"], values["birth_date"], values["age"]) == ("2", dt.date(1949, 12, 31), 70)
    assert values["measured_by"] == worker.name
    assert values["risk"].startswith("中等（50 分：在重点地区居住；有症状")


def test_somebody_on_file_is_found_and_filled_in(worker):
    first = make_person(name="张三", phone="13800138000", id_number=DOCUMENT)

    person, is_new = open_file(WHOLE, key=uuid.uuid4(), by=worker, at=T0)

    assert (person.pk, is_new) == (first.pk, False)
    assert read(person)["transport_no"] == "G1234"


def test_only_what_changed_is_written_and_told(worker):
    person = opened(worker)
    before = by_id(person.pk).version

    change_file(by_id(person.pk), {"name": "张珊", "house_type": "4"}, by=worker, at=T0)
    change_file(by_id(person.pk), {"name": "张珊"}, by=worker, at=T0)

    again = by_id(person.pk)
    assert (again.name, again.name_pinyin, again.name_initials) == ("张珊", "zhangshan", "zs")
    assert again.version == before + 1
    entry = Entry.objects.filter(action="person.updated").latest("id")
    assert entry.detail["changed"] == ["house_type", "name"]
    assert "张三" not in str(entry.detail)


def test_the_second_of_two_editors_changes_nothing(worker):
    person = opened(worker)
    mine, theirs = by_id(person.pk), by_id(person.pk)
    correct(theirs, {"name": "张珊"}, by=worker, at=T0)

    with pytest.raises(ChangedMeanwhile):
        correct(mine, {"name": "章三"}, by=worker, at=T0)

    assert by_id(person.pk).name == "张珊"


def test_a_document_of_somebody_else_is_refused(worker):
    make_person(name="王五", phone="13800138005", id_number=DOCUMENT)
    person = make_person(name="张三")

    with pytest.raises(DocumentTaken):
        change_file(person, {"id_number": DOCUMENT}, by=worker, at=T0)


def test_what_may_be_empty_can_be_cleared(worker):
    person = opened(worker)

    empty = {"house_type": None, "cohabitant_count": None, "emergency_phone": ""}
    change_file(by_id(person.pk), empty, by=worker, at=T0)

    values = read(person)
    assert [values[name] for name in empty] == ["", None, ""]


def test_a_stay_is_arranged_only_while_it_goes_on(worker):
    person = opened(worker)
    with pytest.raises(NoStay):
        change_file(person, {"mode": "2", "room_no": "8306"}, by=worker, at=T0)

    make_episode(person)
    central = {"mode": "2", "place": "集中隔离点", "room_no": "8306", "managed_by": "电子厂"}
    change_file(by_id(person.pk), central, by=worker, at=T0)

    values = read(person)
    assert {name: values[name] for name in central} == central
    modes = Episode.objects.unscoped().get().segments.order_by("id").values_list("mode", flat=True)
    assert list(modes) == ["1", "2"]


def test_the_newest_reading_of_each_side_stands_in_the_sheet(worker):
    person = make_person()
    make_episode(person)
    make_reading(person, "36.8", at=T0 + dt.timedelta(hours=1))
    later = T0 + dt.timedelta(hours=2)
    change_file(person, {"temp": Decimal("37.6"), "symptoms": ("02",)}, by=worker, at=later)

    values = read(person, at=later)

    assert (values["self_temp"], values["temp"]) == (Decimal("36.8"), Decimal("37.6"))
    assert values["symptoms"] == ("02",)
    assert "体温达到发热标准" in values["risk"]
    assert Reading.objects.unscoped().count() == 2


def test_a_sheet_costs_the_same_statements_for_one_and_three(worker, django_assert_num_queries):
    people = [make_person(phone=f"1380013800{n}") for n in range(3)]
    for person in people:
        make_episode(person)
    sheet_of([people[0].pk], at=T0)

    for some in (people[:1], people):
        with django_assert_num_queries(12):
            assert len(sheet_of([person.pk for person in some], at=T0)) == len(some)


def test_texts_are_masked_for_who_may_not_see_more(worker):
    values = read(opened(worker))

    hidden = texts_of(values, is_masked=True)

    assert "13800138000" not in str(hidden)
    assert DOCUMENT not in str(hidden)
    assert "3号楼" not in str(hidden)
    assert hidden["native_place"].endswith("武汉市")
    assert hidden["arrived_at"] == "2020-02-01 09:30"
    assert texts_of(values, is_masked=False)["cohabitants"] == "李四 配偶 13700137000"
