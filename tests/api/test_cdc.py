"""The door of contact lists: counts go out, names do not, and strangers find nothing."""

import uuid

import pytest

from lianfang.audit.jobs import deliver_due
from lianfang.treatment.actions import suspect
from tests.api.calls import call, hold_clock, sign_in
from tests.factories.geo import GRID, T0
from tests.factories.org import make_staff
from tests.factories.people import make_person
from tests.factories.treatment import make_cdc

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nine_in_the_morning(settings):
    hold_clock(settings, T0)


def body(index, many):
    rows = [
        {
            "name": "密接乙",
            "phone": f"1370000{n:04}",
            "area_code": GRID,
            "last_at": T0.isoformat(),
            "relation": "5",
            "manner": "1",
        }
        for n in range(many)
    ]
    return {"key": str(uuid.uuid4()), "index_key": str(index.key), "why": "聚餐", "rows": rows}


def test_a_long_list_is_proposed_by_one_and_agreed_to_by_another(client):
    cdc, other = make_cdc(), make_cdc()
    index = make_person(name="张甲")
    suspect(index, basis="发热", by=cdc, at=T0)
    sign_in(client, cdc)

    sent = call(client, "post", "/cdc/contact-lists", body(index, 11))
    own = call(client, "get", "/cdc/approvals").json()
    sign_in(client, other)
    [asked] = call(client, "get", "/cdc/approvals").json()
    agreed = call(client, "post", f"/cdc/approvals/{asked['key']}", {"granted": True})
    deliver_due(now=T0)

    assert (sent.status_code, sent.json()["state"], own) == (201, "waiting", [])
    assert agreed.status_code == 204
    [row] = call(client, "get", "/cdc/contact-lists").json()
    assert (row["state"], row["total"], row["index_name"]) == ("filed", 11, "张甲")
    assert "密接乙" not in str(row)


def test_strangers_propose_nothing(client):
    cdc = make_cdc()
    index = make_person()
    suspect(index, basis="发热", by=cdc, at=T0)

    for caller, status in ((make_cdc(areas=("9902",)), 404), (make_staff(), 403)):
        sign_in(client, caller)
        assert call(client, "post", "/cdc/contact-lists", body(index, 1)).status_code == status
