"""The scheduler: plans ahead, opens, escalates; stopped and started, it does nothing twice."""

import datetime as dt

import pytest

from lianfang.core.actor import Actor
from lianfang.core.clock import at_local
from lianfang.org.enums import Permission
from lianfang.org.rules import Caller
from lianfang.policy.actions import set_parameter
from lianfang.quarantine.actions import escalate, pause_for_hospital
from lianfang.quarantine.jobs import escalate_due, open_slots, plan_slots
from lianfang.quarantine.models import Escalation, Slot
from tests.factories.geo import T0
from tests.factories.people import make_person
from tests.factories.quarantine import make_episode, make_reading

DAY = dt.timedelta(days=1)
TODAY = dt.date(2020, 2, 10)
ADMIN = Caller(1, "管理员", None, areas_by_permission={Permission.POLICY_EDIT: frozenset({"CN"})})

pytestmark = pytest.mark.django_db


def local(hour, minute=0, day=TODAY):
    return at_local(day, dt.time(hour, minute))


def levels(slot):
    return list(
        Escalation.objects.filter(slot=slot).order_by("level").values_list("level", flat=True)
    )


def test_plan_makes_tomorrows_checks_once():
    episode = make_episode()

    assert [plan_slots(now=T0), plan_slots(now=T0 + DAY), plan_slots(now=T0 + DAY)] == [0, 2, 0]
    assert Slot.objects.filter(episode=episode).count() == 6


def test_plan_stops_at_the_end_and_leaves_out_whoever_is_in_hospital():
    episode = make_episode()
    for day in range(20):
        plan_slots(now=T0 + day * DAY)
    assert Slot.objects.filter(episode=episode).order_by("-opens_at").first().day.day == 23

    sick = make_episode(make_person(name="王五"))
    pause_for_hospital(sick, by=Actor.system(), at=T0)
    assert plan_slots(now=T0 + DAY) == 0


def test_open_slots_opens_what_has_begun_and_nothing_else():
    episode = make_episode()

    assert open_slots(now=T0) == 1

    states = (
        Slot.objects.filter(episode=episode).order_by("opens_at").values_list("state", flat=True)
    )
    assert list(states) == ["open", "planned", "planned", "planned"]


def test_reported_check_climbs_no_further():
    person = make_person()
    episode = make_episode(person)
    escalate_due(now=local(9))
    make_reading(person)

    assert escalate_due(now=local(15)) == 0
    assert levels(Slot.objects.get(episode=episode, day=TODAY, part="am")) == [1]


def test_late_report_inside_the_grace_breaks_the_run():
    person = make_person()
    episode = make_episode(person)
    escalate_due(now=local(12, 30))

    make_reading(person, at=local(13))
    escalate_due(now=local(23, 59))
    escalate_due(now=local(1, day=TODAY + DAY))

    evening = Slot.objects.get(episode=episode, day=TODAY, part="pm")
    assert (evening.state, levels(evening)) == ("missed", [3, 4, 5])


def test_escalate_with_a_stale_row_does_nothing():
    episode = make_episode()
    stale = Slot.objects.select_related("episode").get(episode=episode, day=TODAY, part="am")
    escalate_due(now=local(12))

    assert escalate(stale, by=Actor.system(), at=local(12)) == []


def test_escalate_leaves_others_alone_when_one_fails(monkeypatch):
    from lianfang.quarantine import jobs  # noqa: PLC0415 -- patched here

    first, second = make_episode(), make_episode(make_person(name="王五"))
    real = jobs.escalate

    def fragile(slot, **given):
        if slot.episode_id == first.pk:
            raise RuntimeError
        return real(slot, **given)

    monkeypatch.setattr(jobs, "escalate", fragile)

    assert escalate_due(now=local(9)) == 1
    assert levels(Slot.objects.get(episode=second, day=TODAY, part="am")) == [1]


def test_reminder_in_quiet_hours_waits_for_the_morning():
    early = {
        "am": {"opens": "05:00:00", "closes": "12:00:00"},
        "pm": {"opens": "16:00:00", "closes": "22:00:00"},
    }
    set_parameter("daily_check.slots", early, valid_from=T0 - DAY, by=ADMIN, at=T0 - DAY)
    episode = make_episode(at=local(4), anchor_at=T0 - DAY)

    assert escalate_due(now=local(5)) == 0
    assert escalate_due(now=local(6)) == 1
    assert levels(Slot.objects.get(episode=episode, day=TODAY, part="am")) == [1]
