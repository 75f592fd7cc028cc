"""要闻 on a citizen's phone: the board, the list, reading without a network, the self-check."""

import datetime as dt
import uuid

import pytest
from playwright.sync_api import expect

from lianfang.articles import actions
from lianfang.articles.models import ReaderDay
from lianfang.core import clock
from lianfang.feeds.actions import take
from lianfang.feeds.enums import Source
from tests.api.calls import sign_in_citizen
from tests.browser.test_articles import picture
from tests.factories.accounts import make_account
from tests.factories.articles import SYSTEM, make_article, make_city
from tests.factories.feeds import make_content
from tests.factories.geo import GRID, make_area
from tests.factories.people import make_person

BODY = (
    "<p>即日起，进入农贸市场须佩戴口罩并出示通行证。</p><h2>怎么走</h2>"
    "<ul><li>南门进，北门出</li><li>保持一米距离</li></ul>"
)


def make_news(title, *, has_cover=False, **content):
    article = make_article(title, is_published=False, at=clock.now())
    cover = None
    if has_cover:
        shot = picture()
        cover = actions.attach(
            article,
            key=uuid.uuid4(),
            name=shot["name"],
            content=shot["buffer"],
            is_picture=True,
            by=SYSTEM,
            at=clock.now(),
        ).file_key
    written = {"summary": "三处市场同时执行。", "body": BODY, "source_name": "市指挥部"} | content
    given = actions.Content(title, cover=cover, **written)
    actions.save(article, content=given, base=1, by=SYSTEM, at=clock.now())
    actions.publish(article, number=2, by=SYSTEM, at=clock.now())
    return article


@pytest.fixture(autouse=True)
def _city(db):
    make_area(GRID, "第一网格")
    make_city()


@pytest.fixture
def citizen(visitor, client):
    sign_in_citizen(client, make_account(make_person(area_code=GRID)))
    someone = visitor()
    someone.is_signed_in(client)
    return someone


def board(page):
    return page.get_by_role("region", name="要闻")


def test_headlines_take_turns_with_the_countrys_figures_and_lead_to_the_article(citizen):
    make_news("农贸市场实行单向通行")
    article = make_news("望州江堤恢复散步", has_cover=True)
    at = clock.now()
    take(
        source=Source.DXY,
        taken_at=at - dt.timedelta(hours=1),
        content=make_content(),
        by=SYSTEM,
        at=at,
    )
    page = citizen.goes_to("/h5/#/report")

    expect(board(page)).to_contain_text("望州江堤恢复散步")
    citizen.finds_no_barrier()
    citizen.shoots("wechat-news-board")
    board(page).get_by_role("button", name="暂停轮播").click()
    board(page).get_by_role("button", name="上一条").click()
    expect(board(page)).to_contain_text("累计确诊")
    citizen.finds_no_barrier()
    citizen.shoots("wechat-news-nation")
    page.keyboard.press("ArrowRight")
    board(page).get_by_role("link", name="望州江堤恢复散步").click()
    expect(page.get_by_role("heading", name="怎么走")).to_be_visible()
    citizen.finds_no_barrier()
    citizen.shoots("wechat-news-article")

    with page.expect_response("**/api/news/reads"):
        page.evaluate("dispatchEvent(new Event('pagehide'))")
    assert [row.article_id for row in ReaderDay.objects.all()] == [article.pk]


def test_who_wants_less_motion_gets_a_board_that_stands_still(visitor):
    make_news("农贸市场实行单向通行")
    make_news("望州江堤恢复散步")
    someone = visitor(reduced_motion="reduce")
    page = someone.goes_to("/h5/#/report")

    expect(board(page).get_by_role("button", name="开始轮播")).to_be_visible()


