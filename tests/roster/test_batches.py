"""批量导入: scenario 3 of the handbook, the broken files offices send, and taking a batch back."""

import io
import lzma
import zipfile

import pytest
import xlsxwriter

from lianfang.audit.models import Entry
from lianfang.core.problems import NotFound
from lianfang.org.errors import MissingPermission
from lianfang.people.models import Person
from lianfang.people.queries import by_document
from lianfang.roster.actions import commit_batch, open_batch, undo_batch
from lianfang.roster.enums import BatchState
from lianfang.roster.errors import BadTable, BatchDone, NoHeader, StandsInTheWay
from lianfang.roster.fields import DECLARED
from lianfang.roster.models import BatchRow
from lianfang.roster.queries import bad_rows, batch_for, rows_of, template
from tests.factories.geo import GRID, T0, make_area
from tests.factories.org import make_staff
from tests.factories.people import make_person
from tests.factories.quarantine import make_episode
from tests.factories.uploads import HEADERS, id_number, make_cells, make_workbook

pytestmark = pytest.mark.django_db
CITY = GRID[:4]


@pytest.fixture
def officer():
    make_area()
    return make_staff("cdc_officer", areas=(CITY,))


def opened(officer, content, name="名单.xlsx", **more):
    return open_batch(name, content, by=officer, at=T0, **more)


def scenario_3():
    """500 rows: three bad numbers, one repeated, two on file already."""
    rows = [make_cells(n) for n in range(500)]
    for n in (10, 20, 30):
        rows[n][1] = rows[n][1][:-1] + ("0" if rows[n][1][-1] != "0" else "1")
    rows[40] = list(rows[39])
    for n in (50, 51):
        make_person(name=rows[n][0], phone=rows[n][2], id_number=rows[n][1], address=rows[n][6])
    return make_workbook(rows)


def test_500_rows_show_exactly_what_is_wrong_and_send_again_changes_nothing(officer):
    batch = opened(officer, scenario_3())

    assert batch.counts == {"new": 494, "bad": 4, "same": 2}
    bad = rows_of(batch, pile="bad").rows
    assert [(row.number, list(row.faults)) for row in bad] == [
        (12, ["id_number"]),
        (22, ["id_number"]),
        (32, ["id_number"]),
        (42, ["id_number"]),
    ]
    assert "校验位" in bad[0].faults["id_number"]
    assert bad[3].faults["id_number"] == "与第41行是同一人"

    commit_batch(batch, by=officer, at=T0)
    assert Person.objects.unscoped().count() == 496
    again = opened(officer, scenario_3_again())
    assert again.counts == {"same": 496, "bad": 4}
    commit_batch(again, by=officer, at=T0)
    assert Person.objects.unscoped().count() == 496


def scenario_3_again():
    rows = [make_cells(n) for n in range(500)]
    for n in (10, 20, 30):
        rows[n][1] = rows[n][1][:-1] + ("0" if rows[n][1][-1] != "0" else "1")
    rows[40] = list(rows[39])
    return make_workbook(rows)


def test_a_table_with_a_title_other_words_and_spaces_is_understood(officer):
    headers = (
        "序 号",
        "人员姓名*",
        "身份证号",
        "手机号码",
        "来源",
        "社区",
        "报送来源",
        "体温",
        "来市时间",
    )
    row = [1, "张三", id_number(1), 13800138000, "返工", GRID, "企业", "36.5度", "2020年2月1日"]
    content = make_workbook([row], headers, title="澄川市返工人员登记表（2020年2月）")

    batch = opened(officer, content)
    commit_batch(batch, by=officer, at=T0)

    person = Person.objects.unscoped().get()
    assert (person.name, person.phone, person.category) == ("张三", "13800138000", "02")
    assert str(person.arrivals.get().arrived_at) == "2020-01-31 16:00:00+00:00"
    assert batch.columns == {
        "1": "name",
        "2": "id_number",
        "3": "phone",
        "4": "category",
        "5": "area",
        "6": "source",
        "7": "temp",
        "8": "arrived_at",
    }


def test_columns_are_found_by_what_stands_in_them_and_choices_are_remembered(officer):
    headers = ("甲", "乙", "丙", "来源", "所属网格", "报送来源")
    rows = [[make_cells(n)[at] for at in (0, 1, 2, 3, 4, 5)] for n in range(5)]
    content = make_workbook(rows, headers)

    first = opened(officer, content)
    assert first.columns == {
        "1": "id_number",
        "2": "phone",
        "3": "category",
        "4": "area",
        "5": "source",
    }
    assert first.counts == {"bad": 5}
    told = opened(officer, content, chosen={0: "name"})
    later = opened(officer, content)

    assert told.counts == later.counts == {"new": 5}
    assert BatchRow.objects.count() == 5  # a waiting batch of the same table gives way


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_delimited_files_are_read_in_every_encoding_packed_or_not(officer, encoding):
    lines = [",".join(HEADERS), *(",".join(map(str, make_cells(n))) for n in range(3))]
    content = "\r\n".join(lines).encode(encoding)

    for sent in (content, lzma.compress(content)):
        assert opened(officer, sent, "名单.csv").counts == {"new": 3}


def test_the_template_imports_as_it_is_and_its_example_is_skipped(officer):
    batch = opened(officer, template(officer))

    assert batch.counts == {}
    assert "name" in batch.columns.values()


