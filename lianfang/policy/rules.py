"""What a rule of an edition says, and the catalogue of parameters with typed defaults (§9)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Generic, TypeVar

import msgspec

from lianfang.core.clock import at_local, end_of, local_date
from lianfang.policy.enums import CountFrom, PassColour, PhaseMode, ReleaseMoment, SourcePolicy
from lianfang.policy.errors import BadValue, UnknownParameter

T = TypeVar("T")
_MORNING = dt.time(8)


@dataclass(frozen=True)
class Phase:
    """A stretch of an observation; ``tests`` are days of this phase, counted from 1."""

    mode: PhaseMode
    days: int
    tests: tuple[int, ...] = ()
    daily_checks: int = 2
    pass_colour: PassColour = PassColour.RED


@dataclass(frozen=True)
class Rule:
    """What one edition asks of one class of people (handbook §2.4)."""

    phases: tuple[Phase, ...]
    count_from: CountFrom = CountFrom.LAST_EXPOSURE
    release_moment: ReleaseMoment = ReleaseMoment.END_OF_LAST_DAY
    release_conditions: tuple[str, ...] = ()

    @property
    def days(self) -> int:
        return sum(phase.days for phase in self.phases)

    @property
    def daily_checks(self) -> int:
        return self.phases[0].daily_checks

    @property
    def pass_colour(self) -> PassColour:
        return self.phases[0].pass_colour

    def planned_end(self, anchor_at: dt.datetime) -> dt.datetime:
        """The anchor's local date is day 0; days 1…n are observed (handbook §2.3)."""
        last_day = local_date(anchor_at) + dt.timedelta(days=self.days)
        match self.release_moment:
            case ReleaseMoment.EXACT_HOURS:
                return anchor_at + dt.timedelta(days=self.days)
            case ReleaseMoment.MORNING_OF_LAST_DAY:
                return at_local(last_day, _MORNING)
            case _:
                return end_of(last_day)


def rule_from(stored: object) -> Rule:
    return msgspec.convert(stored, Rule)


@dataclass(frozen=True)
class Window:
    """Local times of a day, the end exclusive."""

    opens: dt.time
    closes: dt.time


@dataclass(frozen=True)
class CheckSlots:
    """When the daily checks are due; a report within ``grace_min`` after closing is late."""

    am: Window = Window(dt.time(6), dt.time(12))
    pm: Window = Window(dt.time(16), dt.time(22))
    grace_min: int = 120


@dataclass(frozen=True)
class Escalation:
    """The ladder of a missed check (handbook §4.3); minutes around the end of its window."""

    remind_before_min: int = 60
    worker_after_min: int = 30
    doctor_after_min: int = 120
    case_after_missed: int = 2
    command_after_missed: int = 3
    quiet_from: dt.time = dt.time(22)
    quiet_to: dt.time = dt.time(6)


@dataclass(frozen=True)
class AbnormalRule:
    """What an abnormal reading sets off (handbook §4.3)."""

    visit_within_min: int = 30
    measure_again_min: int = 30


@dataclass(frozen=True)
class Spec(Generic[T]):
    """A parameter: its key, what it is called, its type and its value until somebody sets one."""

    key: str
    label: str
    type: type[T]
    default: T
    note: str = ""

    def read(self, stored: object) -> T:
        """Raises BadValue."""
        try:
            return msgspec.convert(stored, self.type, strict=False)
        except msgspec.ValidationError as error:
            raise BadValue(f"{self.label}：{error}", fields={"value": BadValue.title}) from None

    def write(self, value: object) -> object:
        """The form the table keeps, after a check; what a page sends is taken as well."""
        return msgspec.to_builtins(self.read(msgspec.to_builtins(value)))


@dataclass(frozen=True)
class TempRange:
    """Temperatures a thermometer can show of a living person."""

    low: Decimal = Decimal("34.0")
    high: Decimal = Decimal("42.5")


@dataclass(frozen=True)
class KeyArea:
    """Where arrivals are watched, as unpadded area codes, and since when."""

    codes: list[str] = field(default_factory=lambda: ["42", "4201"])
    since: dt.date = dt.date(2020, 1, 17)


