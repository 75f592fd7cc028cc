"""Rows of one model, inserted by a statement compiled once."""

import threading
from collections.abc import Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import connections, models, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql import InsertQuery

Row = TypeVar("Row", bound=models.Model)
_PLAIN = {str, int, bool}
_AS_THEY_ARE = (models.CharField, models.IntegerField, models.ForeignKey, models.BooleanField)
_WORTH_COPYING = 20


class _Plan(NamedTuple):
    alias: str
    columns: "list[tuple[models.Field[Any, Any], bool]]"  # plain ones go as they are
    one: str
    returned: "list[models.Field[Any, Any]]"
    many: str


class Inserts(threading.local, Generic[Row]):
    """``Inserts(Case)(case)`` is ``case.save(force_insert=True)`` without compiling it again.

    For plain new rows: no signals, no expressions as values. Each thread keeps its own plan.
    """

    def __init__(self, model: type[Row]) -> None:
        self.model = model
        self.plan: _Plan | None = None

    def __call__(self, row: Row) -> Row:
        """Insert one row; its key and generated columns are filled in."""
        plan = self.plan = self.plan or self._compile(row)
        connection = connections[plan.alias]
        with connection.cursor() as cursor:
            cursor.execute(plan.one, self._values(plan, row, connection))
            for field, value in zip(plan.returned, cursor.fetchone(), strict=True):
                setattr(row, field.attname, value)
        row._state.adding, row._state.db = False, plan.alias
        return row

    def many(self, rows: Sequence[Row]) -> None:
        """Insert several rows whose keys nobody needs, sent together."""
        if not rows:
            return
        plan = self.plan = self.plan or self._compile(rows[0])
        connection = connections[plan.alias]
        _send(connection, plan.many, [self._values(plan, row, connection) for row in rows])

    def keyed(self, rows: Sequence[Row]) -> None:
        """Insert many rows whose keys are needed; each has its key afterwards.

        The keys are taken from the table's own sequence first. Inside a transaction only.
        """
        if not rows:
            return
        plan = self.plan = self.plan or self._compile(rows[0])
        connection = connections[plan.alias]
        column = str(self.model._meta.pk.column)
        keys = _next_keys(connection, self.model._meta.db_table, column, len(rows))
        values = [
            [key, *self._values(plan, row, connection)] for key, row in zip(keys, rows, strict=True)
        ]
        _send(connection, _with_key(plan.many, column), values)
        for key, row in zip(keys, rows, strict=True):
            row.pk = key
            row._state.adding, row._state.db = False, plan.alias

    def _values(self, plan: _Plan, row: Row, connection: BaseDatabaseWrapper) -> list[Any]:
        held = row.__dict__
        return [
            value
            if (value := held[field.attname]) is None or (is_plain and type(value) in _PLAIN)
            else field.get_db_prep_save(field.pre_save(row, add=True), connection)
            for field, is_plain in plan.columns
        ]

    def _compile(self, row: Row) -> _Plan:
        meta = self.model._meta
        columns = [f for f in meta.concrete_fields if not (f.generated or f is meta.auto_field)]
        connection = connections[router.db_for_write(self.model)]
        query = InsertQuery(self.model)
        query.insert_values(columns, [row])
        compiler = query.get_compiler(connection=connection)
        [(many, _)] = compiler.as_sql()
        compiler.returning_fields = returned = meta.db_returning_fields
        [(one, _)] = compiler.as_sql()
        plain = [(field, isinstance(field, _AS_THEY_ARE)) for field in columns]
        return _Plan(connection.alias, plain, one, returned, many)


def _send(connection: BaseDatabaseWrapper, sql: str, values: list[list[Any]]) -> None:
    """Many rows at once the way the database takes them fastest."""
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql" or len(values) < _WORTH_COPYING:
            cursor.executemany(sql, values)
            return
        table = sql.removeprefix("INSERT INTO ").partition(" VALUES ")[0]
        copy: Any = cursor.copy  # of psycopg's cursor
        with copy(f"COPY {table} FROM STDIN") as stream:
            for row in values:
                stream.write_row(row)


def _next_keys(connection: BaseDatabaseWrapper, table: str, column: str, many: int) -> list[int]:
    """Nobody else gets these: a sequence on PostgreSQL, the write lock on SQLite."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            name = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
            cursor.execute(name, [f'"{table}"', column, many])
            return [int(key) for (key,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = cursor.fetchone()
        first = int(last[0]) + 1 if last else 1
        return list(range(first, first + many))


def _with_key(sql: str, column: str) -> str:
    into, _, values = sql.partition(" VALUES (")
    table, _, columns = into.partition(" (")
    return f'{table} ("{column}", {columns} VALUES (%s, {values}'
