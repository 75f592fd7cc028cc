"""Which rules are in force at a moment; every function here costs one statement at most."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from django.db.models import QuerySet

from lianfang.core.compiled import Compiled
from lianfang.policy import rules
from lianfang.policy.client import editions
from lianfang.policy.enums import PassColour, SourcePolicy
from lianfang.policy.errors import NoRule, UnknownProfile
from lianfang.policy.models import Parameter, Profile
from lianfang.policy.rules import (
    AbnormalRule,
    Bands,
    CheckSlots,
    DuplicateScores,
    Escalation,
    JustReported,
    KeyArea,
    Rule,
    Spec,
    TempRange,
    TipLimits,
    rule_from,
    spec_of,
)

T = TypeVar("T")
_URGENT = 2


@dataclass(frozen=True)
class _Value:
    value: object


@dataclass(frozen=True)
class _Rules:
    rules: dict[str, object]


def _in_force(key: str, at: dt.datetime) -> QuerySet[Parameter]:
    begun = Parameter.objects.filter(key=key, valid_from__lte=at)
    return begun.order_by("-valid_from", "-id")[:1]


def _edition(code: str) -> QuerySet[Profile]:
    return Profile.objects.filter(code=code)


_value = Compiled(_Value, _in_force, key=str, at=dt.datetime)
_rules = Compiled(_Rules, _edition, code=str)


@dataclass(frozen=True)
class Setting:
    """A line of the parameter catalogue as a page shows it."""

    key: str
    label: str
    note: str
    default: object
    value: object
    valid_from: dt.datetime | None


def value_of(spec: Spec[T], *, at: dt.datetime) -> T:
    """What somebody set, else the default; always fresh, no cache to go stale."""
    for row in _value(key=spec.key, at=at):
        return spec.read(row.value)
    return spec.default


def parameter(key: str, *, at: dt.datetime) -> object:
    """A value by its key of handbook §9; raises UnknownParameter."""
    return value_of(spec_of(key), at=at)


def catalogue(*, at: dt.datetime) -> list[Setting]:
    """Every parameter with what is in force now."""
    begun = Parameter.objects.filter(valid_from__lte=at).order_by("valid_from", "id")
    found = {key: (value, since) for key, value, since in begun.values_list(*_COLUMNS)}
    settings = []
    for key, spec in rules.CATALOGUE.items():
        default = spec.write(spec.default)
        value, since = found.get(key, (default, None))
        settings.append(Setting(key, spec.label, spec.note, default, value, since))
    return settings


_COLUMNS = ("key", "value", "valid_from")


def active_profile(*, at: dt.datetime) -> str:
    return value_of(rules.PROFILE, at=at)


def rule_for(profile: str, subject_class: str) -> Rule:
    """What that edition asks; the city's own row wins over the shipped one.

    Raises UnknownProfile, and NoRule where the edition asks nothing of this class of people.
    """
    own = _rules(code=profile)
    if not own and profile not in editions():
        raise UnknownProfile(profile)
    by_class = own[0].rules if own else editions()[profile]["rules"]
    if subject_class not in by_class:
        raise NoRule
    return rule_from(by_class[subject_class])


def profiles() -> list[Profile]:
    return list(Profile.objects.order_by("code"))


def fever_threshold_c(*, at: dt.datetime) -> Decimal:
    return value_of(rules.FEVER, at=at)


def temp_range(*, at: dt.datetime) -> TempRange:
    return value_of(rules.TEMP_RANGE, at=at)


def source_policy(source: str, *, at: dt.datetime) -> SourcePolicy:
    """``auto`` or ``verify`` for a source of handbook §4.2; others are verified first."""
    spec = rules.SOURCE.get(source)
    return value_of(spec, at=at) if spec else SourcePolicy.VERIFY


def stage_limit(stage: str, urgency: int, *, at: dt.datetime) -> dt.timedelta | None:
    """How long a stage may take (§1.6), urgency 1 and 2 the urgent limit; empty: nobody waits."""
    spec = rules.STAGE_LIMIT.get((stage, urgency <= _URGENT))
    return dt.timedelta(minutes=value_of(spec, at=at)) if spec else None


def light_bands(*, at: dt.datetime) -> Bands:
    return value_of(rules.LIGHTS, at=at)


def check_slots(*, at: dt.datetime) -> CheckSlots:
    return value_of(rules.CHECK_SLOTS, at=at)


def escalation(*, at: dt.datetime) -> Escalation:
    return value_of(rules.ESCALATION, at=at)


def abnormal_rule(*, at: dt.datetime) -> AbnormalRule:
    return value_of(rules.ABNORMAL, at=at)


def visit_days(*, at: dt.datetime) -> list[int]:
    return value_of(rules.VISIT_DAYS, at=at)


def retry_hours(*, at: dt.datetime) -> list[int]:
    """When to try again to reach someone, in hours after the first attempt."""
    return value_of(rules.RETRIES, at=at)


def contact_red_for(*, at: dt.datetime) -> dt.timedelta:
    return dt.timedelta(hours=value_of(rules.CONTACT_RED, at=at))


def key_area(*, at: dt.datetime) -> KeyArea:
    return value_of(rules.KEY_AREA, at=at)


def arrival_window(*, at: dt.datetime) -> dt.timedelta:
    return dt.timedelta(days=value_of(rules.ARRIVAL_WINDOW, at=at))


def geofence_radius_m(*, at: dt.datetime) -> int:
    return value_of(rules.GEOFENCE, at=at)


def tip_limits(*, at: dt.datetime) -> TipLimits:
    return value_of(rules.TIP_LIMITS, at=at)


def just_reported(*, at: dt.datetime) -> JustReported:
    return value_of(rules.JUST_REPORTED, at=at)


def pass_token_ttl(*, at: dt.datetime) -> dt.timedelta:
    return dt.timedelta(seconds=value_of(rules.TTL_DYNAMIC, at=at))


def check_ins_kept_for(*, at: dt.datetime) -> dt.timedelta:
    """How long it is known who was at a place (§7.3)."""
    days = parameter("retention.place_checkins_d", at=at)
    return dt.timedelta(days=int(str(days)))


def card_valid_for(*, at: dt.datetime) -> dt.timedelta:
    """How long a printed card is good, at most (§4.5)."""
    return dt.timedelta(hours=value_of(rules.TTL_PAPER, at=at))


def pass_valid_for(*, at: dt.datetime) -> dt.timedelta:
    return dt.timedelta(hours=value_of(rules.PASS_VALID, at=at))


def is_shedding(*, at: dt.datetime) -> bool:
    """Whether the optional parts of the pass are switched off under overload."""
    return value_of(rules.SHED, at=at)


def most_red_together(*, at: dt.datetime) -> int:
    """How many people one batch may turn red before a second person has agreed (§4.5)."""
    return value_of(rules.RED_TOGETHER, at=at)


def home_observation_colour(*, at: dt.datetime) -> PassColour:
    return value_of(rules.HOME_COLOUR, at=at)


def duplicate_scores(*, at: dt.datetime) -> DuplicateScores:
    return value_of(rules.DUPLICATES, at=at)


def export_alone_most(*, at: dt.datetime) -> int:
    """How many people somebody may export without a second person."""
    return value_of(rules.EXPORT_ALONE, at=at)


def export_kept_for(*, at: dt.datetime) -> dt.timedelta:
    return dt.timedelta(hours=value_of(rules.EXPORT_KEPT, at=at))