@dataclass(frozen=True)
class Bands:
    """Shares of a limit at which a light turns."""

    yellow_at: float = 0.8
    red_above: float = 1.0


@dataclass(frozen=True)
class TipLimits:
    """How many anonymous tips a day: from one device, one address, about one community."""

    per_device: int = 3
    per_address: int = 20
    per_area: int = 50


@dataclass(frozen=True)
class JustReported:
    """When a report is of what was just reported; how often a day one sender is told so."""

    hours: int = 6
    metres: int = 50
    told_per_day: int = 10


@dataclass(frozen=True)
class DuplicateScores:
    """How much each likeness of two files counts for their being one person (0 to 100).

    A pair is suggested from ``shown_from`` on; other documents of the same kind take ``against``.
    """

    shown_from: int = 50
    document: int = 80
    phone: int = 40
    name: int = 30
    sound: int = 20
    shape: int = 20
    birth: int = 30
    last_four: int = 30
    address: int = 15
    sex: int = 5
    against: int = 40


FEVER = Spec("fever_threshold_c", "发热阈值(℃)", Decimal, Decimal("37.3"), "达到即为异常")
FEVER_EAR = Spec("fever_threshold_c.ear", "发热阈值(耳温, ℃)", Decimal, Decimal("37.8"))
TEMP_RANGE = Spec("temp_hard_range", "体温录入范围(℃)", TempRange, TempRange())
PROFILE = Spec("policy_profile", "现行防控规则", str, "cn-2020v3")
CONTACT_WINDOW = Spec("contact_window_days_before", "密接判定：发病前天数", int, 0)
CLUSTER_MIN = Spec("cluster_min_cases", "聚集性疫情最少病例数", int, 2)
CLUSTER_WINDOW = Spec("cluster_window_d", "聚集性疫情窗口(天)", int, 14)
KEY_AREA = Spec("key_area", "重点地区及起始日期", KeyArea, KeyArea())
ARRIVAL_WINDOW = Spec("arrival_window_d", "来市后关注天数", int, 14)
CHECK_SLOTS = Spec("daily_check.slots", "每日自查时段", CheckSlots, CheckSlots())
ESCALATION = Spec("escalation", "漏报升级", Escalation, Escalation())
ABNORMAL = Spec("abnormal", "异常处置", AbnormalRule, AbnormalRule())
VISIT_DAYS = Spec("visit.doctor_days", "医生巡诊日", list[int], [1, 7, 14])
LIGHTS = Spec("light", "灯色比例", Bands, Bands())
RETRIES = Spec("verify.retry_h", "联系不上：重试间隔(小时)", list[int], [0, 2, 6])
CONTACT_RED = Spec("contact.red_h", "密接待核实红码时长(小时)", int, 24)
GRADES = Spec("grade_bands", "评价分级", list[int], [90, 75, 60, 40], "绿蓝黄红黑")
TTL_DYNAMIC = Spec("pass.ttl_dynamic_s", "动态码有效期(秒)", int, 60)
TTL_PAPER = Spec("pass.ttl_paper_h", "纸质码有效期(小时)", int, 24)
PASS_VALID = Spec("pass.valid_h", "通行证最长有效期(小时)", int, 24)
HOME_COLOUR = Spec("pass.home_observation_colour", "居家观察码色", PassColour, PassColour.RED)
SHED = Spec("pass.shed", "过载时暂停通行证附加内容", bool, default=False, note="通行证本身不停")
RED_TOGETHER = Spec(
    "pass.red_together_max", "批量转红须第二人同意：多于(人)", int, 10, "一批超过此数即先等审批"
)
GEOFENCE = Spec("geofence_radius_m", "电子围栏半径(米)", int, 200)
TIP_LIMITS = Spec("tip.limits", "匿名线索每日上限", TipLimits, TipLimits(), "每台手机、地址、社区")
JUST_REPORTED = Spec("report.just_reported", "“刚刚有人上报过”", JustReported, JustReported())
DUPLICATES = Spec(
    "duplicates.scores",
    "查重：各项分值",
    DuplicateScores,
    DuplicateScores(),
    "达到 shown_from 即提示",
)
EXPORT_ALONE = Spec("export.alone_most", "导出：无需审批的最多人数", int, 1_000, "超过须经审批")
EXPORT_KEPT = Spec("export.kept_h", "导出：下载保留(小时)", int, 24)
PASSWORDS = Spec("password_profile", "口令强度规范", str, "mlps2")
AREA_LEVELS = Spec(
    "area_levels", "区域层级名称", list[str], ["区县", "街道(工作区)", "社区(村居)", "网格"]
)
_SOURCES = {
    "citizen": ("市民上报", SourcePolicy.VERIFY),
    "gate": ("出入口摸排", SourcePolicy.AUTO),
    "grid_worker": ("网格员上报", SourcePolicy.AUTO),
    "close_contact": ("密切接触者", SourcePolicy.VERIFY),
    "enterprise": ("企事业申报", SourcePolicy.VERIFY),
}
SOURCE = {
    source: Spec(f"source_policy.{source}", f"来源处理：{label}", SourcePolicy, default)
    for source, (label, default) in _SOURCES.items()
}
_STAGES = {
    "submitted": ("受理", 10, 10),
    "accepted": ("立案", 10, 10),
    "filed": ("派遣", 10, 10),
    "dispatched": ("入户核实", 240, 120),
    "verifying": ("入户核实", 240, 120),
    "reviewing": ("反馈审核", 30, 30),
    "closing": ("结案", 30, 30),
    "hospital": ("送医交接", 120, 120),
}
STAGE_LIMIT = {
    (stage, urgent): Spec(
        f"case_limit.{stage}.{'urgent' if urgent else 'normal'}",
        f"时限：{label}{'(紧急)' if urgent else ''}(分钟)",
        int,
        fast if urgent else slow,
    )
    for stage, (label, slow, fast) in _STAGES.items()
    for urgent in (False, True)
}
_NUMBERS = (
    Spec("retention.place_checkins_d", "留存：场所登记(天)", int, 28),
    Spec("retention.gate_checks_d", "留存：卡口记录(天)", int, 60),
    Spec("retention.location_points_d", "留存：解除后位置点(天)", int, 14),
    Spec("retention.anonymise_after_d", "留存：战役结束后匿名化(天)", int, 90),
    Spec("retention.audit_d", "留存：审计日志(天)", int, 365),
    Spec("sms.per_minute", "短信：每分钟", int, 1),
    Spec("sms.per_hour", "短信：每小时", int, 5),
    Spec("sms.per_day", "短信：每天", int, 10),
    Spec("sms.code_minutes", "短信：验证码有效(分钟)", int, 5),
)
_ALL: tuple[Spec[Any], ...] = (
    *(FEVER, FEVER_EAR, TEMP_RANGE, PROFILE, CONTACT_WINDOW, CLUSTER_MIN, CLUSTER_WINDOW),
    *(KEY_AREA, ARRIVAL_WINDOW, CHECK_SLOTS, ESCALATION, ABNORMAL, VISIT_DAYS, LIGHTS),
    *(RETRIES, CONTACT_RED, GRADES, TTL_DYNAMIC, TTL_PAPER, PASS_VALID, HOME_COLOUR),
    *(GEOFENCE, TIP_LIMITS, JUST_REPORTED, DUPLICATES, PASSWORDS, AREA_LEVELS),
    *(RED_TOGETHER, SHED),
    *(EXPORT_ALONE, EXPORT_KEPT),
    *SOURCE.values(),
    *STAGE_LIMIT.values(),
    *_NUMBERS,
)
CATALOGUE: Mapping[str, Spec[object]] = {spec.key: spec for spec in _ALL}


def spec_of(key: str) -> Spec[object]:
    """Raises UnknownParameter."""
    try:
        return CATALOGUE[key]
    except KeyError:
        raise UnknownParameter(key) from None
