"""Walk the main flow over HTTP as its users would, and say of each step whether it held."""

import datetime as dt
import re
import time
import uuid
from collections.abc import Callable
from typing import Any

import httpx

from demo.offices import PASSWORD
from demo.people import phone_of
from lianfang.core import clock
from lianfang.core.actor import Actor
from lianfang.core.identity import check_digit
from lianfang.geo.models import Area
from lianfang.people.actions import register
from lianfang.people.enums import Category, ReportSource
from lianfang.quarantine.actions import start_episode
from lianfang.quarantine.enums import SubjectClass

DAY = dt.timedelta(days=1)
PATIENCE = 15.0
_SYSTEM = Actor("system", None, "演示检查")


class Failed(Exception):
    """A step did not hold; the sentence says what came instead."""


class Visitor:
    """Somebody's client: signed in, and loud about every answer that was not expected."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.client = httpx.Client(headers={"X-Lianfang": "1"}, timeout=20)

    def get(self, path: str, **query: object) -> Any:
        return self.ask("GET", path, 200, params=query)

    def post(self, path: str, *, expect: int = 204, **body: object) -> Any:
        return self.ask("POST", path, expect, json=body)

    def ask(self, method: str, path: str, expect: int, **how: Any) -> Any:
        answer = self.client.request(method, f"{self.base}/api{path}", **how)
        if answer.status_code != expect:
            raise Failed(f"{method} {path}: {answer.status_code} {answer.text[:200]}")
        return answer.json() if answer.content else {}

    def until(self, path: str, wanted: Callable[[Any], Any]) -> Any:
        """What is found in the answer, asked again until it is there: workers need a moment."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            found = wanted(self.get(path))
            if found:
                return found
            time.sleep(0.2)
        raise Failed(f"GET {path}: 等了 {PATIENCE:.0f} 秒仍没有出现")


def staff(base: str, login: str) -> Visitor:
    visitor = Visitor(base)
    visitor.post("/session/staff", expect=200, username=login, password=PASSWORD)
    visitor.post("/session/duty", expect=200, on_duty=True)
    return visitor


def citizen(base: str, openid: str) -> Visitor:
    """Through the WeChat simulator, as its page would lead the browser."""
    visitor = Visitor(base)
    page = httpx.URL(visitor.get("/session/wechat", back="/h5/")["url"])
    asked = {name: page.params[name] for name in ("redirect_uri", "state")} | {"openid": openid}
    confirm = base + page.path.replace("authorize", "confirm")
    back = visitor.client.get(confirm, params=asked)
    handed = httpx.URL(back.headers["Location"]).params
    visitor.post("/session/wechat", expect=200, code=handed["code"], state=handed["state"])
    return visitor


