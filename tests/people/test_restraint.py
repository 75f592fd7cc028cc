"""What is one batch turns only so many people red, by whatever road it goes."""

import uuid

import pytest
from django.db import transaction

from lianfang.core.actor import Actor
from lianfang.passes.enums import Colour
from lianfang.passes.rules import colour_of
from lianfang.people.actions import (
    Incoming,
    StatusMove,
    change_status,
    one_batch,
    register_many,
    state_fact,
)
from lianfang.people.enums import Axis, CaseClass, ControlStatus, FactKind, Reason, ReportSource
from lianfang.people.errors import SecondPersonNeeded
from lianfang.people.models import Fact, Person
from lianfang.people.rules import REDDENS, PassFacts
from lianfang.people.rules import Fact as FactRow
from lianfang.policy.rules import RED_TOGETHER
from tests.factories.geo import GRID, T0, make_area
from tests.factories.people import make_person

ROBOT = Actor.system()
LIMIT = RED_TOGETHER.default
DAY = T0.replace(day=11) - T0


def contact(person):
    kind = FactKind.OPEN_CLOSE_CONTACT
    return state_fact(person, kind, starts_at=T0, ends_at=T0 + DAY, by=ROBOT, at=T0)


def facts(control="registered", case_class="none", kinds=()):
    held = tuple(FactRow(kind, T0, None) for kind in kinds)
    return PassFacts(1, 1, control, case_class, id_verified=True, facts=held)


def colour(told):
    return colour_of(told, observed=Colour.RED, valid_for=DAY, at=T0).colour


def test_what_reddens_is_exactly_what_the_colour_rule_calls_red():
    red = {c for c in ControlStatus if colour(facts(control=c)) == Colour.RED}
    red |= {c for c in CaseClass if colour(facts(case_class=c)) == Colour.RED}
    red |= {k for k in FactKind if colour(facts(kinds=[k])) == Colour.RED}

    assert red == REDDENS


@pytest.mark.django_db
def test_one_more_than_the_limit_takes_the_whole_batch_back():
    people = [make_person() for _ in range(LIMIT + 1)]

    def redden():
        for person in people:
            contact(person)

    with pytest.raises(SecondPersonNeeded), transaction.atomic(), one_batch(by=ROBOT, at=T0):
        redden()

    assert not Fact.objects.exists()


@pytest.mark.django_db
def test_facts_and_moves_count_together_and_the_agreed_batch_has_no_limit():
    people = [make_person() for _ in range(LIMIT + 1)]

    def redden():
        for person in people[:LIMIT]:
            contact(person)
        change_status(
            people[LIMIT],
            Axis.CONTROL,
            after=ControlStatus.OBSERVED,
            reason=Reason.NEW_EXPOSURE,
            effective_at=T0,
            by=ROBOT,
            at=T0,
        )

    with pytest.raises(SecondPersonNeeded), transaction.atomic(), one_batch(by=ROBOT, at=T0):
        redden()
    people = [Person.objects.unscoped().get(pk=person.pk) for person in people]
    with one_batch(is_agreed=True, by=ROBOT, at=T0):
        redden()

    assert Fact.objects.count() == LIMIT


@pytest.mark.django_db
def test_single_acts_are_no_batch():
    for _ in range(LIMIT + 1):
        contact(make_person())

    assert Fact.objects.count() == LIMIT + 1


def patients(many):
    make_area()
    moved = StatusMove(Axis.CLASS, "none", CaseClass.CONFIRMED, T0, Reason.HOSPITAL_CONFIRMED)
    return [
        Incoming(
            key=uuid.uuid4(),
            area_code=GRID,
            source=ReportSource.CDC,
            case_class=CaseClass.CONFIRMED,
            moves=(moved,),
        )
        for _ in range(many)
    ]


@pytest.mark.django_db
def test_a_bulk_insert_of_patients_is_a_batch_by_itself():
    with pytest.raises(SecondPersonNeeded), transaction.atomic():
        register_many(patients(LIMIT + 1), batch=uuid.uuid4(), by=ROBOT, at=T0)
    assert not Person.objects.unscoped().exists()

    register_many(patients(LIMIT), batch=uuid.uuid4(), by=ROBOT, at=T0)
    assert Person.objects.unscoped().count() == LIMIT