def test_a_row_that_says_what_the_example_says_is_not_taken_for_it(officer):
    headers = (*HEADERS, "证件类型", "性别", "来市交通方式", "接触史")
    row = [*make_cells(1), "居民身份证", "男", "火车", "无"]

    assert opened(officer, make_workbook([row], headers)).counts == {"new": 1}


def with_formula():
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADERS)
    sheet.write_formula(1, 0, '=HYPERLINK("http://example.invalid")')
    book.close()
    return held.getvalue()


def bomb():
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"<c>" + b"0" * (450 * 2**20))
    return held.getvalue()


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"\x00\x01\x02", "不是表格文件"),
        (b"PK\x03\x04 broken", "已损坏"),
        (b"\xd0\xcf\x11\xe0 broken", "打不开"),
        (b"\xfd7zXZ broken", "已损坏"),
        (b"x" * (65 * 2**20), "64 MB"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(officer, content, word):
    with pytest.raises(BadTable, match=word):
        opened(officer, content)


def test_formulas_and_bombs_are_refused_before_they_are_opened(officer):
    with pytest.raises(BadTable, match="公式"):
        opened(officer, with_formula())
    with pytest.raises(BadTable, match="过大"):
        opened(officer, bomb())


def test_a_table_without_headers_is_refused(officer):
    with pytest.raises(NoHeader):
        opened(officer, make_workbook([["a", "b"]], ("c", "d")))


def test_a_million_empty_rows_end_the_table(officer):
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADERS)
    sheet.write_row(1, 0, make_cells(1))
    sheet.write_string(1_000_000, 0, "尾")
    book.close()

    assert opened(officer, held.getvalue()).counts == {"new": 1}


def test_numbers_that_lost_their_digits_are_named(officer):
    row = make_cells(1)
    row[1] = 110105198001010010
    batch = opened(officer, make_workbook([row]))

    [bad] = rows_of(batch, pile="bad").rows
    assert "已丢失末几位" in bad.faults["id_number"]
    headers, rows = bad_rows(batch, known=DECLARED)
    assert headers[-1] == "错误原因"
    assert "证件号码" in rows[0][-1]


def test_what_a_file_lacks_is_filled_in_and_what_it_has_stays(officer):
    known = make_person(name="张三", phone="13800138000", id_number=id_number(1), address="旧址")
    row = make_cells(1, 姓名="张三", 电话="13800138000", 现住址="新址")
    content = make_workbook([[*row, "武汉市"]], (*HEADERS, "籍贯"))

    batch = opened(officer, content)
    commit_batch(batch, by=officer, at=T0)

    assert batch.counts == {"merge": 1}
    person = Person.objects.unscoped().get(pk=known.pk)
    assert (person.address, person.native_place_code) == ("旧址", "4201")


def test_rows_elsewhere_are_left_to_those_elsewhere(officer):
    make_area("880101001001001")
    batch = opened(officer, make_workbook([make_cells(1, 所属网格="880101001001001")]))

    assert rows_of(batch, pile="bad").rows[0].faults == {"area": "不在您的辖区内，请交由当地导入"}


def test_a_batch_is_taken_back_whole_as_long_as_nothing_was_built_on_it(officer):
    before = make_person(name="李四", phone="13900139000")
    batch = opened(officer, make_workbook([make_cells(n) for n in range(3)]))
    commit_batch(batch, by=officer, at=T0)
    held = by_document("01", id_number(1))
    episode = make_episode(held)

    with pytest.raises(StandsInTheWay) as stopped:
        undo_batch(batch, by=officer, at=T0)
    assert list(stopped.value.fields) == [f"第3行 {held.name}"]
    assert Person.objects.unscoped().count() == 4

    other = opened(officer, make_workbook([make_cells(n) for n in range(10, 13)]))
    commit_batch(other, by=officer, at=T0)
    undo_batch(other, by=officer, at=T0)

    assert other.state == BatchState.UNDONE
    assert by_document("01", id_number(10)) is None
    assert Person.objects.unscoped().filter(pk__in=[before.pk, held.pk]).count() == 2
    assert episode.pk
    [withdrawn] = Entry.objects.filter(action="person.batch_withdrawn", batch=other.key)
    assert len(withdrawn.detail["keys"]) == 3
    with pytest.raises(BatchDone):
        undo_batch(other, by=officer, at=T0)


def test_a_commit_that_broke_off_goes_on_where_it_stopped(officer):
    batch = opened(officer, make_workbook([make_cells(n) for n in range(4)]))
    first = BatchRow.objects.filter(batch=batch).order_by("number")[0]
    commit_batch(batch, by=officer, at=T0)
    batch.state = BatchState.PREVIEW
    batch.save()

    commit_batch(batch, by=officer, at=T0)

    assert Person.objects.unscoped().count() == 4
    first.refresh_from_db()
    assert first.is_new


def test_a_batch_belongs_to_its_sender_and_cells_are_sealed(officer, django_assert_num_queries):
    batch = opened(officer, make_workbook([make_cells(1)]))
    stranger = make_staff("cdc_officer", areas=(CITY,))

    with pytest.raises(NotFound):
        batch_for(stranger, batch.key)
    with pytest.raises(BatchDone):
        commit_batch(batch, by=stranger, at=T0)
    with pytest.raises(MissingPermission):
        opened(make_staff("grid_worker"), make_workbook([make_cells(1)]))
    raw = BatchRow.objects.extra(select={"raw": "cells"}).values_list("raw", flat=True)
    assert id_number(1) not in str(list(raw))
    with django_assert_num_queries(1):
        assert len(rows_of(batch).rows) == 1
