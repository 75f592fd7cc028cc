"""Community doctors, officers and hospital doctors at their phones."""

import datetime as dt
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from lianfang.core import clock
from lianfang.org.enums import RoleCode
from lianfang.people.queries import by_id
from lianfang.quarantine.actions import sign_release
from lianfang.quarantine.enums import SlotState
from lianfang.quarantine.models import Episode, Notice, Reading, Slot
from lianfang.treatment.models import Admission
from tests.api.calls import hold_clock
from tests.browser.test_app import a_city
from tests.browser.test_app_doors import comes_in
from tests.factories.geo import GRID
from tests.factories.org import make_staff
from tests.factories.people import make_person
from tests.factories.quarantine import make_episode, make_reading
from tests.factories.treatment import make_hospital, make_referral

COMMUNITY = (GRID[:12],)


@pytest.fixture(autouse=True)
def city():
    a_city()


def test_doctor_sends_a_check_with_a_photo(visitor, settle, tmp_path):
    _, doctor, page = comes_in(visitor, RoleCode.COMMUNITY_DOCTOR, "yisheng", areas=COMMUNITY)
    episode = make_episode(make_person(name="张三"), at=clock.now())
    make_reading(episode.person, "38.0", at=clock.now())
    settle()
    picture = Path(tmp_path) / "throat.jpg"
    Image.new("RGB", (1600, 1200), "#a33").save(picture)

    page.reload()
    page.get_by_role("link", name="张三").first.click()
    page.get_by_label("体温").fill("37.9")
    page.locator("input[type=file]").set_input_files(picture)
    page.get_by_text("发热", exact=True).click()
    page.get_by_label("检查记录").fill("咽部充血")
    doctor.finds_no_barrier()
    page.get_by_role("button", name="提交检查").click()
    expect(page.get_by_text("异常复核")).to_be_hidden(timeout=15_000)

    staff = Reading.objects.unscoped().get(kind="staff")
    assert staff.photo is not None
    assert staff.note == "咽部充血"


def test_officer_confirms_an_entry_explains_a_missed_check_and_releases(visitor, settle, settings):
    _, officer, page = comes_in(visitor, RoleCode.COMMUNITY_OFFICER, "shequ", areas=COMMUNITY)
    doctor = make_staff(RoleCode.COMMUNITY_DOCTOR, areas=COMMUNITY)
    episode = make_episode(make_person(name="张三"), at=clock.now() - dt.timedelta(days=1))
    page.reload()
    page.get_by_role("button", name="确认纳入").click()
    expect(page.get_by_text("没有待确认的人员")).to_be_visible(timeout=15_000)
    assert Episode.objects.unscoped().get(pk=episode.pk).confirmed_at is not None

    slot = Slot.objects.filter(episode=episode).order_by("id")[0]
    Slot.objects.filter(pk=slot.pk).update(state=SlotState.MISSED)
    hold_clock(settings, episode.planned_end + dt.timedelta(hours=9))
    page.reload()
    page.get_by_role("button", name="说明漏报（1 次）").click()
    page.get_by_role("button", name="保存说明").click()
    expect(page.get_by_text("请填写漏报原因")).to_be_visible()
    page.get_by_label("漏报原因").fill("手机没电，已电话核实")
    officer.finds_no_barrier()
    officer.shoots("app-missed")
    page.get_by_role("button", name="保存说明").click()
    expect(page.get_by_text("手机没电，已电话核实")).to_be_visible(timeout=15_000)

    sign_release(episode, by=doctor, at=clock.now())
    page.reload()
    page.get_by_role("button", name="发放解除通知书").click()
    page.get_by_role("dialog").get_by_role("button", name="发放解除通知书").click()
    expect(page.get_by_text("没有到期的观察")).to_be_visible(timeout=15_000)
    assert Notice.objects.get(kind="release").number.startswith("解〔")


def test_hospital_doctor_takes_over_suspects_and_excludes(visitor, settle):
    hospital = make_hospital()
    person = make_person(name="张三")
    make_episode(person, at=clock.now())
    make_referral(person, hospital=hospital, at=clock.now())
    _, doctor, page = comes_in(
        visitor, RoleCode.HOSPITAL_DOCTOR, "yiyuan", areas=(GRID[:6],), department=hospital
    )
    page.get_by_role("button", name="接诊").click()
    page.get_by_role("link", name="已接诊").click(timeout=15_000)
    doctor.finds_no_barrier()

    def does(step, **fields):
        page.get_by_role("link", name=step).click()
        for label, text in fields.items():
            page.get_by_label(label).fill(text)
        page.get_by_role("button", name="提交").click()
        expect(page.get_by_role("heading", name="张三")).to_be_visible()
        expect(page.get_by_text(f"「{step} · 张三」已保存")).to_be_hidden(timeout=15_000)

    does("收治入院", 病区="感染一病区", 床位="3")
    does("判为疑似", 诊断依据="肺部影像学改变")
    expect(page.get_by_text("疑似", exact=True).first).to_be_visible()
    assert Admission.objects.unscoped().get().ward == "感染一病区"
    doctor.shoots("app-patient")
    does("排除", 诊断依据="两次核酸阴性")

    settle()
    back = by_id(person.pk)
    assert (back.case_class, back.control_status) == ("excluded", "under_observation")


def test_two_doctors_at_one_patient_the_second_sees_what_changed_and_chooses(visitor, settle):
    hospital = make_hospital()
    person = make_person(name="张三")
    make_referral(person, hospital=hospital, at=clock.now())
    given = {"areas": (GRID[:6],), "department": hospital}
    _, _, first = comes_in(visitor, RoleCode.HOSPITAL_DOCTOR, "yi", **given)
    first.get_by_role("button", name="接诊").click()
    expect(first.get_by_role("link", name="已接诊")).to_be_visible(timeout=15_000)
    _, late, second = comes_in(visitor, RoleCode.HOSPITAL_DOCTOR, "er", **given)
    path = f"/app/#/patients/{person.key}/suspicion"
    for page, site in ((first, late.site), (second, late.site)):
        page.goto(site + path)
        page.get_by_label("诊断依据").fill("肺部影像学改变")

    for page in (first, second):
        page.get_by_role("button", name="提交").click()
        expect(page.get_by_role("heading", name="张三")).to_be_visible()
        page.wait_for_timeout(800)

    second.goto(late.site + "/app/#/outbox")
    expect(second.get_by_text("情况已经变化")).to_be_visible()
    late.finds_no_barrier()
    late.shoots("app-conflict")
    second.get_by_role("button", name="放弃").click()
    second.get_by_role("dialog").get_by_role("button", name="放弃").click()
    expect(second.get_by_text("全部已发送")).to_be_visible()
