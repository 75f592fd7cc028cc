import datetime as dt

import pytest

from lianfang.core.actor import Actor
from lianfang.core.problems import NotFound
from lianfang.geo.errors import Unscoped
from lianfang.org import queries
from lianfang.org.actions import deactivate, give_post, set_duty
from lianfang.org.enums import DepartmentKind, Permission, RoleCode
from lianfang.org.models import User
from lianfang.people.models import Person
from lianfang.people.queries import visible_to
from tests.factories.geo import GRID, T0
from tests.factories.org import make_department, make_role, make_staff, make_user
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()
NEXT_GRID, FAR_GRID = "990101001001002", "990102001001001"
COMMUNITY = GRID[:12]


def give(user_id, role, areas):
    make_role(role)
    user = User.objects.get(pk=user_id)
    give_post(user, role=RoleCode(role), areas=areas, by=SYSTEM, at=T0)


def test_caller_with_two_posts_has_each_permission_over_its_own_areas():
    caller = make_staff(RoleCode.GRID_WORKER, areas=[GRID])
    give(caller.id, RoleCode.COMMUNITY_DOCTOR, [COMMUNITY, FAR_GRID])

    both = queries.caller_by_id(caller.id)

    assert both.roles == {"grid_worker", "community_doctor"}
    assert both.areas(Permission.CASE_VERIFY) == {GRID}
    assert both.areas(Permission.CHECK_RECORD) == {COMMUNITY, FAR_GRID}
    assert both.areas(Permission.PERSON_VIEW) == {GRID, COMMUNITY, FAR_GRID}
    assert both.covers(NEXT_GRID, Permission.PERSON_VIEW)
    assert not both.covers(NEXT_GRID, Permission.CASE_VERIFY)


def test_permission_of_one_area_does_not_leak_people_of_another():
    """Only where the viewing right itself holds: a verifier's far grid shows nobody."""
    near, far = make_person(area_code=GRID), make_person(area_code=FAR_GRID)
    caller = make_staff(RoleCode.GRID_WORKER, areas=[GRID])
    give(caller.id, RoleCode.ACCEPTOR, [FAR_GRID])

    seen = visible_to(queries.caller_by_id(caller.id), at=T0)

    assert set(seen) == {near}
    assert far not in seen


def test_scoped_table_refuses_a_query_that_names_no_scope():
    for refused in (Person.objects.all, Person.objects.count, Person.objects.first):
        with pytest.raises(Unscoped):
            refused()


def test_country_covers_everything_and_no_post_nothing():
    everywhere = make_staff(RoleCode.CDC_OFFICER, areas=["CN"])

    assert everywhere.covers("420100", Permission.PERSON_VIEW)
    assert queries.caller_by_id(make_user().pk) is None


def test_inactive_user_is_no_caller():
    caller = make_staff()
    deactivate(User.objects.get(pk=caller.id), reason="离职", by=SYSTEM, at=T0)

    assert queries.caller_by_id(caller.id) is None


@pytest.mark.parametrize("posts", [1, 3])
def test_caller_costs_one_statement_however_many_posts(posts, django_assert_num_queries):
    caller = make_staff()
    for role in (RoleCode.COMMUNITY_DOCTOR, RoleCode.ACCEPTOR)[: posts - 1]:
        give(caller.id, role, [GRID, NEXT_GRID])

    with django_assert_num_queries(1):
        queries.caller_by_id(caller.id)


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_of_staff_and_departments_cost_one_statement(rows, django_assert_num_queries):
    staff = [make_staff(department=make_department()) for _ in range(rows)]

    with django_assert_num_queries(1):
        assert len(queries.staff_cards([s.id for s in staff])) == rows
    with django_assert_num_queries(1):
        assert len(queries.staff_with(RoleCode.GRID_WORKER, areas=[COMMUNITY])) == rows
    with django_assert_num_queries(1):
        assert queries.on_duty_count([COMMUNITY]) == rows
    with django_assert_num_queries(1):
        assert len(queries.departments_of_kind(DepartmentKind.COMMUNITY, GRID[:6])) == rows


def test_grid_worker_is_the_one_on_duty_in_this_very_grid():
    make_staff(on_duty=False)
    make_staff(areas=[NEXT_GRID])
    assert queries.grid_worker_for(GRID) is None

    own = make_staff(areas=[NEXT_GRID, GRID])

    assert queries.grid_worker_for(GRID).pk == own.id


def test_doctor_and_officer_are_the_nearest_on_duty_first():
    street = make_staff(RoleCode.COMMUNITY_DOCTOR, areas=[GRID[:9]])
    assert queries.doctor_for(GRID).pk == street.id
    make_staff(RoleCode.COMMUNITY_DOCTOR, areas=[COMMUNITY], on_duty=False)
    near = make_staff(RoleCode.COMMUNITY_DOCTOR, areas=[COMMUNITY])
    officer = make_staff(RoleCode.COMMUNITY_OFFICER, areas=[COMMUNITY], on_duty=False)

    assert queries.doctor_for(GRID).pk == near.id
    assert queries.officer_for(GRID).pk == officer.id
    assert queries.officer_for(FAR_GRID) is None


def test_staff_card_tells_office_and_duty():
    department = make_department(name="柳堤社区居委会")
    caller = make_staff(department=department, name="王一", phone="13800138000")
    set_duty(on_duty=False, by=caller, at=T0 + dt.timedelta(hours=1))

    card = queries.staff_card(caller.id)

    assert (card.name, card.phone, card.department) == ("王一", "13800138000", "柳堤社区居委会")
    assert card.is_on_duty is False
    assert queries.staff_card(0) is None


def test_departments_are_found_by_kind_and_place():
    hospital = make_department(DepartmentKind.HOSPITAL, GRID, name="第一人民医院", beds=180)
    make_department(DepartmentKind.HOSPITAL, FAR_GRID)
    make_department(DepartmentKind.CDC, GRID)

    rows = queries.departments_of_kind(DepartmentKind.HOSPITAL, GRID[:6])

    assert [(row.id, row.name, row.beds) for row in rows] == [(hospital.pk, "第一人民医院", 180)]
    assert len(queries.departments_of_kind(DepartmentKind.HOSPITAL)) == 2
    assert queries.department(hospital.pk) == hospital
    with pytest.raises(NotFound):
        queries.department(0)


def test_user_by_id_of_nobody_is_not_found():
    with pytest.raises(NotFound):
        queries.user_by_id(0)
