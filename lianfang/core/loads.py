"""Thousands of rows at once: no model instances, COPY on PostgreSQL, executemany on SQLite."""

import datetime as dt
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from django.db import connections, models, router
from django.db.backends.base.base import BaseDatabaseWrapper

from lianfang.core.fields import SealedField

Row = Mapping[str, Any]
Prepare = Callable[[Any], Any]
_WORTH_COPYING = 20
_AS_THEY_ARE = (models.CharField, models.IntegerField, models.ForeignKey, models.BooleanField)
_AS_GIVEN = {str, int, bool}
_REMEMBERED = 64  # moments of a load that come again and again, such as when it was made


class _Plan(NamedTuple):
    alias: str
    columns: list[tuple[str, Any, Prepare]]  # attribute, default, how it goes to the driver
    table: str
    names: str


class Load(threading.local):
    """``Load(Exposure).many([{"person_id": 1, "kind": …}, …])``.

    Rows are mappings of attribute names (``person_id`` for a foreign key); what a row leaves out
    has the field's default. Always inside a transaction.
    """

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model
        self.plan: _Plan | None = None

    def many(self, rows: Sequence[Row]) -> None:
        """Insert rows whose keys nobody needs."""
        if rows:
            plan = self.plan = self.plan or self._compile()
            _send(plan, plan.names, [_values(plan, row) for row in rows])

    def keyed(self, rows: Sequence[Row]) -> list[int]:
        """Insert rows and give their keys, taken from the table's own sequence first."""
        if not rows:
            return []
        plan = self.plan = self.plan or self._compile()
        key = str(self.model._meta.pk.column)
        keys = _next_keys(connections[plan.alias], plan.table, key, len(rows))
        values = [[pk, *_values(plan, row)] for pk, row in zip(keys, rows, strict=True)]
        _send(plan, f'"{key}", {plan.names}', values)
        return keys

    def _compile(self) -> _Plan:
        meta = self.model._meta
        connection = connections[router.db_for_write(self.model)]
        fields = [f for f in meta.concrete_fields if not (f.generated or f is meta.auto_field)]
        columns = [(f.attname, f.get_default(), _preparing(f, connection)) for f in fields]
        names = ", ".join(f'"{field.column}"' for field in fields)
        return _Plan(connection.alias, columns, meta.db_table, names)


def _preparing(field: "models.Field[Any, Any]", connection: BaseDatabaseWrapper) -> Prepare:
    if isinstance(field, SealedField):
        return field.get_prep_value
    if isinstance(field, _AS_THEY_ARE):
        return _plain
    prepare = partial(field.get_db_prep_save, connection=connection)
    if isinstance(field, models.DateTimeField):
        return _remembering(prepare)
    return prepare


def _plain(value: Any) -> Any:  # noqa: ANN401 -- a cell of any type
    """A word of a list of choices as its text."""
    return getattr(value, "value", value)


def _remembering(prepare: Prepare) -> Prepare:
    known: dict[dt.datetime, Any] = {}

    def prepared(value: dt.datetime) -> Any:  # noqa: ANN401 -- the driver's own type
        if value not in known:
            if len(known) >= _REMEMBERED:
                known.clear()
            known[value] = prepare(value)
        return known[value]

    return prepared


def _values(plan: _Plan, row: Row) -> list[Any]:
    get = row.get
    return [
        value
        if (value := get(name, default)) is None or (prepare is _plain and type(value) in _AS_GIVEN)
        else prepare(value)
        for name, default, prepare in plan.columns
    ]


def _send(plan: _Plan, names: str, rows: list[list[Any]]) -> None:
    connection = connections[plan.alias]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and len(rows) >= _WORTH_COPYING:
            copy: Any = cursor.copy  # of psycopg's cursor
            with copy(f'COPY "{plan.table}" ({names}) FROM STDIN') as stream:
                for row in rows:
                    stream.write_row(row)
            return
        marks = ", ".join(["%s"] * len(rows[0]))
        cursor.executemany(f'INSERT INTO "{plan.table}" ({names}) VALUES ({marks})', rows)  # noqa: S608 -- names of our own columns


def _next_keys(connection: BaseDatabaseWrapper, table: str, column: str, many: int) -> list[int]:
    """Nobody else gets these: a sequence on PostgreSQL, the write lock on SQLite."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            taken = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
            cursor.execute(taken, [f'"{table}"', column, many])
            return [int(key) for (key,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = cursor.fetchone()
        first = int(last[0]) + 1 if last else 1
        return list(range(first, first + many))
