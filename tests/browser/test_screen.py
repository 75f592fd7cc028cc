"""The big screen, in front of somebody who may read figures."""

import pytest

from lianfang.city.actions import set_up_city
from lianfang.city.queries import CityInfo
from lianfang.core import clock
from lianfang.core.actor import Actor
from lianfang.org.enums import RoleCode
from lianfang.org.models import User
from lianfang.stats.actions import recount_all
from tests.factories.geo import GRID, T0, make_area, square
from tests.factories.org import make_staff
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


def test_the_wall_shows_figures_and_follows_them(visitor, city):
    staff(RoleCode.COMMANDER, "leader")
    observe_one_more()
    viewer = visitor(**WALL)

    page = viewer.goes_to("/screen/")
    page.get_by_label("用户名").fill("leader")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="进入大屏").click()
    page.get_by_role("heading", name="疫情防控一张图").wait_for()
    observed = page.locator(".counters li").first
    observed.get_by_text("1", exact=True).wait_for()
    page.get_by_text("演示数据").wait_for()
    viewer.shoots("screen")

    observe_one_more()

    observed.get_by_text("2", exact=True).wait_for(timeout=20_000)


def test_who_may_not_read_figures_is_told_so(visitor, city):
    staff(RoleCode.GRID_WORKER, "worker")
    viewer = visitor(**WALL)

    page = viewer.goes_to("/screen/")
    page.get_by_label("用户名").fill("worker")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="进入大屏").click()

    page.get_by_text("没有查看统计的权限").wait_for()
