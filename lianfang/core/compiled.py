"""A queryset compiled once with sentinel parameters and executed again with real ones."""

import dataclasses
import datetime as dt
import threading
import uuid
from collections.abc import Callable, Hashable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model, QuerySet
from django.db.models.sql import UpdateQuery
from django.db.models.sql.compiler import SQLCompiler

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Row = TypeVar("Row", bound="DataclassInstance | Model")
Value = int | str | uuid.UUID | dt.date | dt.datetime
_MOST_SHAPES = 256
_AS_THEY_ARE = {str, int}

# One value per parameter that fits any column of its type and occurs in no query by itself.
_SENTINELS: dict[type, Callable[[int], Value]] = {
    int: lambda n: 31_001 + n,
    str: "\0{}".format,
    uuid.UUID: lambda n: uuid.UUID(int=n),
    dt.date: lambda n: dt.date(1583, 1, 1) + dt.timedelta(n),
    dt.datetime: lambda n: dt.datetime(1584, 2, 1, tzinfo=dt.UTC) + dt.timedelta(n),
}


def _adapt(connection: BaseDatabaseWrapper, value: Value) -> Any:  # noqa: ANN401 -- the driver's own types
    """The value as the driver is given it: Django adapts dates for each database."""
    if type(value) in _AS_THEY_ARE:
        return value
    if isinstance(value, dt.datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, dt.date):
        return connection.ops.adapt_datefield_value(value)
    if isinstance(value, uuid.UUID) and not connection.features.has_native_uuid_field:
        return value.hex
    return value


class Plan(NamedTuple):
    """SQL, and for each of its parameters the name of a value or the constant it always is.

    No SQL where no row can fit.
    """

    alias: str
    sql: str
    slots: list[tuple[str | None, Any]]

    @property
    def connection(self) -> BaseDatabaseWrapper:
        """Looked up each time: one thread may hold several, where a loop runs in it."""
        return connections[self.alias]

    def given(self, values: dict[str, Value]) -> list[Any]:
        connection = self.connection
        given = {name: _adapt(connection, value) for name, value in values.items()}
        return [given[name] if name else fixed for name, fixed in self.slots]


def _plan(compiler: SQLCompiler, sentinels: dict[str, Value]) -> Plan:
    """Raises TypeError when a value is changed on its way into the SQL, as a pattern is."""
    connection = compiler.connection
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return Plan(connection.alias, "", [])
    names = {str(_adapt(connection, value)): name for name, value in sentinels.items()}
    slots = [(names.get(str(param)), param) for param in params]
    if {name for name, _ in slots if name} != set(sentinels):
        raise TypeError("every parameter must reach the SQL exactly as it was given")
    return Plan(connection.alias, sql, slots)


def _stand_ins(types: dict[str, type]) -> dict[str, Value]:
    return {name: _SENTINELS[kind](n) for n, (name, kind) in enumerate(types.items())}


class Compiled(threading.local, Generic[Row]):
    """``Compiled(Task, build, user_id=int)(user_id=7)`` is ``build(user_id=7)`` as tasks.

    The rows are of a dataclass whose fields are the columns, or of the model itself. Each thread
    keeps its own plan, as it keeps its own connection. The shape of the query must not depend on
    the values; they are integers, text, UUIDs, dates or aware datetimes.
    """

    def __init__(
        self, row: type[Row], build: Callable[..., QuerySet[Any, Any]], **types: type
    ) -> None:
        self.row, self.build, self.types = row, build, types
        self.plan: Plan | None = None

    def __call__(self, **values: Value) -> list[Row]:
        plan = self.plan = self.plan or self._compile()
        if not plan.sql:
            return []
        with plan.connection.cursor() as cursor:
            cursor.execute(plan.sql, plan.given(values))
            found = self.compiler.apply_converters(cursor.fetchall(), self.converters)
            return [self.make(*cells) for cells in found]

    def first(self, **values: Value) -> Row | None:
        return next(iter(self(**values)), None)

    def count(self, **values: Value) -> int:
        """How many rows there would be, without reading them."""
        plan = self.plan = self.plan or self._compile()
        if not plan.sql:
            return 0
        with plan.connection.cursor() as cursor:
            sql = f"SELECT COUNT(*) FROM ({plan.sql}) counted"  # noqa: S608 -- Django's own SQL
            cursor.execute(sql, plan.given(values))
            return int(cursor.fetchone()[0])

    def _compile(self) -> Plan:
        sentinels = _stand_ins(self.types)
        columns = _columns(self.row)
        rows = self.build(**sentinels).values_list(*columns)
        self.compiler = rows.query.get_compiler(connection=connections[rows.db])
        plan = _plan(self.compiler, sentinels)
        selected = [column for column, *_ in self.compiler.select]
        self.converters = self.compiler.get_converters(selected)
        self.make = _maker(self.row, rows.db, columns)
        return plan


def _maker(row: type[Any], db: str, columns: list[str]) -> Callable[..., Any]:
    if issubclass(row, Model):
        return lambda *cells: row.from_db(db, columns, cells)
    return row


def _columns(row: type[Any]) -> list[str]:
    if issubclass(row, Model):
        return [field.attname for field in row._meta.concrete_fields]
    return [field.name for field in dataclasses.fields(row)]


class Updates(threading.local):
    """An UPDATE compiled once: ``build`` gives the rows and what changes in them."""

    def __init__(
        self, build: Callable[..., tuple[QuerySet[Any, Any], dict[str, Any]]], **types: type
    ) -> None:
        self.build, self.types = build, types
        self.plan: Plan | None = None

    def __call__(self, **values: Value) -> int:
        """How many rows were changed."""
        plan = self.plan = self.plan or self._compile()
        with plan.connection.cursor() as cursor:
            cursor.execute(plan.sql, plan.given(values))
            return int(cursor.rowcount)

    def many(self, several: Sequence[dict[str, Value]]) -> None:
        """One after another, sent together."""
        plan = self.plan = self.plan or self._compile()
        if several:
            with plan.connection.cursor() as cursor:
                cursor.executemany(plan.sql, [plan.given(values) for values in several])

    def _compile(self) -> Plan:
        sentinels = _stand_ins(self.types)
        rows, changes = self.build(**sentinels)
        query: Any = rows.query.chain(UpdateQuery)
        query.add_update_values(changes)
        return _plan(query.get_compiler(connection=connections[rows.db]), sentinels)


class Shaped(threading.local, Generic[Row]):
    """A query that comes in several shapes: ``build(shape, **values)``, compiled once for each.

    All that changes the SQL besides the values is in the hashable ``shape``.
    """

    def __init__(self, row: type[Row], build: Callable[..., QuerySet[Any, Any]]) -> None:
        self.row, self.build = row, build
        self.plans: dict[Hashable, Compiled[Row]] = {}

    def __call__(self, shape: Hashable, **values: Value) -> list[Row]:
        return self._of(shape, values)(**values)

    def count(self, shape: Hashable, **values: Value) -> int:
        return self._of(shape, values).count(**values)

    def _of(self, shape: Hashable, values: dict[str, Value]) -> Compiled[Row]:
        key = shape, tuple(values), tuple(map(type, values.values()))
        compiled = self.plans.get(key)
        if compiled is None:
            if len(self.plans) >= _MOST_SHAPES:
                self.plans.clear()
            types = {name: _kind(value) for name, value in values.items()}
            compiled = self.plans[key] = Compiled(self.row, partial(self.build, shape), **types)
        return compiled


def _kind(value: Value) -> type:
    """The type a value is compiled as: an enum of text is text."""
    return next(kind for kind in type(value).__mro__ if kind in _SENTINELS)
