import pytest

from lianfang.audit.actions import record
from lianfang.audit.jobs import deliver_due
from lianfang.cases.enums import State, Urgency
from lianfang.cases.handlers import open_a_case_of_missed_checks
from lianfang.cases.models import Case
from lianfang.org.enums import RoleCode
from lianfang.quarantine.models import Slot
from tests.factories.cases import SYSTEM, later
from tests.factories.geo import T0
from tests.factories.org import make_staff
from tests.factories.quarantine import make_episode

pytestmark = pytest.mark.django_db


@pytest.fixture
def episode():
    make_staff(RoleCode.GRID_WORKER)
    return make_episode()


def escalated(episode, step):
    slot = Slot.objects.filter(episode=episode).order_by("id").first()
    detail = {"step": step, "person": episode.person_id}
    return record("slot.escalated", slot, by=SYSTEM, at=T0, detail=detail)


def the_case():
    return Case.objects.unscoped().get()


@pytest.mark.parametrize("step", ["call", "doctor"])
def test_one_missed_check_opens_no_case(episode, step):
    open_a_case_of_missed_checks(escalated(episode, step), T0)

    assert Case.objects.unscoped().count() == 0


def test_two_missed_checks_open_one_urgent_case_however_often_it_is_heard(episode):
    entry = escalated(episode, "case")

    open_a_case_of_missed_checks(entry, T0)
    open_a_case_of_missed_checks(entry, later(minutes=1))
    deliver_due(now=later(minutes=1))

    case = the_case()
    assert (case.kind, case.urgency, case.person_id, case.state) == (
        "missed_checks",
        Urgency.URGENT,
        episode.person_id,
        State.DISPATCHED,
    )


def test_a_third_missed_check_makes_the_case_critical(episode):
    open_a_case_of_missed_checks(escalated(episode, "case"), T0)

    open_a_case_of_missed_checks(escalated(episode, "command"), later(hours=10))

    assert the_case().urgency == Urgency.CRITICAL
