"""A tip without a name, in a real browser."""

from playwright.sync_api import expect

from lianfang.cases.models import Case
from tests.browser.test_wechat import IN_GRID, at_home


def test_a_place_is_reported_without_a_name_and_the_second_sender_is_told_so(visitor, client):
    at_home(client)
    for turn in (1, 2):
        someone = visitor(geolocation=IN_GRID, permissions=["geolocation"])
        page = someone.goes_to("/h5/#/report")
        page.get_by_role("link", name="不想留名？匿名提供线索").click()
        page.get_by_text("可疑场所").click()
        page.get_by_label("情况说明").fill("棋牌室关着门，里面还有很多人")
        page.get_by_role("button", name="用手机定位").click()
        expect(page.get_by_text("3号网格")).to_be_visible()
        page.get_by_role("button", name="匿名提交").click()
        if turn == 2:
            expect(page.get_by_role("heading", name="刚刚有人上报过")).to_be_visible()
            someone.finds_no_barrier()
            someone.shoots("wechat-tip-repeat")
            page.get_by_role("button", name="仍要上报").click()
        expect(page.get_by_role("heading", name="线索已收到")).to_be_visible()
        someone.finds_no_barrier()
        someone.shoots("wechat-tip-done")

    assert set(Case.objects.unscoped().values_list("reporter_kind", "reporter_id")) == {
        ("anonymous", None)
    }
