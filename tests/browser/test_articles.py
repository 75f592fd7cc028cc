"""要闻 from the editor's desk to a citizen's phone, and who finds no such desk."""

import datetime as dt
import io

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from lianfang.articles.models import Article
from lianfang.core import clock
from lianfang.org.enums import RoleCode
from tests.browser.test_console import at_the_desk, make_desk
from tests.factories.articles import make_article, make_city
from tests.factories.geo import GRID, make_area

__all__ = ["at_the_desk"]
CITY = GRID[:4]


def picture():
    """Hills under a sun, drawn here."""
    image = Image.new("RGB", (960, 540), "#dcebff")
    draw = ImageDraw.Draw(image)
    draw.ellipse((690, 70, 810, 190), fill="#ffd66b")
    draw.polygon([(0, 540), (260, 210), (560, 540)], fill="#4a9bff")
    draw.polygon([(330, 540), (660, 260), (960, 540)], fill="#1460f5")
    out = io.BytesIO()
    image.save(out, "PNG")
    return {"name": "山.png", "mimeType": "image/png", "buffer": out.getvalue()}


@pytest.fixture(autouse=True)
def _city(db):
    make_area(GRID, "第一网格")
    make_city()


@pytest.fixture
def editor(at_the_desk):
    make_desk(RoleCode.CDC_OFFICER, "editor", areas=(CITY,))
    return at_the_desk("editor")


def write(page, text):
    page.get_by_role("textbox", name="正文").click()
    page.keyboard.type(text)


def test_an_editor_writes_previews_publishes_and_withdraws(editor):
    page = editor.page
    page.get_by_role("link", name="文章管理").click()
    expect(page.get_by_text("还没有文章")).to_be_visible()
    editor.finds_no_barrier()
    page.get_by_role("button", name="新建文章").click()
    page.get_by_role("textbox", name="标题").last.fill("本周重点场所消毒安排")
    editor.finds_no_barrier()
    page.get_by_role("button", name="开始编写").click()

    page.get_by_label("摘要").fill("农贸市场、车站和学校将分批消毒。")
    write(page, "消毒时间")
    page.get_by_role("button", name="小标题").click()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="正文", exact=True).click()
    page.keyboard.type("每晚八点到十点，请绕行。")
    page.get_by_label("封面图", exact=True).last.set_input_files(picture())
    preview = page.get_by_role("region", name="手机预览")
    expect(preview.get_by_role("heading", name="消毒时间")).to_be_visible()
    expect(preview.locator("img")).to_be_visible()
    page.get_by_role("button", name="插入图片").click()
    page.get_by_label("选择图片").set_input_files(picture())
    page.get_by_label("图片说明").fill("远处的山")
    page.get_by_role("button", name="插入", exact=True).click()
    expect(preview.get_by_role("img", name="远处的山")).to_be_visible()
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("第 2 版已保存")).to_be_visible()
    editor.finds_no_barrier()
    editor.shoots("console-article")

    page.get_by_role("button", name="发布", exact=True).click()
    expect(page.get_by_role("dialog")).to_contain_text("市民可以看到这一版")
    page.get_by_role("dialog").get_by_role("button", name="发布", exact=True).click()
    expect(page.get_by_text("展示中")).to_be_visible()
    article = Article.objects.unscoped().get()
    assert (article.state, article.live) == ("published", 2)

    page.get_by_role("button", name="撤回").click()
    page.get_by_role("dialog").get_by_role("button", name="撤回").click()
    expect(page.get_by_role("alert")).to_contain_text("请写明撤回原因")
    page.get_by_label("撤回原因").fill("时间有变")
    page.get_by_role("dialog").get_by_role("button", name="撤回").click()
    expect(page.get_by_text("已撤回：时间有变")).to_be_visible()
    editor.goes_to("/console/#/articles")
    expect(page.get_by_role("region", name="宣传要闻")).to_contain_text("已撤回")
    editor.finds_no_barrier()
    editor.shoots("console-articles")


def test_versions_are_compared_and_an_older_one_restored(editor):
    article = make_article("消毒安排", body="<p>每晚八点</p>", area_code=CITY, at=clock.now())
    page = editor.goes_to(f"/console/#/articles/{article.key}")
    page.get_by_role("textbox", name="正文").click()
    page.keyboard.press("Control+a")
    page.keyboard.type("每晚九点")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("读者看到的是第 1 版")).to_be_visible()

    page.get_by_role("button", name="版本").click()
    page.get_by_role("button", name="与最新版比对").click()
    changes = page.get_by_role("region", name="第 1 版 → 最新版")
    expect(changes).to_contain_text("删去每晚八点")
    expect(changes).to_contain_text("新增每晚九点")
    editor.finds_no_barrier()
    editor.shoots("console-article-versions")
    page.get_by_role("button", name="恢复这一版").click()

    expect(page.get_by_role("textbox", name="正文")).to_contain_text("每晚八点")
    expect(page.get_by_text("第 3 版已保存")).to_be_visible()


