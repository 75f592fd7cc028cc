"""A compiled insert leaves what ``save`` would have left."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, transaction

from lianfang.audit.models import Entry
from lianfang.core.inserts import Inserts
from lianfang.people.models import Person
from tests.factories.geo import GRID, make_area
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
T0 = dt.datetime(2020, 2, 10, 1, 0, tzinfo=dt.UTC)


def entry(n):
    return Entry(
        action="a",
        subject_type="x.y",
        subject_id=n,
        actor_kind="system",
        actor_name="系统",
        happened_at=T0,
        detail={"n": [n, "字"]},
        batch=uuid.UUID(int=n),
    )


def test_a_row_reads_back_as_it_was_given():
    insert = Inserts(Entry)

    made = [insert(entry(n)) for n in (1, 2)]

    assert [row.pk for row in made] == [row.pk for row in Entry.objects.order_by("id")]
    again = Entry.objects.get(pk=made[1].pk)
    assert (again.detail, again.batch, again.happened_at) == (
        {"n": [2, "字"]},
        uuid.UUID(int=2),
        T0,
    )
    assert not made[0]._state.adding


def test_sealed_and_generated_columns_are_those_of_save():
    make_area()
    first = make_person(name="张三", phone="13900000001")
    second = Person.objects.unscoped().get(pk=first.pk)
    second.pk, second.key, second.id_blind, second._state.adding = None, uuid.uuid4(), None, True

    Inserts(Person)(second)

    again = Person.objects.unscoped().get(pk=second.pk)
    assert (again.phone, again.city, again.community) == ("13900000001", GRID[:4], GRID[:12])
    assert second.street == GRID[:9]


def test_a_row_against_a_constraint_is_refused():
    make_area()
    first = make_person()
    again = Person.objects.unscoped().get(pk=first.pk)
    again.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        Inserts(Person)(again)


def test_many_rows_cost_one_call(django_assert_num_queries):
    insert = Inserts(Entry)
    insert.many([])

    with django_assert_num_queries(1):
        insert.many([entry(n) for n in range(3)])

    assert list(Entry.objects.order_by("id").values_list("subject_id", flat=True)) == [0, 1, 2]