class Walk:
    """The people of the flow and what they hand on to each other."""

    def __init__(self, base: str) -> None:
        self.base, self.number = base, 90_000 + int(time.time()) % 9_000
        self.leader = staff(base, "commander01")
        self.figures = self.leader.get("/screen/overview")["figures"]
        self.worker = staff(base, "grid01")
        self.grid = next(
            area["code"] for area in self.worker.get("/session")["areas"] if len(area["code"]) == 15
        )
        self.area = Area.objects.get(code=self.grid)
        self.name, self.phone = "卫检验", phone_of(self.number)
        first17 = f"4801011990010{self.number % 9000 + 1000:04}"
        self.document = first17 + check_digit(first17)
        self.report = str(uuid.uuid4())

    def citizen_reports(self) -> str:
        self.reporter = citizen(self.base, "demo-citizen")
        place = {"lon": self.area.lon, "lat": self.area.lat, "coord_sys": "wgs84"}
        self.reporter.post(
            "/citizen/reports",
            expect=201,
            key=self.report,
            subject_kind="returnee",
            subject_name=self.name,
            subject_phone=self.phone,
            place=place,
            description="邻居昨晚从外地回来",
            anyway=True,
        )
        return "市民上报已受理"

    def report_reaches_the_grid_worker(self) -> str:
        began = time.monotonic()
        self.task = self.worker.until(
            "/worker/tasks",
            lambda page: next((t for t in page["items"] if t["subject_name"] == self.name), None),
        )
        return f"{time.monotonic() - began:.1f} 秒后到达网格员，灯为{self.task['light_label']}"

    def visit_puts_under_observation(self) -> str:
        self.worker.post(f"/worker/tasks/{self.task['key']}/visit")
        details = {
            "name": self.name,
            "phone": self.phone,
            "id_number": self.document,
            "subject_class": "key_area_arrival",
            "category": "01",
            "anchor_at": (clock.now() - 2 * DAY).isoformat(),
            "evidence": "1",
            "from_area_code": "420106",
        }
        self.worker.post(
            f"/worker/tasks/{self.task['key']}/verification",
            key=str(uuid.uuid4()),
            outcome="true",
            details=details,
        )
        seen = self.reporter.get(f"/citizen/reports/{self.report}")
        if seen["state_label"] != "已办结":
            raise Failed(f"市民看到的是{seen['state_label']}")
        return "核实属实，纳入观察；上报人只看到已办结"

    def resident_binds(self) -> str:
        self.resident = citizen(self.base, f"check-{self.number}")
        self.resident.post("/session/code", expect=200, phone=self.phone, purpose="bind")
        self.resident.post(
            "/session/bind",
            expect=200,
            name=self.name,
            id_number=self.document,
            phone=self.phone,
            code=self._code(),
            area_code=self.area.code,
        )
        return "隔离居民已绑定身份"

    def _code(self) -> str:
        """Read off the simulated phone."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            shown = f"{self.base}/simulator/phone/messages"
            page = httpx.get(shown, params={"to": self.phone}).text
            found = re.search(r"验证码 (\d{6})", page)
            if found:
                return found.group(1)
            time.sleep(0.2)
        raise Failed("短信验证码没有到达模拟器")

    def resident_checks_normal(self) -> str:
        observation = self.resident.until("/resident/observation", lambda o: o["active"] and o)
        result = self._check("37.2")
        if result["is_abnormal"]:
            raise Failed("37.2 ℃ 被判为异常")
        return f"第 {observation['day']} 天，37.2 ℃ 正常"

    def resident_turns_abnormal(self) -> str:
        if not self._check("37.3")["is_abnormal"]:
            raise Failed("37.3 ℃ 没有判为异常")
        return "37.3 ℃ 异常，已告知居民怎么办"

    def _check(self, temp_c: str) -> Any:
        return self.resident.post(
            "/resident/readings",
            expect=201,
            key=str(uuid.uuid4()),
            temp_c=temp_c,
            symptoms=["00"],
            measured_at=clock.now().isoformat(),
        )

    def pass_turns_red_and_the_gate_stops_it(self) -> str:
        shown = self.resident.get("/citizen/pass")
        if shown["colour"] != "red":
            raise Failed(f"通行证是 {shown['colour']}，应为 red")
        token = self.resident.get("/citizen/pass/tokens")["tokens"][0]["text"]
        keeper = staff(self.base, "gate01")
        verdict = keeper.post(
            "/gate/verify",
            expect=200,
            key=str(uuid.uuid4()),
            gate=keeper.get("/gate/gates")[0]["key"],
            token=token,
            temp_c="36.5",
            direction="out",
            device_at=clock.now().isoformat(),
        )
        if verdict["verdict"] != "deny":
            raise Failed(f"卡口结论 {verdict['verdict']}，应为 deny")
        return f"通行证{shown['word']}：{shown['reason']}；卡口不放行"

    def doctor_confirms(self) -> str:
        self.doctor = staff(self.base, "doctor01")
        visit = self.doctor.until(
            "/clinic/visits",
            lambda page: next(
                (
                    v
                    for v in page["items"]
                    if v["person_name"] == self.name and v["kind"] == "abnormal"
                ),
                None,
            ),
        )
        self.doctor.post(
            f"/clinic/visits/{visit['key']}/reading",
            expect=201,
            key=str(uuid.uuid4()),
            temp_c="38.1",
            symptoms=["01", "02"],
            measured_at=clock.now().isoformat(),
        )
        return "社区医生复核 38.1 ℃，转定点医院"

    def hospital_takes_over(self) -> str:
        self.hospital = staff(self.base, "hospital01")
        referral = self.hospital.until(
            "/hospital/referrals",
            lambda rows: next((r for r in rows if r["name"] == self.name), None),
        )
        self.hospital.post(f"/hospital/referrals/{referral['key']}/acceptance")
        self.hospital.post(
            "/hospital/patients",
            expect=201,
            key=str(uuid.uuid4()),
            person_key=referral["person_key"],
            ward="隔离病区",
        )
        patient = f"/hospital/patients/{referral['person_key']}"
        self.hospital.post(f"{patient}/suspicion", basis="发热伴重点地区旅居史")
        self.hospital.post(f"{patient}/confirmation", basis="核酸检测阳性", severity="mild")
        return "定点医院接收、收治、确诊"

    def release_is_refused_a_day_early(self) -> str:
        self.officer = staff(self.base, "officer01")
        episode = self._observed(day=14)
        self.doctor.post(f"/clinic/episodes/{episode}/signature")
        self.officer.post(f"/clinic/episodes/{episode}/release", expect=409)
        return "提前一天解除被拒绝"

    def release_is_granted_when_due(self) -> str:
        episode = self._observed(day=15)
        self.doctor.post(f"/clinic/episodes/{episode}/signature")
        issued = self.officer.post(f"/clinic/episodes/{episode}/release", expect=200)
        return f"到期解除，通知书 {issued['number']}"

    def screen_has_moved(self) -> str:
        before = self.figures["confirmed_now"]
        after = self.leader.until(
            "/screen/overview",
            lambda seen: seen["figures"]["confirmed_now"] > before and seen["figures"],
        )
        return f"大屏确诊 {before} → {after['confirmed_now']}，今日解除 {after['released_today']}"

    def _observed(self, *, day: int) -> str:
        """Somebody whose observation began in the past: the only step not taken over HTTP."""
        self.number += 1
        began = clock.now() - day * DAY
        person = register(
            name="卫期满",
            phone=phone_of(self.number),
            area_code=self.grid,
            source=ReportSource.GRID,
            category=Category.CLOSE_CONTACT,
            by=_SYSTEM,
            at=began,
        )
        episode = start_episode(
            person,
            subject_class=SubjectClass.CLOSE_CONTACT,
            anchor_at=began,
            evidence="7",
            by=_SYSTEM,
            at=began,
        )
        return str(episode.key)


STEPS = (
    Walk.citizen_reports,
    Walk.report_reaches_the_grid_worker,
    Walk.visit_puts_under_observation,
    Walk.resident_binds,
    Walk.pass_turns_red_and_the_gate_stops_it,
    Walk.resident_checks_normal,
    Walk.resident_turns_abnormal,
    Walk.doctor_confirms,
    Walk.hospital_takes_over,
    Walk.release_is_refused_a_day_early,
    Walk.release_is_granted_when_due,
    Walk.screen_has_moved,
)


def walk(base: str) -> dict[str, object]:
    """``{"ok", "steps": [{"step", "ok", "said", "seconds"}]}``; stops at the first that fails."""
    walker, told = Walk(base), []
    for step in STEPS:
        began = time.monotonic()
        try:
            said, ok = step(walker), True
        except (Failed, httpx.HTTPError, KeyError) as error:
            said, ok = f"{type(error).__name__}: {error}", False
        seconds = round(time.monotonic() - began, 2)
        told.append({"step": step.__name__, "ok": ok, "said": said, "seconds": seconds})
        if not ok:
            break
    return {"ok": len(told) == len(STEPS) and told[-1]["ok"], "steps": told}
