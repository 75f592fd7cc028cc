"""A queryset compiled once with sentinel parameters and executed again with real ones."""

import dataclasses
import datetime as dt
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Row = TypeVar("Row", bound="DataclassInstance")
Value = int | str | dt.date | dt.datetime

# One value per parameter that fits any column of its type and occurs in no query by itself.
_SENTINELS: dict[type, Callable[[int], Value]] = {
    int: lambda n: 31_001 + n,
    str: "\0{}".format,
    dt.date: lambda n: dt.date(1583, 1, 1 + n),
    dt.datetime: lambda n: dt.datetime(1583, 2, 1 + n, tzinfo=dt.UTC),
}


def _adapt(connection: BaseDatabaseWrapper, value: Value) -> Any:  # noqa: ANN401 -- the driver's own types
    """The value as the driver is given it: Django adapts dates for each database."""
    if isinstance(value, dt.datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, dt.date):
        return connection.ops.adapt_datefield_value(value)
    return value


class Plan(NamedTuple):
    compiler: SQLCompiler
    sql: str
    slots: list[tuple[str | None, Any]]
    converters: dict[int, Any]


class Compiled(threading.local, Generic[Row]):
    """``Compiled(Task, build, user_id=int)(user_id=7)`` is ``build(user_id=7)`` as tasks.

    Each thread keeps its own plan, as it keeps its own connection. The shape of the query must
    not depend on the values; they are integers, text, dates or aware datetimes.
    """

    def __init__(
        self, row: type[Row], build: Callable[..., QuerySet[Any, Any]], **types: type
    ) -> None:
        self.row, self.build, self.types = row, build, types
        self.plan: Plan | None = None

    def __call__(self, **values: Value) -> list[Row]:
        plan = self.plan = self.plan or self._compile()
        connection = plan.compiler.connection
        given = {name: _adapt(connection, value) for name, value in values.items()}
        with connection.cursor() as cursor:
            cursor.execute(plan.sql, [given[name] if name else fixed for name, fixed in plan.slots])
            found = plan.compiler.apply_converters(cursor.fetchall(), plan.converters)
            return [self.row(*cells) for cells in found]

    def _compile(self) -> Plan:
        sentinels = {name: _SENTINELS[kind](n) for n, (name, kind) in enumerate(self.types.items())}
        columns = [field.name for field in dataclasses.fields(self.row)]
        rows = self.build(**sentinels).values_list(*columns)
        connection = connections[rows.db]
        compiler = rows.query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        names = {str(_adapt(connection, value)): name for name, value in sentinels.items()}
        slots = [(names.get(str(param)), param) for param in params]
        if {name for name, _ in slots if name} != set(self.types):
            raise TypeError("every parameter must reach the SQL exactly as it was given")
        converters = compiler.get_converters([column for column, *_ in compiler.select])
        return Plan(compiler, sql, slots, converters)
