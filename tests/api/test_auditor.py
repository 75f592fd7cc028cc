import pytest

from lianfang.audit.jobs import seal_entries
from lianfang.cases.actions import open_task
from lianfang.org.enums import RoleCode
from tests.api.calls import call, sign_in
from tests.factories.cases import make_task
from tests.factories.geo import GRID, T0
from tests.factories.org import make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(client):
    auditor = make_staff(RoleCode.AUDITOR, areas=(GRID[:6],))
    sign_in(client, auditor)
    return auditor


def test_the_trail_says_who_did_what_and_nothing_of_the_person(client, auditor):
    case, _worker = make_task()
    seal_entries()

    page = call(client, "get", "/auditor/entries", {"action": "case."}).json()

    assert [(e["action"], e["subject_id"], e["actor_name"]) for e in page["items"]] == [
        ("case.dispatched", case.pk, "系统"),
        ("case.submitted", case.pk, "市民"),
    ]
    assert all(len(e["seal"]) == 64 for e in page["items"])
    assert "张三" not in str(page)


def test_the_access_log_says_who_looked(client, auditor):
    case, worker = make_task()
    open_task(case, by=worker, at=T0)

    (line,) = call(client, "get", "/auditor/accesses").json()["items"]

    assert (line["actor_id"], line["subject_id"], line["fields"]) == (
        worker.id,
        case.pk,
        "address,phone",
    )


def test_the_trail_is_paged(client, auditor):
    for _ in range(26):
        make_task()

    first = call(client, "get", "/auditor/entries", {"action": "case."}).json()
    cursor = {"action": "case.", "cursor": first["next"]}
    second = call(client, "get", "/auditor/entries", cursor).json()

    assert (len(first["items"]), len(second["items"]), second["next"]) == (50, 2, None)


def test_nobody_else_reads_the_trail(client):
    for role in (RoleCode.SYSADMIN, RoleCode.COMMANDER, RoleCode.GRID_WORKER):
        sign_in(client, make_staff(role, areas=(GRID[:6],)))
        assert call(client, "get", "/auditor/entries").status_code == 403
        assert call(client, "get", "/auditor/accesses").status_code == 403
