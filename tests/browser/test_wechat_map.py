"""A place picked on the map, by touch and by keys, without any tile from outside."""

from playwright.sync_api import expect

from lianfang.cases.models import Case
from tests.browser.test_wechat import at_home
from tests.factories.geo import GRID, make_area, square


def a_town(client):
    """Twelve grids in two communities."""
    at_home(client)
    for n in range(12):
        code = f"{GRID[:9]}{n // 6 + 1:03}{n % 6 + 1:03}"
        make_area(code, f"{n + 1:02}网格", square(124 + n % 4 / 100, 30 + n // 4 / 100))
    for n, name in enumerate(("柳堤社区", "望河社区")):
        make_area(f"{GRID[:9]}{n + 1:03}", name, square(124, 30 + n * 0.015, 0.04))


def test_a_place_is_tapped_on_the_map_and_its_grid_is_named(visitor, client):
    a_town(client)
    someone = visitor(has_touch=True)
    someone.is_signed_in(client)
    page = someone.goes_to("/h5/#/report")
    page.get_by_text("发现疑似病例").click()
    page.get_by_label("姓名").fill("张先生")
    page.get_by_label("联系电话").fill("13800138000")

    page.get_by_role("button", name="在地图上选").click()
    board = page.get_by_role("application")
    expect(board.get_by_text("01网格")).to_be_visible()
    box = board.bounding_box()
    page.touchscreen.tap(box["x"] + box["width"] * 0.4, box["y"] + box["height"] * 0.5)
    expect(page.get_by_text("10网格", exact=False).last).to_be_visible()
    someone.finds_no_barrier()
    someone.shoots("wechat-map")
    page.get_by_role("button", name="放大").click()
    page.get_by_role("button", name="放大").click()
    someone.shoots("wechat-map-close")
    page.get_by_role("button", name="就选这里").click()
    expect(page.get_by_text("10网格")).to_be_visible()
    page.get_by_role("button", name="提交上报").click()

    expect(page.get_by_role("heading", name="上报成功")).to_be_visible()
    case = Case.objects.unscoped().get()
    assert (case.area_code, case.is_guessed) == (f"{GRID[:9]}002004", False)


def test_the_map_is_moved_by_keys_and_enter_chooses_the_middle(visitor, client):
    a_town(client)
    someone = visitor()
    page = someone.goes_to("/h5/#/tip")
    page.get_by_role("button", name="在地图上选").click()
    board = page.get_by_role("application")

    board.focus()
    for key in ("+", "ArrowLeft", "ArrowLeft", "ArrowDown", "Enter"):
        page.keyboard.press(key)

    expect(page.locator(".map__found")).to_contain_text("网格")
    someone.shoots("wechat-map-keys")
    page.get_by_role("button", name="就选这里").click()
    expect(page.get_by_role("application")).to_be_hidden()
