"""Tips without a name: limited, never traced back; and what is told of recent reports."""

import datetime as dt
import uuid

import pytest
from django.apps import apps

from lianfang.audit.jobs import deliver_due
from lianfang.cases.actions import forget_senders, must_be_news, open_case, submit_tip
from lianfang.cases.enums import Kind, Limited, Source, State, SubjectKind, Urgency
from lianfang.cases.errors import JustReported, PlaceNeeded, TooManyTips
from lianfang.cases.models import Case, DayCount
from lianfang.cases.rules import ANONYMOUS, Sender
from lianfang.geo.rules import Point
from lianfang.org.enums import RoleCode
from lianfang.policy.actions import set_parameter
from tests.factories.cases import PHONE, SYSTEM, later, make_case
from tests.factories.geo import GRID, T0, make_area, square
from tests.factories.org import make_staff
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
BESIDE = "990101001001002"
SENDER = Sender("a-phone", "203.0.113.77")


def tip(sender=SENDER, at=T0, **more):
    make_area()
    told = {"key": uuid.uuid4(), "subject_kind": SubjectKind.SUSPECTED, "subject_name": "张三"}
    told |= {"description": "一直咳嗽", "area_code": GRID} | more
    submit_tip(**told, sender=sender, by=ANONYMOUS, at=at)
    return Case.objects.unscoped().filter(key=told["key"]).first()


def ask(sender=SENDER, at=T0, **more):
    told = {"key": uuid.uuid4(), "subject_name": "张三", "area_code": GRID} | more
    must_be_news(**told, sender=sender, by=ANONYMOUS, at=at)


def is_known(**more):
    try:
        ask(**more)
    except JustReported:
        return True
    return False


def everything_stored():
    """Every cell of every table, as text."""
    for model in apps.get_models():
        manager = model._base_manager
        for row in manager.values_list():
            yield from map(str, row)


def test_a_tip_about_a_person_is_a_case_like_a_report_and_reaches_the_grid_worker():
    make_area()
    worker = make_staff(RoleCode.GRID_WORKER)

    case = tip(symptoms=["01"])
    deliver_due(now=T0)

    assert (case.kind, case.source, case.urgency) == (Kind.VERIFY, Source.TIP, Urgency.URGENT)
    case.refresh_from_db()
    assert (case.state, case.assignee_id) == (State.DISPATCHED, worker.id)


def test_a_tip_about_a_place_is_answered_with_feedback():
    case = tip(subject_kind=SubjectKind.PLACE, subject_name="")

    assert (case.kind, case.subject_name, case.urgency) == (
        Kind.PLACE,
        "场所名称不详",
        Urgency.NORMAL,
    )


def test_a_tip_keeps_nothing_about_its_sender():
    case = tip()
    deliver_due(now=T0)

    assert (case.reporter_kind, case.reporter_id) == ("anonymous", None)
    stored = list(everything_stored())
    assert not [cell for cell in stored if SENDER.device in cell or SENDER.address in cell]
    marks = set(DayCount.objects.values_list("mark", flat=True))
    tip(at=later(days=1))
    assert not marks & set(DayCount.objects.filter(day__gt=T0).values_list("mark", flat=True))


def test_a_tip_sent_twice_is_one_and_counts_once():
    key = uuid.uuid4()

    tip(key=key)
    tip(key=key)

    assert Case.objects.unscoped().count() == 1
    assert set(DayCount.objects.values_list("count", flat=True)) == {1}


def test_a_tip_without_a_place_asks_for_one_and_counts_nothing():
    with pytest.raises(PlaceNeeded):
        tip(area_code="")

    assert not DayCount.objects.exists()


@pytest.mark.parametrize(
    ("limit", "sender"),
    [
        ("per_device", lambda _: Sender("a-phone")),
        ("per_address", lambda n: Sender(f"phone {n}", "203.0.113.77")),
        ("per_area", lambda n: Sender(f"phone {n}", f"203.0.113.{n}")),
    ],
)
def test_tips_stop_at_the_limit_of_the_day_and_begin_again_tomorrow(limit, sender):
    limits = {"per_device": 9, "per_address": 9, "per_area": 9, limit: 2}
    set_parameter("tip.limits", limits, valid_from=T0, by=make_staff(RoleCode.SYSADMIN), at=T0)
    tip(sender(1)), tip(sender(2))

    with pytest.raises(TooManyTips):
        tip(sender(3))

    assert Case.objects.unscoped().count() == 2
    assert tip(sender(4), at=later(days=1))


def test_the_counts_of_yesterday_are_forgotten():
    tip()
    today = (T0 + dt.timedelta(days=1)).date()

    assert forget_senders(before=today, by=SYSTEM, at=later(days=1)) == len(Limited) - 1
    assert forget_senders(before=today, by=SYSTEM, at=later(days=1)) == 0


def test_a_repeat_is_told_by_name_or_phone_in_the_same_grid_within_hours():
    make_case()
    make_area(BESIDE)

    assert is_known()
    assert is_known(subject_name="张先生", subject_phone=PHONE)
    assert not is_known(subject_name="李四", subject_phone="13900000000")
    assert not is_known(area_code=BESIDE)
    assert not is_known(at=later(hours=7))


def test_a_repeat_is_told_within_fifty_metres_also_across_a_border():
    make_area(GRID, geometry=square())
    make_area(BESIDE, geometry=square(lon=124.01))
    make_case(point=Point(124.0099, 30.005))
    about = {"subject_name": "别人", "area_code": ""}

    assert is_known(point=Point(124.0102, 30.005), **about)
    assert not is_known(point=Point(124.0106, 30.005), **about)


def test_a_tip_is_a_recent_report_too_and_a_resend_is_no_repeat():
    case = tip()

    assert is_known()
    assert not is_known(key=case.key)


@pytest.mark.parametrize(
    "more",
    [
        {"source": Source.CLOSE_CONTACT, "kind": Kind.VERIFY},
        {"source": Source.GATE, "kind": Kind.VERIFY},
        {"source": Source.CITIZEN, "kind": Kind.HELP},
        {"source": Source.CITIZEN, "kind": Kind.APPEAL},
        {"source": Source.SYSTEM, "kind": Kind.MISSED_CHECKS},
    ],
)
def test_what_staff_filed_or_others_asked_for_is_never_told(more):
    make_area()
    person = make_person(name="张三", phone=PHONE)
    open_case(person=person, by=SYSTEM, at=T0, area_code=GRID, **more)

    assert not is_known(subject_phone=PHONE)


def test_whoever_asks_on_and_on_is_told_nothing_more_until_tomorrow():
    make_case()
    set_parameter(
        "report.just_reported",
        {"hours": 48, "metres": 50, "told_per_day": 1},
        valid_from=T0,
        by=make_staff(RoleCode.SYSADMIN),
        at=T0,
    )

    told = [is_known(sender=Sender(f"phone {n}", SENDER.address)) for n in range(3)]

    assert told == [True, False, False]
    assert is_known(at=later(days=1))
