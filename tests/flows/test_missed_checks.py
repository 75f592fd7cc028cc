"""Scenario 5: two missed checks climb the ladder, each level once, whatever the scheduler does."""

import datetime as dt

import pytest

from lianfang.audit.jobs import deliver_due
from lianfang.audit.models import Entry
from lianfang.core.clock import at_local
from lianfang.messages.queries import inbox
from lianfang.org.enums import RoleCode
from lianfang.quarantine.jobs import escalate_due, open_slots, plan_slots
from lianfang.quarantine.models import Escalation, Visit
from tests.factories.accounts import make_account
from tests.factories.geo import GRID, make_area
from tests.factories.org import make_staff
from tests.factories.people import make_person
from tests.factories.quarantine import make_episode

START = at_local(dt.date(2020, 2, 10), dt.time(5))
QUARTER = dt.timedelta(minutes=15)
LADDER = {
    "10am": [1, 2, 3, 4, 5],
    "10pm": [1, 2, 3, 4, 5, 6],
}


def run_scheduler(now, times=1):
    """Twice in the same minute is a scheduler that was stopped and started."""
    for _ in range(times):
        plan_slots(now=now)
        open_slots(now=now)
        escalate_due(now=now)
        deliver_due(now=now)


def levels_by_slot(slots):
    climbed = {slot: [] for slot in slots}
    rows = Escalation.objects.order_by("id").select_related("slot")
    for row in rows:
        climbed[f"{row.slot.day.day}{row.slot.part}"].append(row.level)
    return climbed


def entries(action, *, step=None):
    found = Entry.objects.filter(action=action).order_by("id")
    return [e for e in found if step is None or e.detail["step"] == step]


@pytest.mark.django_db
@pytest.mark.parametrize("restarts", [1, 3])
def test_two_missed_checks_climb_every_level_once(restarts):
    make_area()
    doctor = make_staff(RoleCode.COMMUNITY_DOCTOR, areas=(GRID[:12],))
    worker = make_staff(RoleCode.GRID_WORKER)
    person = make_person(at=START)
    resident = make_account(person)
    make_episode(person, at=START)

    now = START
    while now < START + dt.timedelta(hours=20):  # until one in the morning of the 11th
        run_scheduler(now, times=restarts)
        now += QUARTER

    assert levels_by_slot(LADDER) == LADDER
    assert len(entries("slot.missed")) == 2
    assert len(entries("slot.escalated", step="call")) == 2
    assert len(entries("slot.escalated", step="doctor")) == 2
    (case,) = entries("slot.escalated", step="case")
    assert (case.detail["level"], case.detail["person"]) == (6, person.pk)
    visits = Visit.objects.unscoped().filter(why__startswith="slot:").order_by("id")
    assert [(v.kind, v.assignee_id) for v in visits] == [
        ("call", worker.id),
        ("missed", doctor.id),
        ("call", worker.id),
        ("missed", doctor.id),
    ]
    told = [line.title for line in reversed(inbox("account", resident.id))]
    assert told == [
        "请按时自查",
        "请完成上午自查",
        "上午自查即将截止",
        "请完成下午自查",
        "下午自查即将截止",
    ]


@pytest.mark.django_db
def test_third_missed_check_goes_on_the_command_list_once():
    person = make_person(at=START)
    make_episode(person, at=START)

    for hours in (0, 10, 20, 31, 34, 35):  # the last three: 12:00, 15:00 and 16:00 of the 11th
        run_scheduler(START + dt.timedelta(hours=hours), times=2)

    assert [e.detail["level"] for e in entries("slot.escalated", step="command")] == [7]
    assert len(entries("slot.escalated", step="case")) == 1


@pytest.mark.django_db
def test_scheduler_down_for_a_day_makes_up_levels_without_old_reminders():
    person = make_person(at=START)
    resident = make_account(person)
    make_episode(person, at=START)

    run_scheduler(START + dt.timedelta(hours=20), times=3)

    assert levels_by_slot(LADDER) == {"10am": [3, 4, 5], "10pm": [3, 4, 5, 6]}
    assert [line.title for line in inbox("account", resident.id)] == ["请按时自查"]
