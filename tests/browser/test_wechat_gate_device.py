"""A phone at a gate in a real browser: enrolled, online, without network, out of use, replayed."""

import datetime as dt

import pytest
import segno
from django.test import Client
from playwright.sync_api import expect

from lianfang.city.actions import set_up_city
from lianfang.core import clock
from lianfang.core.actor import Actor
from lianfang.passes.actions import refresh
from lianfang.passes.actions.showing import signing_key
from lianfang.passes.enums import Colour
from lianfang.passes.models import GateDevice, Scan
from lianfang.passes.rules import Code, sign
from lianfang.people.enums import ControlStatus
from lianfang.people.queries import by_phone
from tests.api.calls import sign_in
from tests.browser.test_wechat import CITY
from tests.factories.gate_devices import Phone
from tests.factories.geo import T0
from tests.factories.passes import make_gate, make_gate_manager, make_keeper
from tests.factories.people import make_person
from tests.factories.quarantine import make_episode

DOCUMENT = "11010519491231002X"


@pytest.fixture(autouse=True)
def city():
    set_up_city(CITY, by=Actor.system(), at=T0)


@pytest.fixture
def gate():
    return make_gate(name="东门")


def a_code(person, life=dt.timedelta(hours=24)):
    """A green code, as a printed card carries it."""
    now = clock.now()
    shown = refresh(person, by=Actor.system(), at=now)
    code = Code(shown.pass_id, Colour.GREEN, now, now + life, shown.epoch)
    pair = signing_key(at=now)
    return sign(code, area=person.area_code[:6], nonce=shown.pass_id.bytes[:8], pair=pair)


def a_person(name="李晓梅", phone="13800138000", **more):
    return make_person(name=name, phone=phone, **more)


def a_keeper(visitor, client, keeper=None, script=""):
    """At the gate with their own phone, enrolled."""
    sign_in(client, keeper or make_keeper())
    someone = visitor()
    someone.is_signed_in(client)
    someone.page.add_init_script(script)
    page = someone.goes_to("/h5/#/gate")
    page.get_by_label("设备名称").fill("东门值班手机")
    page.get_by_role("button", name="登记到这个卡口").click()
    expect(page.get_by_text("刚更新")).to_be_visible()
    return someone


def is_read(page, code):
    """A scanner that types, wherever the focus is."""
    page.evaluate("document.activeElement.blur()")
    page.keyboard.type(code)
    page.keyboard.press("Enter")


def is_measured(page, degrees="36.5"):
    page.evaluate("document.activeElement.blur()")
    page.keyboard.type(degrees)
    page.keyboard.press("Enter")


def is_next(page):
    page.wait_for_timeout(500)
    page.keyboard.press("Enter")


def shows(page, word, reason):
    expect(page.get_by_role("heading", name=word)).to_be_visible()
    expect(page.get_by_text(reason)).to_be_visible()


def test_a_keeper_enrols_the_phone_and_lets_a_green_pass_through_with_the_thumb(
    visitor, client, gate
):
    sign_in(client, make_keeper())
    someone = visitor()
    someone.is_signed_in(client)
    page = someone.goes_to("/h5/#/gate")
    expect(page.get_by_text("一台设备对应一个卡口")).to_be_visible()
    someone.finds_no_barrier()
    someone.shoots("gate-enrol")
    page.get_by_role("button", name="登记到这个卡口").click()
    expect(page.get_by_text("如：东门值班手机")).to_be_visible()
    page.get_by_label("设备名称").fill("东门值班手机")
    page.get_by_role("button", name="登记到这个卡口").click()
    expect(page.get_by_text("刚更新")).to_be_visible()
    someone.finds_no_barrier()
    someone.shoots("gate-ready")

    is_read(page, a_code(a_person(id_number=DOCUMENT)))
    expect(page.get_by_text("绿码")).to_be_visible()
    someone.shoots("gate-scanned")
    for digit in "365":
        page.get_by_role("button", name=digit, exact=True).click()

    shows(page, "放行", "请放行")
    scan = Scan.objects.unscoped().get()
    assert (scan.device.name, scan.is_offline) == ("东门值班手机", False)
    someone.finds_no_barrier()
    is_next(page)
    expect(page.get_by_text("今日进 1 · 出 0 · 拦 0")).to_be_visible()


