"""Who reads what: by place, role and time; nothing leaks, lists cost the same at any length."""

import datetime as dt

import pytest

from lianfang.articles import queries
from lianfang.articles.enums import CITIZEN, ArticleKind, Showing
from lianfang.core.problems import NotFound
from lianfang.org.enums import RoleCode
from tests.articles.test_tree import TREE
from tests.factories.articles import CITY, make_article, make_city
from tests.factories.geo import GRID, T0, make_area
from tests.factories.org import make_staff

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
COMMUNITY, NEIGHBOURS = GRID[:12], "990101001002"


@pytest.fixture(autouse=True)
def _city():
    make_city()


def titles(reader, kind="", at=T0):
    page = queries.list_for(reader, kind=kind, cursor="", at=at)
    return [row.versions__title for row in page.rows]


def test_a_citizen_reads_what_is_for_the_city_and_for_where_they_live():
    for area, title in ((CITY, "市"), (GRID[:9], "街"), (COMMUNITY, "社区"), (NEIGHBOURS, "邻居")):
        make_article(title, area_code=area)

    assert titles(queries.reader_of_citizen(GRID)) == ["社区", "街", "市"]
    assert titles(queries.reader_of_citizen(f"{NEIGHBOURS}001")) == ["邻居", "街", "市"]
    assert titles(queries.reader_of_citizen()) == ["市"]


def test_what_is_for_the_staff_is_not_for_citizens_nor_for_other_roles():
    make_article("给网格员", readers=(RoleCode.GRID_WORKER,))
    make_article("给医生", readers=(RoleCode.COMMUNITY_DOCTOR,))
    make_article("给大家", readers=(CITIZEN, RoleCode.GRID_WORKER))
    worker = make_staff(RoleCode.GRID_WORKER)

    assert titles(queries.reader_of_citizen(GRID)) == ["给大家"]
    assert titles(queries.reader_of_staff(worker)) == ["给大家", "给网格员"]


def test_staff_read_what_is_for_their_area_what_lies_above_and_inside_it():
    for area, title in ((CITY, "市"), (COMMUNITY, "社区"), (GRID, "网格"), (NEIGHBOURS, "邻居")):
        make_article(title, area_code=area, readers=(RoleCode.COMMUNITY_OFFICER,))
    officer = make_staff(RoleCode.COMMUNITY_OFFICER, areas=(COMMUNITY,))
    everywhere = make_staff(RoleCode.COMMUNITY_OFFICER, areas=("CN",))

    assert titles(queries.reader_of_staff(officer)) == ["网格", "社区", "市"]
    assert titles(queries.reader_of_staff(everywhere)) == ["邻居", "网格", "社区", "市"]


def test_an_article_is_shown_from_its_beginning_until_before_its_end():
    make_article("限时", publish_at=T0 + HOUR, until=T0 + 2 * HOUR)
    make_article("草稿", is_published=False)
    reader = queries.reader_of_citizen()

    shown = [titles(reader, at=T0 + n * HOUR) for n in (0, 1, 2)]

    assert shown == [[], ["限时"], []]


def test_a_hidden_article_is_not_found_by_its_key():
    reader = queries.reader_of_citizen()
    for hidden in (
        make_article(is_published=False),
        make_article(publish_at=T0 + HOUR),
        make_article(area_code=COMMUNITY),
        make_article(readers=(RoleCode.AUDITOR,)),
    ):
        with pytest.raises(NotFound):
            queries.article_for(reader, hidden.key, at=T0)


def test_lists_are_narrowed_by_kind_and_headlines_are_news():
    make_article("新闻", kind=ArticleKind.NEWS)
    make_article("知识", kind=ArticleKind.GUIDANCE)
    reader = queries.reader_of_citizen()

    assert titles(reader, kind="guidance") == ["知识"]
    assert [row.versions__title for row in queries.headlines_for(reader, at=T0)] == ["新闻"]


def test_pages_follow_one_another_without_a_gap():
    for n in range(queries.HEADLINES * 5):
        make_article(f"{n:02}", at=T0 + dt.timedelta(minutes=n // 3))
    reader, at = queries.reader_of_citizen(), T0 + HOUR

    first = queries.list_for(reader, kind="", cursor="", at=at)
    second = queries.list_for(reader, kind="", cursor=first.next, at=at)

    found = [row.versions__title for row in (*first.rows, *second.rows)]
    assert (found, second.next) == (sorted(found, reverse=True), "")
    assert len(set(found)) == queries.HEADLINES * 5


@pytest.mark.parametrize("count", [1, 3])
def test_the_readers_list_costs_one_statement(count, django_assert_num_queries):
    for _ in range(count):
        make_article()
    reader = queries.reader_of_citizen(GRID)

    with django_assert_num_queries(1):
        found = queries.list_for(reader, kind="", cursor="", at=T0)
    assert len(found.rows) == count


def editors_list(editor, **filters):
    return queries.list_page(editor, filters=queries.Filters(**filters), cursor="", at=T0).rows


@pytest.mark.parametrize("count", [1, 3])
def test_the_editors_list_costs_five_statements(count, django_assert_num_queries):
    make_area()
    editor = make_staff(RoleCode.COMMUNITY_OFFICER, areas=(COMMUNITY,))
    for _ in range(count):
        make_article(area_code=COMMUNITY)
    editors_list(editor)

    with django_assert_num_queries(5):
        assert len(editors_list(editor)) == count


def test_an_editor_sees_own_areas_only_and_what_each_state_means_now():
    editor = make_staff(RoleCode.COMMUNITY_OFFICER, areas=(COMMUNITY,))
    make_article("城里", area_code=CITY)
    make_article("隔壁", area_code=NEIGHBOURS)
    make_article("草稿", area_code=COMMUNITY, is_published=False)
    make_article("将来", area_code=COMMUNITY, publish_at=T0 + HOUR)
    make_article("现在", area_code=GRID)

    rows = editors_list(editor)

    assert [(row.title, row.showing) for row in rows] == [
        ("现在", Showing.ON),
        ("将来", Showing.WAITING),
        ("草稿", Showing.DRAFT),
    ]
    assert [row.title for row in editors_list(editor, text="将")] == ["将来"]
    assert [row.title for row in editors_list(editor, state="draft")] == ["草稿"]


def test_the_citys_own_self_check_comes_before_the_shipped_one():
    reader = queries.reader_of_citizen()
    assert queries.self_check_for(reader, at=T0) is None

    make_article("本市自查", kind=ArticleKind.SELF_CHECK, tree=TREE)

    assert queries.self_check_for(reader, at=T0).versions__title == "本市自查"