def test_the_schedule_is_shown_and_kept_by_the_citys_clock(editor):
    starts = dt.datetime(2026, 12, 1, 1, 30, 20, tzinfo=dt.UTC)  # half past nine in the city
    article = make_article(
        "消毒安排", area_code=CITY, publish_at=starts, is_published=False, at=clock.now()
    )
    page = editor.goes_to(f"/console/#/articles/{article.key}")
    expect(page.get_by_label("开始展示")).to_have_value("2026-12-01 09:30")
    page.get_by_label("结束展示").fill("2026-12-08 18:00")
    page.keyboard.press("Enter")

    page.get_by_role("button", name="保存范围和时间").click()

    expect(page.get_by_text("范围和时间已保存")).to_be_visible()
    kept = Article.objects.unscoped().get()
    assert kept.publish_at == starts
    assert kept.until == dt.datetime(2026, 12, 8, 10, 0, tzinfo=dt.UTC)


def test_pasted_markup_comes_in_as_words(editor):
    article = make_article("题", body="", is_published=False, area_code=CITY, at=clock.now())
    page = editor.goes_to(f"/console/#/articles/{article.key}")
    page.get_by_role("textbox", name="正文").click()
    page.evaluate(
        """() => {
            const data = new DataTransfer()
            data.setData('text/html', '<img src=x onerror=window.ran=1><b>粗</b>')
            data.setData('text/plain', '<b>粗</b>')
            const how = { clipboardData: data, bubbles: true, cancelable: true }
            document.activeElement.dispatchEvent(new ClipboardEvent('paste', how))
        }"""
    )

    preview = page.get_by_role("region", name="手机预览")
    expect(preview).to_contain_text("<b>粗</b>")
    assert page.evaluate("window.ran") is None


def test_the_questions_of_a_self_check_are_edited_and_a_gap_is_said(editor):
    page = editor.goes_to("/console/#/articles")
    page.get_by_role("button", name="新建文章").click()
    page.get_by_role("dialog").get_by_text("自查说明", exact=True).click()
    page.get_by_role("textbox", name="标题").last.fill("本市自查")
    page.get_by_role("button", name="开始编写").click()
    first = page.get_by_role("group", name="问题 1", exact=True)
    expect(first.get_by_label("问题", exact=True)).to_have_value("您现在有下面的危急情况吗？")
    editor.finds_no_barrier()
    editor.shoots("console-self-check")

    page.get_by_role("button", name="加问题").click()
    page.get_by_role("button", name="保存", exact=True).click()

    expect(page.get_by_role("alert").first).to_contain_text("请写出问题")


def test_the_editors_desk_fits_a_phone(at_the_desk):
    make_desk(RoleCode.CDC_OFFICER, "editor", areas=(CITY,))
    article = make_article("消毒安排", area_code=CITY, at=clock.now())
    someone = at_the_desk("editor", viewport={"width": 375, "height": 812})

    for name, address in (("list", "articles"), ("form", f"articles/{article.key}")):
        someone.goes_to(f"/console/#/{address}")
        someone.finds_no_barrier()
        someone.shoots(f"console-articles-375-{name}")


def test_who_may_not_edit_finds_no_menu_and_no_page(at_the_desk):
    make_desk(RoleCode.GRID_WORKER, "walker", areas=(GRID,))
    article = make_article()
    someone = at_the_desk("walker")
    page = someone.page

    expect(page.get_by_role("link", name="人员列表")).to_be_visible()
    expect(page.get_by_role("link", name="文章管理")).to_have_count(0)
    someone.goes_to(f"/console/#/articles/{article.key}")
    expect(page.get_by_text("您的岗位没有这项功能")).to_be_visible()


def test_staff_read_what_is_for_their_role_from_the_menu(at_the_desk):
    make_desk(RoleCode.GRID_WORKER, "walker", areas=(GRID,))
    make_article("入户核实请先电话联系", readers=(RoleCode.GRID_WORKER,), at=clock.now())
    make_article("给市民的要闻", at=clock.now())
    page = at_the_desk("walker").page

    page.get_by_role("link", name="通知要闻").click()

    expect(page.get_by_role("link", name="入户核实请先电话联系")).to_be_visible()
    expect(page.get_by_role("link", name="给市民的要闻")).to_have_count(0)
