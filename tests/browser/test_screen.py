"""The big screen, in front of somebody who may read figures."""

import uuid

import httpx
import pytest

from lianfang.city.actions import set_up_city
from lianfang.city.queries import CityInfo
from lianfang.core import clock
from lianfang.core.actor import Actor
from lianfang.org.enums import RoleCode
from lianfang.org.models import User
from lianfang.stats.actions import recount_all
from tests.api.calls import sign_in
from tests.factories.geo import GRID, T0, make_area, square
from tests.factories.org import make_staff
from tests.factories.passes import make_gate, make_keeper
from tests.factories.people import make_person
from tests.factories.quarantine import make_episode

WALL = {"viewport": {"width": 1920, "height": 1080}}
PASSWORD = "Lianfang-2020"


@pytest.fixture
def city():
    info = CityInfo("试验市", "试", GRID[:4], "", is_demo=True, started_on=T0.date())
    set_up_city(info, by=Actor.system(), at=T0)
    make_area(GRID[:9], name="清源街道", geometry=square())


def staff(role, username):
    """With a password of today, which need not be changed first."""
    make_staff(role, areas=(GRID[:4],), username=username, password=PASSWORD)
    User.objects.filter(username=username).update(password_set_at=clock.now())


def observe_one_more():
    make_episode(make_person(), at=clock.now())
    recount_all(days=1, by=Actor.system(), at=clock.now())


def at_the_wall(visitor, **screen):
    staff(RoleCode.COMMANDER, "leader")
    viewer = visitor(**(screen or WALL))
    page = viewer.goes_to("/screen/")
    page.get_by_label("用户名").fill("leader")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="进入大屏").click()
    page.get_by_role("heading", name="疫情防控一张图").wait_for()
    return viewer, page, page.locator(".counters li").first


class AtTheGate:
    """A keeper whose registrations go over the network like any phone's."""

    def __init__(self, client, site, settle):
        self.settle = settle
        self.gate = make_gate(name="东门", area_code=GRID)
        sign_in(client, make_keeper())
        self.asks = httpx.Client(
            base_url=site,
            cookies={"sessionid": client.cookies["sessionid"].value},
            headers={"X-Lianfang": "1"},
            trust_env=False,
        )

    def registers(self, name, phone):
        seen = {"direction": "in", "temp_c": 36.5, "symptoms": ["00"], "key_area": "lived"}
        who = {"name": name, "phone": phone, "id_type": "01", "id_number": ""}
        trip = {"from_place": "武汉市", "arrived_at": clock.now().isoformat(), "address": "1号楼"}
        keys = {"key": str(uuid.uuid4()), "gate": str(self.gate.key), "area_code": GRID}
        body = seen | who | trip | keys | {"device_at": clock.now().isoformat()}
        answer = self.asks.post("/api/gate/registrations", json=body)
        assert answer.status_code < 300, answer.text
        self.settle()


@pytest.fixture
def keeper(client, site, city, settle):
    at_gate = AtTheGate(client, site, settle)
    yield at_gate
    at_gate.asks.close()


def test_the_wall_follows_what_happens_at_a_gate(visitor, keeper, live_stream):
    observe_one_more()
    viewer, page, observed = at_the_wall(visitor)
    observed.get_by_text("1", exact=True).wait_for()
    page.get_by_text("演示数据").wait_for()
    page.get_by_text("● 实时").wait_for()

    keeper.registers("赵归来", "13900000011")

    observed.get_by_text("2", exact=True).wait_for(timeout=20_000)
    page.locator(".ticker li").filter(has_text="卡口").first.wait_for()
    assert "赵归来" not in page.content()
    viewer.shoots("screen")


def test_the_wall_says_that_the_line_broke_and_catches_up(visitor, keeper, live_stream):
    _, page, observed = at_the_wall(visitor)
    page.get_by_text("● 实时").wait_for()
    before = page.locator(".ticker li").count()

    live_stream.stops()
    page.get_by_text("连接中断，正在重连").wait_for()
    keeper.registers("赵归来", "13900000012")
    live_stream.starts()

    page.get_by_text("● 实时").wait_for(timeout=30_000)
    page.locator(".ticker li").filter(has_text="卡口").first.wait_for()
    assert page.locator(".ticker li").count() > before
    observed.get_by_text("1", exact=True).wait_for(timeout=20_000)


@pytest.mark.parametrize(("width", "height"), [(3840, 2160), (1440, 900), (1366, 768)])
def test_the_wall_fits_every_wall(visitor, city, width, height):
    observe_one_more()
    viewer, page, observed = at_the_wall(visitor, viewport={"width": width, "height": height})
    observed.get_by_text("1", exact=True).wait_for()

    size = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
    )

    assert size[0] <= width
    assert size[1] <= height
    viewer.shoots(f"screen-{width}")


def test_who_may_not_read_figures_is_told_so(visitor, city):
    staff(RoleCode.GRID_WORKER, "worker")
    viewer = visitor(**WALL)

    page = viewer.goes_to("/screen/")
    page.get_by_label("用户名").fill("worker")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="进入大屏").click()

    page.get_by_text("没有查看统计的权限").wait_for()
