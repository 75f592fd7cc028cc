"""The readers' door: open to all, by place and role; nobody reads another's, nothing runs."""

import datetime as dt
import uuid

import pytest

from lianfang.articles import actions, queries
from lianfang.articles.models import ReaderDay
from lianfang.feeds.actions import take
from lianfang.feeds.enums import Source
from lianfang.org.enums import RoleCode
from tests.api.calls import call, hold_clock, sign_in, sign_in_citizen
from tests.articles.test_tree import TREE
from tests.factories.accounts import make_account
from tests.factories.articles import SYSTEM, make_article, make_city
from tests.factories.feeds import make_content
from tests.factories.geo import GRID, T0
from tests.factories.org import make_staff
from tests.factories.people import make_person
from tests.files.test_actions import photo

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _city(settings):
    make_city()
    hold_clock(settings, T0)


def titles(client, path="/news/articles"):
    return [row["title"] for row in call(client, "get", path).json()["items"]]


def give(article, content=None, *, is_picture=True):
    return actions.attach(
        article,
        key=uuid.uuid4(),
        name="通告 一.pdf",
        content=content or photo(),
        is_picture=is_picture,
        by=SYSTEM,
        at=T0,
    ).file_key


def test_everybody_reads_the_citys_news_and_only_neighbours_what_is_theirs(client):
    make_article("全市")
    make_article("社区", area_code=GRID[:12])
    make_article("给网格员", readers=(RoleCode.GRID_WORKER,))

    assert titles(client) == ["全市"]
    sign_in_citizen(client, make_account(make_person(area_code=GRID)))
    assert titles(client) == ["社区", "全市"]
    sign_in(client, make_staff(RoleCode.GRID_WORKER))
    assert titles(client) == ["给网格员"]


def test_an_article_comes_with_pictures_under_an_address_that_may_be_kept(client):
    article = make_article(is_published=False)
    picture, paper = give(article), give(article, b"%PDF-1.7 x", is_picture=False)
    content = actions.Content(
        "题", body=f'<p><img src="lf:{picture}"></p>', cover=picture, attachments=[paper]
    )
    actions.save(article, content=content, base=1, by=SYSTEM, at=T0)
    actions.publish(article, number=2, by=SYSTEM, at=T0)

    body = call(client, "get", f"/news/articles/{article.key}").json()

    address = f"/api/news/articles/{article.key}/files/{picture}"
    assert body["body"] == f'<p><img src="{address}" loading="lazy"></p>'
    assert body["cover"] == address
    shown = client.get(address)
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")
    assert shown["Cache-Control"] == "private, max-age=2592000, immutable"
    kept = client.get(body["attachments"][0]["url"])
    assert kept["Content-Disposition"].startswith("attachment")
    assert kept["X-Content-Type-Options"] == "nosniff"


def test_a_file_of_a_draft_or_of_an_older_version_is_not_found(client):
    article = make_article()
    picture = give(article)

    assert client.get(f"/api/news/articles/{article.key}/files/{picture}").status_code == 404
    assert call(client, "get", f"/news/articles/{uuid.uuid4()}").status_code == 404


def test_a_withdrawn_article_is_gone_for_readers(client):
    article = make_article()
    actions.withdraw(article, reason="有误", by=SYSTEM, at=T0)

    assert call(client, "get", f"/news/articles/{article.key}").status_code == 404
    assert titles(client) == []


def test_headlines_come_with_the_countrys_figures_where_a_feed_is_configured(client):
    make_article("要闻")
    assert call(client, "get", "/news/headlines").json()["nation"] is None

    content = make_content()
    taken = T0 - dt.timedelta(hours=1)
    take(source=Source.DXY, taken_at=taken, content=content, by=SYSTEM, at=T0)

    told = call(client, "get", "/news/headlines").json()
    assert [row["title"] for row in told["items"]] == ["要闻"]
    assert told["nation"]["confirmed"] > 0


def test_a_beacon_counts_a_signed_in_reader_once_a_day_and_nobody_else(client):
    body = {"keys": [str(make_article().key)]}

    assert call(client, "post", "/news/reads", body).status_code == 204
    assert ReaderDay.objects.count() == 0
    sign_in_citizen(client, make_account())
    for _ in "12":
        assert call(client, "post", "/news/reads", body).status_code == 204
    assert ReaderDay.objects.count() == 1


def test_the_self_check_is_the_shipped_one_until_the_city_writes_its_own(client):
    assert call(client, "get", "/news/self-check").json()["key"] is None

    own = make_article("本市自查", kind="self_check", tree=TREE)

    told = call(client, "get", "/news/self-check").json()
    assert (told["key"], told["title"]) == (str(own.key), "本市自查")
    assert told["tree"]["questions"][0]["id"] == "q1"


@pytest.mark.parametrize("count", [1, 3])
def test_headlines_cost_the_same_for_any_number(client, count, django_assert_num_queries):
    for _ in range(count):
        make_article()
    call(client, "get", "/news/headlines")

    with django_assert_num_queries(3):  # city, articles, nation
        call(client, "get", "/news/headlines")


def test_what_an_attacker_saved_reaches_no_reader(client):
    article = make_article(
        "<script>x</script>", body='<p onclick="x()">字<img src=x onerror=x><script>x</script></p>'
    )

    told = call(client, "get", f"/news/articles/{article.key}").json()

    assert told["body"] == "<p>字</p>"
    assert told["title"] == "<script>x</script>"  # text, and drawn as text
    assert queries.version_of(article, 1).body == told["body"]