def test_what_was_read_can_be_read_again_without_a_network(citizen):
    make_news("望州江堤恢复散步", has_cover=True)
    page = citizen.goes_to("/h5/#/news")
    page.get_by_role("link", name="望州江堤恢复散步").click()
    expect(page.get_by_role("heading", name="怎么走")).to_be_visible()
    page.wait_for_load_state("networkidle")

    citizen.context.set_offline(True)
    page.get_by_role("link", name="返回").click()
    expect(page.get_by_text("网络不通，正在显示")).to_be_visible()
    page.get_by_role("link", name="望州江堤恢复散步").click()

    expect(page.get_by_text("网络不通，正在显示")).to_be_visible()
    expect(page.get_by_role("heading", name="怎么走")).to_be_visible()
    assert page.evaluate("document.querySelector('article img').naturalWidth") > 0
    citizen.shoots("wechat-news-offline")
    citizen.context.set_offline(False)
    expect(page.get_by_text("网络不通，正在显示")).to_have_count(0)


def test_a_withdrawn_article_is_gone_also_from_the_phone(citizen):
    article = make_news("望州江堤恢复散步")
    page = citizen.goes_to(f"/h5/#/news/{article.key}")
    expect(page.get_by_role("heading", name="怎么走")).to_be_visible()

    actions.withdraw(article, reason="有误", by=SYSTEM, at=clock.now())
    citizen.goes_to("/h5/#/news")
    expect(page.get_by_text("还没有文章")).to_be_visible()
    citizen.finds_no_barrier()
    citizen.shoots("wechat-news-empty")
    citizen.goes_to(f"/h5/#/news/{article.key}")
    expect(page.get_by_text("这篇文章已撤回或到期")).to_be_visible()
    page.wait_for_load_state("networkidle")
    citizen.context.set_offline(True)
    page.get_by_role("link", name="返回").click()
    expect(page.get_by_text("网络不通，正在显示")).to_be_visible()
    page.go_back()

    expect(page.get_by_text("网络不通", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="怎么走")).to_have_count(0)
    citizen.context.set_offline(False)


def test_the_list_is_read_in_large_type_too(citizen):
    for title in ("农贸市场实行单向通行", "公园分时段开放"):
        make_news(title)
    make_news("望州江堤恢复散步", has_cover=True)
    page = citizen.goes_to("/h5/#/news")
    expect(page.get_by_role("link", name="望州江堤恢复散步")).to_be_visible()
    citizen.finds_no_barrier()
    citizen.shoots("wechat-news-list")

    page.evaluate("document.documentElement.dataset.reader = 'senior'")
    citizen.finds_no_barrier()
    citizen.shoots("wechat-news-senior")


def test_a_self_check_ends_in_advice_and_a_filled_in_report(citizen):
    page = citizen.goes_to("/h5/#/report")
    page.get_by_role("link", name="自查说明").click()
    expect(page.get_by_role("group", name="您现在有下面的危急情况吗")).to_be_visible()
    citizen.finds_no_barrier()
    citizen.shoots("wechat-self-check")
    page.get_by_role("button", name="都没有，下一步").click()
    page.get_by_label("咳嗽").check()
    page.get_by_label("咽痛").check()
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_role("alert")).to_contain_text("请选择一项")
    page.get_by_label("到过疫情重点地区").check()
    page.get_by_role("button", name="下一步").click()

    expect(page.get_by_role("heading", name="请尽快到发热门诊就诊")).to_be_visible()
    link = page.get_by_role("link", name="权威说明：国家卫生健康委员会")
    expect(link).to_have_attribute("href", "https://www.nhc.gov.cn/")
    citizen.finds_no_barrier()
    citizen.shoots("wechat-self-check-advice")
    page.get_by_role("button", name="转为上报").click()

    expect(page.get_by_label("本人不适")).to_be_checked()
    expect(page.get_by_label("咳嗽")).to_be_checked()
    expect(page.get_by_label("发热", exact=True)).not_to_be_checked()
    said = page.get_by_label("症状描述")
    expect(said).to_have_value("自查时选择：咳嗽；咽痛；到过疫情重点地区，或有病例的社区")
