"""An administrator's forms: one version after another, shown as an organisation sees them."""

import pytest

from lianfang.audit.models import Entry
from lianfang.city.actions import set_up_city
from lianfang.city.queries import CityInfo
from lianfang.core.actor import Actor
from lianfang.declarations.enums import FormKind
from lianfang.declarations.models import FormVersion
from lianfang.org.enums import DepartmentKind, RoleCode
from lianfang.policy.actions import set_parameter
from lianfang.roster.fields import ASKED
from tests.api.calls import call, hold_clock, sign_in
from tests.factories.geo import GRID, T0, make_area
from tests.factories.org import make_department, make_staff
from tests.factories.passes import make_agent

pytestmark = pytest.mark.django_db
ITEMS = [{"id": name, "required": True, "label": ""} for name in ("name", "id_number", "phone")]


@pytest.fixture(autouse=True)
def city(settings):
    hold_clock(settings, T0)
    make_area(GRID)
    info = CityInfo("望州市", "望", "9901", "12320", is_demo=True, started_on=T0.date())
    set_up_city(info, by=Actor.system(), at=T0)


@pytest.fixture
def administrator(client):
    staff = make_staff(RoleCode.SYSADMIN, areas=("CN",))
    sign_in(client, staff)
    return staff


def save(client, kind="school", **more):
    body = {"title": "{organisation}申报", "note": "", "items": ITEMS, "seen": 0} | more
    return call(client, "put", f"/console/forms/{kind}", body)


def form_of(client, kind):
    sign_in(client, make_agent(make_department(kind, name="望舒单位")))
    return call(client, "get", "/enterprise/form").json()


@pytest.mark.parametrize("kind", FormKind)
def test_each_kind_of_organisation_is_asked_the_fields_of_the_plan(client, kind):
    form = form_of(client, DepartmentKind(kind))

    asked = {one["id"]: one["required"] for one in form["questions"]}
    plan = ("name", "sex", "id_number", "phone", "key_area", "native_place", "return_date")
    assert [asked[name] for name in (*plan, "return_by")] == [True] * 8
    own = {"school": ["school", "grade", "class_name"]}.get(kind, ["workshop", "team"])
    assert [
        name for name in asked if name in {"school", "grade", "class_name", "workshop", "team"}
    ] == own


def test_city_dates_and_key_areas_come_from_the_policy_of_today(client):
    labels = {
        one["id"]: one["label"] for one in form_of(client, DepartmentKind.SCHOOL)["questions"]
    }
    assert labels["key_area"] == "1月17日后是否有湖北省旅居史"
    assert (labels["return_date"], labels["return_by"]) == ("拟返望时间", "返望方式")

    value = {"codes": ["3301", "34"], "since": "2020-03-02"}
    administrator = make_staff(RoleCode.SYSADMIN, areas=("CN",))
    set_parameter("key_area", value, valid_from=T0, by=administrator, at=T0)

    form = form_of(client, DepartmentKind.SCHOOL)
    labels = {one["id"]: one["label"] for one in form["questions"]}
    assert labels["key_area"] == "3月2日后是否有浙江省杭州市、安徽省旅居史"
    assert form["title"] == "望舒单位返校师生申报"


def test_a_saved_form_is_in_force_at_once_and_every_version_is_kept(client, administrator):
    items = [*ITEMS, {"id": "grade", "required": False, "label": "所在年级（{city}）"}]

    first, second = save(client, items=items), save(client, seen=1)

    assert [first.status_code, second.status_code] == [200, 200]
    told = call(client, "get", "/console/forms/school").json()
    assert [one["version"] for one in told["versions"]] == [2, 1, 0]
    earlier = call(client, "get", "/console/forms/school", {"version": 1}).json()
    assert earlier["shown"]["questions"][-1]["label"] == "所在年级（望州市）"
    assert Entry.objects.filter(action="form.saved").count() == 2
    form = form_of(client, DepartmentKind.SCHOOL)
    assert (form["version"], form["title"]) == (2, "望舒单位申报")
    assert [one["id"] for one in form["questions"]] == ["name", "id_number", "phone"]
    assert form_of(client, DepartmentKind.SITE)["version"] == 0


def test_who_did_not_see_the_newest_form_changes_nothing(client, administrator):
    save(client)

    late = save(client, title="别的标题")

    assert (late.status_code, late.json()["code"]) == (409, "stale")
    assert FormVersion.objects.count() == 1


def test_what_is_wrong_with_a_form_is_told_by_question(client, administrator):
    answer = save(client, items=ITEMS[1:], title="{nothing}")

    assert answer.status_code == 422
    assert answer.json()["fields"] == {"title": "没有变量 {nothing}", "name": "必须保留并必填"}


@pytest.mark.parametrize("role", [RoleCode.ORG_AGENT, RoleCode.SECURITY_ADMIN])
def test_nobody_else_sees_or_changes_forms(client, role):
    sign_in(client, make_staff(role))

    assert call(client, "get", "/console/forms/school").status_code == 403
    assert save(client).status_code == 403
    assert not FormVersion.objects.exists()


def test_everything_that_may_be_asked_stands_in_the_dictionary():
    assert [name for name, one in ASKED.items() if one.id != name or not one.label] == []
