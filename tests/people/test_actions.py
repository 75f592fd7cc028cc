import datetime as dt

import pytest
from django.db import connection

from lianfang.audit.models import Access
from lianfang.audit.queries import timeline
from lianfang.core.actor import Actor
from lianfang.core.identity import BadIdentity
from lianfang.core.phones import BadPhone
from lianfang.core.problems import NotFound
from lianfang.geo.errors import UnknownArea
from lianfang.org.enums import RoleCode
from lianfang.org.errors import MissingPermission
from lianfang.people import actions
from lianfang.people.enums import Axis, ControlStatus, ExposureKind, FactKind, Reason
from lianfang.people.errors import BadName, BadTime, ChangedMeanwhile, ReasonNeeded, WrongStatus
from lianfang.people.models import Person
from lianfang.people.queries import by_id, facts_of, get_for
from tests.factories.geo import GRID, T0, make_area
from tests.factories.org import make_staff
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()
DOCUMENT = "11010519491231002X"
DAY = dt.timedelta(days=1)


def observe(person, **given):
    values = {
        "after": ControlStatus.OBSERVED,
        "reason": Reason.NEW_EXPOSURE,
        "effective_at": T0,
        "by": SYSTEM,
        "at": T0,
    }
    return actions.change_status(person, Axis.CONTROL, **(values | given))


def entries(person):
    return [entry.action for entry in timeline("people.person", person.pk)]


def test_registering_twice_by_document_finds_the_same_file():
    first = make_person(name="张三", phone="13700000001", id_number=DOCUMENT)

    second = make_person(name="张三", phone="13700000002", id_number=DOCUMENT.lower())

    assert second.pk == first.pk
    assert entries(first).count("person.registered") == 1


def test_registering_by_phone_and_name_finds_the_same_file():
    first = make_person(name="张三", phone="13700000001")

    assert make_person(name="张三", phone="137 0000 0001").pk == first.pk
    assert make_person(name="李四", phone="13700000001").pk != first.pk


def test_two_documents_on_one_phone_stay_two_people():
    first = make_person(name="张三", phone="13700000001", id_number=DOCUMENT)

    second = make_person(name="张三", phone="13700000001", id_number="440308199001010017")

    assert second.pk != first.pk


def test_what_was_missing_is_filled_in_and_what_was_there_stays():
    person = make_person(name="张三", phone="13700000001", address="1号楼")

    make_person(name="张三", phone="13700000001", id_number=DOCUMENT, address="2号楼")

    person = by_id(person.pk)
    assert (person.id_number, person.address) == (DOCUMENT, "1号楼")
    assert (person.sex, person.birth_date) == ("2", dt.date(1949, 12, 31))


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"name": "张3"}, BadName),
        ({"name": " \u3000 "}, BadName),
        ({"phone": "12"}, BadPhone),
        ({"id_number": "110105194912310021"}, BadIdentity),
    ],
)
def test_bad_input_is_refused(given, problem):
    with pytest.raises(problem):
        make_person(**given)


def test_an_unknown_area_is_refused():
    with pytest.raises(UnknownArea):
        actions.register(
            name="张三", phone="", area_code="990199999999999", source="4", by=SYSTEM, at=T0
        )


def test_numbers_are_not_plain_in_the_database():
    make_person(name="张三", phone="13700000001", id_number=DOCUMENT, address="梧桐路8号")

    with connection.cursor() as cursor:
        cursor.execute("SELECT id_number, phone, address, id_blind, phone_blind FROM people_person")
        stored = " ".join(cursor.fetchone())

    assert not any(secret in stored for secret in (DOCUMENT, "13700000001", "梧桐路"))


def test_a_status_moves_with_an_event_and_an_entry():
    person = make_person()
    epoch = person.facts_epoch

    event = observe(person)

    assert (event.before, event.after) == ("registered", "under_observation")
    assert by_id(person.pk).facts_epoch == epoch + 1
    assert entries(person)[-1] == "person.status_changed"


def test_moving_to_where_one_stands_changes_nothing():
    person = make_person()
    observe(person)
    before = entries(person)

    assert observe(person) is None
    assert entries(person) == before


def test_a_forbidden_arrow_is_refused():
    person = make_person()

    with pytest.raises(WrongStatus):
        observe(person, after=ControlStatus.POST_DISCHARGE)


def test_a_status_cannot_take_effect_in_the_future():
    with pytest.raises(BadTime):
        observe(make_person(), effective_at=T0 + DAY)


def test_who_comes_second_is_told():
    person = make_person()
    stale = by_id(person.pk)
    observe(person, after=ControlStatus.PENDING)

    with pytest.raises(ChangedMeanwhile):
        observe(stale)


def test_a_fact_stated_twice_is_one_and_closing_ends_it():
    person = make_person()
    fact = {"starts_at": T0, "ends_at": T0 + DAY, "by": SYSTEM, "at": T0}
    for _ in range(2):
        actions.state_fact(person, FactKind.ABNORMAL, **fact)
    assert [f.kind for f in facts_of(person.pk, at=T0).facts] == ["abnormal"]

    for _ in range(2):
        actions.close_fact(person, FactKind.ABNORMAL, by=SYSTEM, at=T0 + DAY / 2)

    assert facts_of(person.pk, at=T0 + DAY / 2).facts == ()
    assert entries(person).count("person.fact_closed") == 1


def test_every_fact_moves_the_epoch():
    person = make_person()
    epochs = [person.facts_epoch]
    actions.add_arrival(person, arrived_at=T0, by=SYSTEM, at=T0)
    epochs.append(by_id(person.pk).facts_epoch)
    actions.add_exposure(person, kind=ExposureKind.KEY_AREA, value="1", by=SYSTEM, at=T0)
    epochs.append(by_id(person.pk).facts_epoch)

    assert epochs == [epochs[0], epochs[0] + 1, epochs[0] + 2]


def test_a_grant_shows_the_person_until_it_ends():
    person, stranger = make_person(), make_staff(areas=("990101002001001",))
    with pytest.raises(NotFound):
        get_for(stranger, person.key, at=T0)

    actions.grant(
        person,
        grantee_kind="user",
        grantee_id=stranger.id,
        until=T0 + DAY,
        why="help",
        by=SYSTEM,
        at=T0,
    )

    assert get_for(stranger, person.key, at=T0).pk == person.pk
    with pytest.raises(NotFound):
        get_for(stranger, person.key, at=T0 + DAY)


def test_unmasking_needs_the_permission_and_a_reason_and_is_logged():
    person, officer = make_person(id_number=DOCUMENT), make_staff(RoleCode.CDC_OFFICER)
    asked = {"fields": ["id_number"], "reason": "流调核对", "at": T0}

    with pytest.raises(MissingPermission):
        actions.unmask(person, **asked, by=make_staff())
    with pytest.raises(ReasonNeeded):
        actions.unmask(person, **(asked | {"reason": " "}), by=officer)
    shown = actions.unmask(person, **asked, by=officer)

    assert (shown.id_number, shown.phone) == (DOCUMENT, "")
    assert [(a.fields, a.reason) for a in Access.objects.all()] == [("id_number", "流调核对")]
    assert entries(person)[-1] == "person.unmasked"


def test_a_move_of_home_keeps_where_things_were_counted():
    make_area("990101001001002")
    person = make_person()
    observe(person)

    actions.move_home(person, area_code="990101001001002", address="3号楼", by=SYSTEM, at=T0)

    moved = Person.objects.unscoped().get(pk=person.pk)
    assert moved.area_code == "990101001001002"
    assert set(moved.status_events.values_list("area_at", flat=True)) == {GRID}