def test_without_network_the_phone_decides_by_its_list_and_uploads_once_it_is_back(
    visitor, client, gate
):
    red, green = a_person(), a_person("王五", "13800138001", id_number=DOCUMENT)
    codes = [a_code(red), a_code(green)]
    make_episode(red)
    red.refresh_from_db()
    a_code(red)
    someone = a_keeper(visitor, client)
    page = someone.page
    someone.context.set_offline(True)
    expect(page.get_by_text("离线", exact=True)).to_be_visible()

    is_read(page, codes[0])
    expect(page.get_by_text("红码")).to_be_visible()
    is_measured(page)
    shows(page, "禁止", "请联系社区")
    expect(page.get_by_text("离线判定")).to_be_visible()
    someone.finds_no_barrier()
    someone.shoots("gate-offline-deny")
    is_next(page)
    is_read(page, codes[1])
    is_measured(page)
    shows(page, "放行", "请放行")
    someone.shoots("gate-offline-allow")
    is_next(page)
    is_measured(page)
    is_read(page, DOCUMENT)
    shows(page, "限制", "离线无法核对")
    is_next(page)
    expect(page.get_by_text("3 条待上传")).to_be_visible()
    someone.finds_no_barrier()
    someone.shoots("gate-queue")
    page.evaluate("location.hash = '#/gate/device'")
    expect(page.get_by_text("核验 *002X：限制")).to_be_visible()
    someone.finds_no_barrier()
    someone.shoots("gate-device")
    took = page.evaluate("performance.getEntriesByName('gate.verdict').map((one) => one.duration)")

    print("ms from code to verdict without network:", [round(one, 1) for one in took])  # noqa: T201 -- what docs state

    with page.expect_response("**/api/gate/uploads"):
        someone.context.set_offline(False)
    expect(page.get_by_text("没有待上传的记录")).to_be_visible()

    rows = Scan.objects.unscoped().order_by("id").values_list("verdict", "found", "is_offline")
    assert list(rows) == [
        ("deny", "deny", True),
        ("allow", "allow", True),
        ("restrict", "allow", True),
    ]
    page.evaluate("location.hash = '#/gate/records'")
    expect(page.get_by_text("王* · 核验 · 进")).to_have_count(2)
    expect(page.get_by_text("上传后核对：放行")).to_be_visible()
    someone.finds_no_barrier()
    someone.shoots("gate-records-offline")


def test_the_page_opens_again_without_network_and_goes_on_deciding(visitor, client, gate):
    code = a_code(a_person(id_number=DOCUMENT))
    someone = a_keeper(visitor, client)
    page = someone.page
    page.wait_for_function("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_load_state("networkidle")
    someone.context.set_offline(True)

    page.reload()
    expect(page.get_by_text("离线", exact=True)).to_be_visible()
    is_read(page, code)
    is_measured(page)

    shows(page, "放行", "离线判定")
    with page.expect_response("**/api/gate/uploads"):
        someone.context.set_offline(False)
    page.evaluate("location.hash = '#/gate/device'")
    expect(page.get_by_text("没有待上传的记录")).to_be_visible()
    assert [scan.found for scan in Scan.objects.unscoped()] == ["allow"]


AHEAD = "Date.now = ((real) => () => real() + 7 * 60_000)(Date.now)"


def test_a_phone_whose_clock_is_wrong_decides_by_ours_and_shows_both(visitor, client, gate):
    person = a_person(id_number=DOCUMENT)
    someone = a_keeper(visitor, client, script=AHEAD)
    page = someone.page
    code = a_code(person, life=dt.timedelta(seconds=60))
    someone.context.set_offline(True)
    expect(page.get_by_text("离线", exact=True)).to_be_visible()

    is_read(page, code)
    is_measured(page)
    shows(page, "放行", "离线判定")
    page.evaluate("location.hash = '#/gate/device'")
    expect(page.get_by_text("快 7 分钟")).to_be_visible()
    with page.expect_response("**/api/gate/uploads"):
        someone.context.set_offline(False)
    expect(page.get_by_text("没有待上传的记录")).to_be_visible()

    scan = Scan.objects.unscoped().get()
    assert (scan.found, round(scan.skew_s / 60)) == ("allow", 7)
    assert round((scan.device_at - scan.received_at).total_seconds() / 60) == 7
    page.evaluate("location.hash = '#/gate/records'")
    expect(page.get_by_text("本机")).to_be_visible()
    someone.shoots("gate-records-skew")


def test_somebody_suspected_is_registered_without_network_and_sent_later(visitor, client, gate):
    someone = a_keeper(visitor, client)
    page = someone.page
    someone.context.set_offline(True)
    expect(page.get_by_text("离线", exact=True)).to_be_visible()
    is_read(page, "13700000001")
    is_measured(page, "38.1")
    shows(page, "禁止", "体温异常")

    page.get_by_role("link", name="登记为可疑人员").click()
    expect(page.get_by_label("联系电话")).to_have_value("13700000001")
    expect(page.get_by_role("textbox", name="体温")).to_have_value("38.1")
    page.get_by_label("姓名").fill("赵六")
    page.get_by_text("发热", exact=True).click()
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_text("已存在本机")).to_be_visible()
    someone.finds_no_barrier()
    someone.shoots("gate-register-offline")

    with page.expect_response("**/api/gate/registrations"):
        someone.context.set_offline(False)
    page.evaluate("location.hash = '#/gate/device'")
    expect(page.get_by_text("没有待上传的记录")).to_be_visible()
    (person,) = by_phone("13700000001")
    assert person.control_status == ControlStatus.OBSERVED


