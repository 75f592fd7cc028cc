"""The door of a status: moves offered and made, corrected, voided and restored."""

import datetime as dt

import pytest

from lianfang.approvals.models import Approval
from lianfang.audit.jobs import deliver_due
from lianfang.org.models import User
from lianfang.people.queries import by_id, history_of
from tests.api.calls import call, hold_clock, sign_in
from tests.factories.geo import GRID, T0, make_area
from tests.factories.org import make_staff
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
NAME = "欧阳若兰"
LATER = T0 + dt.timedelta(hours=2)


@pytest.fixture(autouse=True)
def eleven_in_the_morning(settings):
    hold_clock(settings, LATER)
    make_area()


def test_a_move_is_offered_made_and_taken_back(client):
    person = make_person(name=NAME)
    sign_in(client, make_staff("community_officer", areas=(GRID[:12],)))
    at = f"/console/status/{person.key}"

    offered = call(client, "get", f"{at}/moves").json()
    asked = {move["act"]: [one["id"] for one in move["asked"]] for move in offered["moves"]}
    body = {"act": "transfer", "receiver": "邻市疾控", "note": "回户籍地", "since": T0.isoformat()}
    made = call(client, "post", f"{at}/moves", body)
    [correction] = call(client, "get", f"{at}/moves").json()["corrections"]
    taken = call(client, "post", f"{at}/corrections", correction | {"note": "未成行"})

    assert asked["transfer"] == ["receiver", "since", "note"]
    assert (made.status_code, taken.status_code) == (204, 204)
    assert by_id(person.pk).control_status == "registered"
    assert history_of(person)[-1].compensates_id == correction["event"]


def test_what_is_missing_is_told_by_field(client):
    person = make_person()
    sign_in(client, make_staff("community_officer", areas=(GRID[:12],)))

    answer = call(client, "post", f"/console/status/{person.key}/moves", {"act": "observe"})

    assert answer.status_code == 422
    assert answer.json()["code"] == "roster.bad_move"
    assert set(answer.json()["fields"]) == {"subject_class", "anchor_at", "mode"}


def test_a_file_is_voided_by_two_and_restored(client):
    person = make_person(name=NAME)
    officer = make_staff("community_officer", areas=(GRID[:12],))
    cdc = make_staff("cdc_officer", areas=(GRID[:4],))
    at = f"/console/status/{person.key}"
    sign_in(client, officer)
    assert call(client, "post", f"{at}/void", {"reason": "重复建档"}).status_code == 202
    assert call(client, "get", f"{at}/moves").json()["voided"] is None

    sign_in(client, cdc)
    approval = Approval.objects.unscoped().get()
    call(client, "post", f"/cdc/approvals/{approval.key}", {"granted": True, "reason": ""})
    deliver_due(now=LATER)
    told = call(client, "get", f"{at}/moves").json()
    assert told["voided"] | {"at": ""} == {
        "reason": "重复建档",
        "asked_by": officer.name,
        "by": cdc.name,
        "at": "",
    }
    assert NAME not in call(client, "get", "/console/persons").content.decode()

    back = call(client, "post", f"{at}/restoration", {"reason": "误作废"})
    assert back.status_code == 204
    assert NAME in call(client, "get", "/console/persons").content.decode()


def test_a_stranger_finds_nothing_and_who_only_views_changes_nothing(client):
    person, other = make_person(name=NAME), make_person()
    event = history_of(other)[-1].pk
    at = f"/console/status/{person.key}"
    doors = [
        ("get", f"{at}/moves", None),
        ("post", f"{at}/moves", {"act": "transfer", "receiver": "x", "note": "x"}),
        ("post", f"{at}/corrections", {"axis": "control_status", "event": event, "note": "x"}),
        ("post", f"{at}/void", {"reason": "x"}),
        ("post", f"{at}/restoration", {"reason": "x"}),
    ]
    sign_in(client, make_staff("community_officer", areas=("990101001002",)))
    strange = [call(client, *door) for door in doors]
    sign_in(client, make_staff("commander", areas=(GRID[:4],)))
    viewing = [call(client, *door) for door in doors[1:]]

    assert {answer.status_code for answer in strange} == {404}
    assert {answer.status_code for answer in viewing} == {404, 403}
    assert NAME not in "".join(a.content.decode() for a in strange)
    assert by_id(person.pk).control_status == "registered"


def test_who_must_change_an_old_password_first_or_has_no_such_post_moves_nothing(client):
    person = make_person()
    at = f"/console/status/{person.key}/moves"
    body = {"act": "transfer", "receiver": "x", "note": "x"}
    officer = make_staff("community_officer", areas=(GRID[:12],))
    User.objects.filter(pk=officer.id).update(must_change_password=True)
    sign_in(client, officer)
    old = call(client, "post", at, body)
    sign_in(client, make_staff("gatekeeper", areas=(GRID[:12],)))
    keeper = call(client, "post", at, body)

    assert (old.status_code, old.json()["code"]) == (403, "session.change_password_first")
    assert (keeper.status_code, keeper.json()["code"]) == (403, "org.missing_permission")
    assert by_id(person.pk).control_status == "registered"


def test_another_persons_event_is_not_there_to_be_corrected(client):
    person, other = make_person(), make_person()
    sign_in(client, make_staff("community_officer", areas=(GRID[:12],)))
    move = {"act": "transfer", "receiver": "x", "note": "x"}
    call(client, "post", f"/console/status/{other.key}/moves", move)
    event = history_of(other)[-1].pk

    body = {"axis": "control_status", "event": event, "note": "误"}
    answer = call(client, "post", f"/console/status/{person.key}/corrections", body)

    assert answer.status_code == 404
