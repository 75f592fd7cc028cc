"""The second person is never the asker, and a stranger sees nothing."""

import uuid

import pytest

from lianfang.approvals import queries
from lianfang.approvals.actions import ask, decide
from lianfang.approvals.errors import AlreadyDecided, OwnRequest, ReasonNeeded
from lianfang.audit.queries import timeline
from lianfang.core.problems import NotFound
from lianfang.org.enums import Permission, RoleCode
from tests.factories.geo import GRID, T0, make_area
from tests.factories.org import make_staff

COUNTY = GRID[:6]


@pytest.fixture
def staff(db):
    make_area()
    return [make_staff(RoleCode.CDC_OFFICER, areas=(COUNTY,)) for _ in range(3)]


def ask_about(area, by):
    return ask(
        "person.death",
        subject=area,
        area_code=GRID,
        title="死亡登记",
        permission=Permission.APPROVAL_DECIDE,
        payload={"cause": "本病"},
        by=by,
        at=T0,
    )


def actions_of(approval):
    return [e.action for e in timeline("approvals.approval", approval.pk)]


def test_ask_waits_for_the_others_and_not_for_the_asker(staff):
    approval = ask_about(make_area(), staff[0])

    assert queries.waiting_for(staff[0]) == []
    assert [row.key for row in queries.waiting_for(staff[1])] == [approval.key]
    assert [row.key for row in queries.asked_by(staff[0])] == [approval.key]


def test_ask_twice_while_waiting_is_one_request(staff):
    area = make_area()

    assert ask_about(area, staff[0]) == ask_about(area, staff[1])


def test_ask_again_after_a_refusal_is_a_new_request(staff):
    area = make_area()
    first = ask_about(area, staff[0])
    decide(first, granted=False, reason="材料不全", by=staff[1], at=T0)

    assert ask_about(area, staff[0]) != first


def test_granted_by_a_second_person_is_recorded_with_the_act(staff):
    approval = decide(ask_about(make_area(), staff[0]), granted=True, by=staff[1], at=T0)

    assert (approval.granted, approval.decided_by_id) == (True, staff[1].id)
    assert actions_of(approval) == ["approval.asked", "approval.granted"]
    assert timeline("approvals.approval", approval.pk)[1].detail["act"] == "person.death"
    assert queries.waiting_for(staff[2]) == []


def test_decided_by_the_asker_is_refused(staff):
    with pytest.raises(OwnRequest):
        decide(ask_about(make_area(), staff[0]), granted=True, by=staff[0], at=T0)


def test_refused_without_a_reason_is_sent_back(staff):
    approval = ask_about(make_area(), staff[0])

    with pytest.raises(ReasonNeeded):
        decide(approval, granted=False, reason=" ", by=staff[1], at=T0)


def test_decided_twice_with_the_same_word_changes_nothing(staff):
    approval = ask_about(make_area(), staff[0])

    for _ in range(2):
        decide(approval, granted=True, by=staff[1], at=T0)

    assert actions_of(approval) == ["approval.asked", "approval.granted"]


def test_decided_by_somebody_else_first_is_a_conflict(staff):
    approval = ask_about(make_area(), staff[0])
    decide(approval, granted=True, by=staff[1], at=T0)

    with pytest.raises(AlreadyDecided):
        decide(approval, granted=False, reason="不同意", by=staff[2], at=T0)


@pytest.mark.parametrize(
    ("role", "area"), [(RoleCode.CDC_OFFICER, "990102"), (RoleCode.GRID_WORKER, COUNTY)]
)
def test_a_stranger_by_area_or_by_right_finds_nothing(staff, role, area):
    approval = ask_about(make_area(), staff[0])
    stranger = make_staff(role, areas=(area,))

    with pytest.raises(NotFound):
        queries.get_for(stranger, approval.key)
    with pytest.raises(NotFound):
        decide(approval, granted=True, by=stranger, at=T0)
    assert queries.waiting_for(stranger) == []


def test_get_for_those_concerned_finds_it_and_an_unknown_key_does_not(staff):
    approval = ask_about(make_area(), staff[0])

    assert [queries.get_for(who, approval.key) for who in staff] == [approval] * 3
    with pytest.raises(NotFound):
        queries.get_for(staff[0], uuid.uuid4())


def test_waiting_for_costs_one_statement_for_one_row_and_for_three(
    staff, django_assert_num_queries
):
    ask_about(make_area(), staff[0])
    with django_assert_num_queries(1):
        assert len(queries.waiting_for(staff[1])) == 1
    ask_about(make_area(GRID[:12]), staff[0])
    ask_about(make_area(GRID[:9]), staff[0])

    with django_assert_num_queries(1):
        assert len(queries.waiting_for(staff[1])) == 3