def test_a_phone_taken_out_of_use_says_so_at_once(visitor, client, gate):
    keeper, manager = make_keeper(), make_gate_manager()
    someone = a_keeper(visitor, client, keeper)
    at_desk = Client()
    sign_in(at_desk, manager)
    boss = visitor()
    boss.is_signed_in(at_desk)
    desk = boss.goes_to("/h5/#/gate/devices")
    expect(desk.get_by_text("东门值班手机 · 东门")).to_be_visible()
    boss.finds_no_barrier()
    boss.shoots("gate-devices")
    desk.get_by_role("button", name="停用").click()
    boss.shoots("gate-device-revoke")
    desk.get_by_role("dialog").get_by_role("button", name="停用").click()
    expect(desk.get_by_text("卡口管理员 今天")).to_be_visible()

    page = someone.page
    is_read(page, "13700000001")
    is_measured(page)

    expect(page.get_by_role("heading", name="本机已被停用")).to_be_visible()
    someone.finds_no_barrier()
    someone.shoots("gate-revoked")
    assert not Scan.objects.unscoped().exists()
    page.get_by_role("button", name="重新登记本机").click()
    page.get_by_label("设备名称").fill("东门值班手机")
    page.get_by_role("button", name="登记到这个卡口").click()
    expect(page.get_by_text("请卡口管理员在本机登录后登记")).to_be_visible()
    assert GateDevice.objects.unscoped().count() == 1


def test_a_code_seen_at_another_gate_is_told_on_the_page(visitor, client, gate):
    west, phone, keeper = make_gate(name="西门"), Phone(), make_keeper()
    code = a_code(a_person(id_number=DOCUMENT), life=dt.timedelta(seconds=60))
    someone = a_keeper(visitor, client, keeper)
    at_west = Client()
    sign_in(at_west, make_keeper())
    phone.enrols(at_west, west)
    assert phone.verifies(at_west, west, {"token": code}).json()["verdict"] == "allow"
    page = someone.page

    is_read(page, code)
    is_measured(page)

    shows(page, "限制", "此码刚在另一卡口用过，请核对本人证件")
    someone.shoots("gate-replayed")
    page.reload()
    expect(page.get_by_text("同一通行码在两个卡口使用")).to_have_count(1)
    expect(page.get_by_text("同一通行码在两个卡口使用：东门、西门")).to_be_visible()
    someone.finds_no_barrier()
    someone.shoots("gate-alert")


def test_in_the_look_for_elders_everything_is_larger_and_nothing_is_cut_off(visitor, client, gate):
    someone = a_keeper(visitor, client)
    page = someone.page
    page.evaluate("document.documentElement.dataset.reader = 'senior'")

    someone.finds_no_barrier()
    someone.shoots("gate-senior")
    is_read(page, a_code(a_person()))
    is_measured(page, "38.1")
    shows(page, "禁止", "体温异常")
    someone.finds_no_barrier()
    someone.shoots("gate-senior-deny")


CAMERA = """
const picture = new Image()
picture.src = '%s'
navigator.mediaDevices.getUserMedia = async () => {
  await picture.decode()
  const canvas = document.createElement('canvas')
  canvas.width = 640
  canvas.height = 480
  const pen = canvas.getContext('2d')
  setInterval(() => {
    pen.fillStyle = '#999'
    pen.fillRect(0, 0, 640, 480)
    pen.drawImage(picture, 170, 90, 300, 300)
  }, 50)
  return canvas.captureStream(20)
}
delete window.BarcodeDetector
"""


def test_a_code_held_to_the_camera_is_read_where_the_browser_cannot(visitor, client, gate):
    code = a_code(a_person(id_number=DOCUMENT))
    someone = a_keeper(visitor, client)
    page = someone.page
    picture = segno.make(code, error="m", micro=False).png_data_uri(scale=6, border=4)
    page.evaluate(CAMERA % picture)

    page.get_by_role("button", name="打开摄像头扫码").click()
    expect(page.get_by_text("绿码")).to_be_visible()
    someone.shoots("gate-camera")
    is_measured(page)

    shows(page, "放行", "请放行")
    is_next(page)
    expect(page.locator("video")).to_be_visible()
    someone.finds_no_barrier()
