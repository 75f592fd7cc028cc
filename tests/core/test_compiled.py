"""A query compiled once answers like the queryset it was made from."""

import datetime as dt
import threading
import uuid
from dataclasses import dataclass

import pytest

from lianfang.audit.models import Delivery, Entry
from lianfang.core.compiled import Compiled, Shaped

pytestmark = pytest.mark.django_db
T0 = dt.datetime(2020, 2, 10, 1, 0, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Row:
    id: int
    action: str
    happened_at: dt.datetime
    detail: dict


@dataclass(frozen=True)
class Owed:
    entry__action: str
    next_at: dt.datetime


def build(action, since, most_subject):
    found = Entry.objects.filter(action=action, happened_at__gte=since)
    return found.filter(subject_id__lt=most_subject, actor_kind="system").order_by("-id")[:2]


@pytest.fixture
def entries():
    for n in range(6):
        Entry.objects.create(
            action="a" if n % 2 else "b",
            subject_type="x.y",
            subject_id=n,
            actor_kind="system",
            actor_name="系统",
            happened_at=T0 + dt.timedelta(hours=n),
            detail={"n": n},
        )


@pytest.fixture
def compiled():
    return Compiled(Row, build, action=str, since=dt.datetime, most_subject=int)


def test_rows_are_those_of_the_queryset_in_its_order(entries, compiled):
    for action in ("a", "b", "c"):
        for hours in (0, 3):
            asked = {"action": action, "since": T0 + dt.timedelta(hours=hours), "most_subject": 5}
            expected = build(**asked).values_list("id", "action", "happened_at", "detail")
            assert compiled(**asked) == [Row(*cells) for cells in expected]


def test_second_call_costs_one_statement_and_compiles_nothing(
    entries, compiled, django_assert_num_queries
):
    compiled(action="a", since=T0, most_subject=9)
    plan = compiled.plan

    with django_assert_num_queries(1):
        found = compiled(action="b", since=T0, most_subject=9)

    assert compiled.plan is plan
    assert [row.detail["n"] for row in found] == [4, 2]


def test_joins_and_converters_come_along(entries):
    Delivery.objects.create(entry=Entry.objects.first(), handler="h", next_at=T0)
    due = Compiled(
        Owed,
        lambda now: Delivery.objects.filter(next_at__lte=now).order_by("id"),
        now=dt.datetime,
    )

    assert due(now=T0) == [Owed("b", T0)]
    assert due(now=T0 - dt.timedelta(seconds=1)) == []


def test_parameter_that_does_not_reach_the_sql_as_given_is_refused():
    odd = Compiled(Row, lambda action: Entry.objects.filter(action__startswith=action), action=str)

    with pytest.raises(TypeError, match="exactly as it was given"):
        odd(action="a")


def test_text_that_would_be_sql_stays_text(entries, compiled):
    assert compiled(action="a' or '1'='1", since=T0, most_subject=9) == []


def test_each_thread_has_its_own_plan(entries, compiled):
    compiled(action="a", since=T0, most_subject=9)
    seen = []

    thread = threading.Thread(target=lambda: seen.append(compiled.plan))
    thread.start()
    thread.join()

    assert seen == [None]
    assert compiled.plan is not None


def build_shape(shape, **values):
    found = Entry.objects.filter(**{name: values[name] for name in shape})
    return found.order_by("id")


def test_count_is_that_of_the_rows_within_the_slice(entries, compiled):
    asked = {"action": "a", "since": T0, "most_subject": 6}

    assert compiled.count(**asked) == len(compiled(**asked)) == 2


def test_each_shape_answers_like_its_own_queryset(entries):
    shaped = Shaped(Row, build_shape)

    for shape, values in (
        (("action",), {"action": "a"}),
        (("subject_id",), {"subject_id": 3}),
        (("action", "subject_id"), {"action": "a", "subject_id": 2}),
        (("action",), {"action": "b"}),
    ):
        expected = build_shape(shape, **values)
        assert [row.id for row in shaped(shape, **values)] == [entry.pk for entry in expected]
        assert shaped.count(shape, **values) == expected.count()


def test_shapes_without_end_are_not_kept_without_end(entries):
    shaped = Shaped(Row, lambda n, action: Entry.objects.filter(action=action).order_by("id")[:n])

    counts = [len(shaped(n, action="a")) for n in range(1, 400)]

    assert counts[:3] == [1, 2, 3]
    assert set(counts[3:]) == {3}
    assert len(shaped.plans) < 300


def test_a_uuid_is_found_on_every_database(entries):
    key = uuid.uuid4()
    first = Entry.objects.order_by("id")[0]
    first.pk, first.batch, first._state.adding = None, key, True
    first.save(force_insert=True)
    found = Compiled(Row, lambda batch: Entry.objects.filter(batch=batch), batch=uuid.UUID)

    assert [row.detail for row in found(batch=key)] == [{"n": 0}]
    assert found(batch=uuid.uuid4()) == []
