"""The trail: written once, chained, and the access log beside it."""

import uuid

import pytest
from django.db import connection, transaction

from lianfang.audit.actions import record, record_access
from lianfang.audit.jobs import seal_entries
from lianfang.audit.models import Access, AppendOnly, Entry
from lianfang.audit.queries import (
    accesses_of,
    entries_after,
    first_broken,
    last_entry_id,
    timeline,
)
from lianfang.core.actor import Actor
from tests.factories.geo import GRID, T0, make_area

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()


@pytest.fixture
def trail():
    """Four entries about one area, the first three sealed."""
    area = make_area()
    seal_entries()
    written = [record(f"test.{n}", area, by=SYSTEM, at=T0, detail={"n": n}) for n in range(3)]
    seal_entries()
    return [*written, record("test.3", area, by=SYSTEM, at=T0)]


def tamper(column, value, entry):
    """Past the program, as somebody with the database's password would."""
    with connection.cursor() as cursor:
        sql = f"update audit_entry set {column} = %s where id = %s"  # noqa: S608 -- names of ours
        cursor.execute(sql, [value, entry.pk])


def test_entry_keeps_who_what_where_and_when():
    area = make_area()
    batch, by = uuid.uuid4(), Actor("user", 7, "王一")

    entry = record("test.done", area, by=by, at=T0, detail={"a": 1}, batch=batch)

    kept = Entry.objects.get(pk=entry.pk)
    assert (kept.actor_kind, kept.actor_id, kept.actor_name) == ("user", 7, "王一")
    assert (kept.subject_type, kept.subject_id) == ("geo.area", area.pk)
    assert (kept.happened_at, kept.detail, kept.batch) == (T0, {"a": 1}, batch)


def test_entry_stands_in_the_area_of_its_subject():
    class Somewhere:
        pk, area_code = 1, GRID
        _meta = Entry._meta

    assert record("test.done", Somewhere(), by=SYSTEM, at=T0).area_code == GRID


def test_untouched_trail_holds_and_new_entries_join_it(trail):
    assert first_broken() is None

    assert seal_entries() == 1
    assert seal_entries() == 0

    assert first_broken() is None
    assert not Entry.objects.filter(seal="").exists()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("action", "test.else"),
        ("actor_name", "别人"),
        ("actor_id", 8),
        ("subject_id", 8),
        ("area_code", "99"),
        ("happened_at", "2020-02-10 01:00:01"),
        ("detail", '{"n": 9}'),
        ("seal", "0" * 64),
    ],
)
def test_altered_entry_breaks_the_chain_at_its_place(trail, column, value):
    tamper(column, value, trail[1])

    assert first_broken().pk in {trail[1].pk, trail[2].pk}


def test_removed_entry_breaks_the_chain_at_the_next_one(trail):
    with connection.cursor() as cursor:
        cursor.execute("delete from audit_entry where id = %s", [trail[1].pk])

    assert first_broken() == trail[2]


def test_program_neither_changes_nor_deletes_an_entry(trail):
    for forbidden in (
        lambda: Entry.objects.filter(pk=trail[0].pk).update(action="x"),
        lambda: Entry.objects.filter(pk=trail[0].pk).delete(),
        lambda: Entry.objects.bulk_update([trail[0]], ["action"]),
        trail[0].delete,
        trail[0].save,
    ):
        with pytest.raises(AppendOnly), transaction.atomic():
            forbidden()

    assert Entry.objects.filter(pk=trail[0].pk).update(seal="x") == 0
    assert first_broken() is None


def test_large_backlog_is_sealed_in_batches(trail):
    for _ in range(4):
        record("test.more", make_area(), by=SYSTEM, at=T0)

    while seal_entries(limit=2):
        pass

    assert first_broken() is None
    assert not Entry.objects.filter(seal="").exists()


def test_timeline_and_stream_read_in_order(trail):
    area_id = trail[0].subject_id
    told = list(timeline("geo.area", area_id).values_list("action", flat=True))

    assert told[-4:] == ["test.0", "test.1", "test.2", "test.3"]
    assert list(entries_after(trail[1].pk, limit=10)) == trail[2:]
    assert last_entry_id() == trail[3].pk


def test_access_is_logged_with_fields_and_reason():
    area, by = make_area(), Actor("user", 7, "王一")

    record_access(area, fields="phone", reason="核实住址", by=by, at=T0)

    row = accesses_of("geo.area", area.pk).get()
    assert (row.actor_name, row.fields, row.reason, row.at) == ("王一", "phone", "核实住址", T0)


def test_program_neither_changes_nor_deletes_a_look(db):
    record_access(make_area(), fields="phone", reason="核实住址", by=SYSTEM, at=T0)
    look = Access.objects.get()

    for forbidden in (
        lambda: Access.objects.update(reason="x"),
        Access.objects.all().delete,
        look.save,
        look.delete,
    ):
        with pytest.raises(AppendOnly), transaction.atomic():
            forbidden()


def test_entry_that_commits_after_later_ones_were_sealed_is_sealed_next(trail):
    """On PostgreSQL ids are given out before the commit: a low one may come late."""
    late = Entry.objects.get(pk=trail[0].pk)
    late.pk, late.seal, late.seal_no, late._state.adding = -7, "", None, True
    late.save(force_insert=True)

    assert seal_entries() == 2  # the late one and the trail's last

    sealed = Entry.objects.order_by("seal_no").values_list("seal_no", "pk")
    assert [number for number, _ in sealed] == list(range(1, len(sealed) + 1))
    assert [pk for _, pk in sealed][-2:] == [-7, trail[3].pk]
    assert first_broken() is None
