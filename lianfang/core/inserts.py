"""Rows of one model, inserted by a statement compiled once."""

import threading
from collections.abc import Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import connections, models, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql import InsertQuery

Row = TypeVar("Row", bound=models.Model)


class _Plan(NamedTuple):
    alias: str
    columns: "list[models.Field[Any, Any]]"
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
        with connection.cursor() as cursor:
            values = [self._values(plan, row, connection) for row in rows]
            cursor.executemany(plan.many, values)

    def _values(self, plan: _Plan, row: Row, connection: BaseDatabaseWrapper) -> list[Any]:
        return [
            field.get_db_prep_save(field.pre_save(row, add=True), connection)
            for field in plan.columns
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
        return _Plan(connection.alias, columns, one, returned, many)
