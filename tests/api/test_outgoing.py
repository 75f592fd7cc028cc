import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lianfang.audit.models import Entry
from lianfang.core.actor import Actor
from lianfang.messages.actions import queue_sms, queue_wechat, settle
from lianfang.messages.enums import OutgoingState
from lianfang.messages.models import Outgoing
from lianfang.org.enums import RoleCode
from tests.api.calls import call, sign_in
from tests.factories.geo import GRID, T0
from tests.factories.org import make_staff

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()


@pytest.fixture
def keeper(client):
    keeper = make_staff(RoleCode.SYSADMIN, areas=(GRID[:6],))
    sign_in(client, keeper)
    return keeper


def failed(phone="13800138000"):
    owed = queue_sms(phone, "【联防】验证码 123456", by=SYSTEM, at=T0)
    settle(owed, state=OutgoingState.FAILED, reason="status 400", by=SYSTEM, at=T0)
    return owed


def test_messages_that_did_not_arrive_are_listed_masked(client, keeper):
    failed()
    queue_wechat("o-secret-follower", "x", by=SYSTEM, at=T0)

    page = call(client, "get", "/console/outgoing", {"state": "failed"}).json()
    both = call(client, "get", "/console/outgoing").json()

    (line,) = page["items"]
    assert (line["address_masked"], line["reason"]) == ("138****8000", "status 400")
    assert page["counts"] == {"queued": 1, "sent": 0, "delivered": 0, "failed": 1}
    assert "123456" not in str(both)
    assert "secret" not in str(both)


def test_list_takes_the_same_number_of_statements_however_long(client, keeper):
    failed()
    with CaptureQueriesContext(
        connection,
    ) as one:
        call(client, "get", "/console/outgoing")
    failed("13800138001")
    failed("13800138002")
    with CaptureQueriesContext(connection) as three:
        call(client, "get", "/console/outgoing")

    assert len(one) == len(three)


def test_pages_follow_one_another(client, keeper):
    for n in range(51):
        failed(f"138001380{n:02}")

    first = call(client, "get", "/console/outgoing").json()
    second = call(client, "get", "/console/outgoing", {"cursor": first["next"]}).json()

    assert (len(first["items"]), len(second["items"]), second["next"]) == (50, 1, None)


def test_failed_message_is_owed_again_once(client, keeper):
    owed = failed()

    answer = call(client, "post", f"/console/outgoing/{owed.key}/again")
    twice = call(client, "post", f"/console/outgoing/{owed.key}/again")

    assert (answer.status_code, twice.status_code) == (204, 409)
    assert Outgoing.objects.get().state == "queued"
    assert Entry.objects.filter(action="message.queued").count() == 2


def test_message_nobody_knows_is_not_found(client, keeper):
    key = "00000000-0000-4000-8000-000000000000"

    assert call(client, "post", f"/console/outgoing/{key}/again").status_code == 404


@pytest.mark.parametrize("role", [RoleCode.GRID_WORKER, RoleCode.AUDITOR])
def test_others_neither_see_nor_send(client, role):
    sign_in(client, make_staff(role, areas=(GRID[:6],)))
    owed = failed()

    assert call(client, "get", "/console/outgoing").status_code == 403
    assert call(client, "post", f"/console/outgoing/{owed.key}/again").status_code == 403
