"""Rows to frozen values and back: a column and a field of the same name hold the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from functools import cache
from typing import Any, ClassVar, Generic, TypeVar

from sqlalchemy import Select, delete, inspect, select, update
from sqlalchemy.orm import Session

from evenstride.store.errors import NotStoredError
from evenstride.store.tables.base import Base

Value = TypeVar("Value")


def to_value(row: Base, value_type: type[Value], **others: object) -> Value:
    """The value of a row; ``others`` are the fields that stand in other tables."""
    kind: Any = value_type
    names = _field_names(kind) - others.keys()
    return value_type(**{name: _frozen(getattr(row, name)) for name in names}, **others)


@cache
def _field_names(value_type: type[Any]) -> frozenset[str]:
    return frozenset(each.name for each in fields(value_type))


def to_columns(value: object, row_type: type[Base]) -> dict[str, Any]:
    """The columns of a table that a value has fields for."""
    names = {each.key for each in inspect(row_type).columns}
    return {
        each.name: _plain(getattr(value, each.name))
        for each in fields(value)  # type: ignore[arg-type]
        if each.name in names
    }


class Repository(Generic[Value]):
    """Values of one kind, kept in one table by their ``id``.

    A child that keeps parts in other tables overrides `_values` and `_write_parts`.
    """

    value_type: ClassVar[type[Any]]
    row_type: ClassVar[type[Any]]
    #: The column by which a runner's values are ordered.
    in_order_of: ClassVar[str] = "id"

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, value: Value) -> Value:
        """Keep a new value."""
        self._session.add(self.row_type(**to_columns(value, self.row_type)))
        self._session.flush()
        self._write_parts(value)
        return value

    def find(self, id_: str) -> Value | None:
        """The value of that id, None where there is none."""
        row = self._session.get(self.row_type, id_, populate_existing=True)
        return None if row is None else self._values([row])[0]

    def get(self, id_: str) -> Value:
        """The value of that id.

        Raises
        ------
        NotStoredError
            There is none.
        """
        value = self.find(id_)
        if value is None:
            raise NotStoredError(f"Expected the id of a kept {self._kind}, got {id_[:40]}, which names none.")
        return value

    def replace(self, value: Value) -> Value:
        """Put a value in the place of the one with its id.

        Raises
        ------
        NotStoredError
            There is none.
        """
        columns = to_columns(value, self.row_type)
        self._change(columns.pop("id"), columns)
        self._write_parts(value)
        return value

    def remove(self, id_: str) -> bool:
        """Take the value of that id away, with all that belongs to it; whether there was one."""
        found = self._session.execute(delete(self.row_type).where(self.row_type.id == id_))
        return bool(found.rowcount)  # type: ignore[attr-defined]

    def of_runner(self, runner_id: str) -> tuple[Value, ...]:
        """All of a runner, the earliest first."""
        return self._all(select(self.row_type).where(self.row_type.runner_id == runner_id))

    def page(self, *, length: int, after: str | None = None, **equal: object) -> tuple[Value, ...]:
        """A part of the values, the newest first.

        Parameters
        ----------
        after : id of the last value of the part before.
        equal : columns and what must stand in them.

        Raises
        ------
        NotStoredError
            There is no value of the id `after`.
        """
        row_type, order = self.row_type, getattr(self.row_type, self.in_order_of)
        query = select(row_type).filter_by(**equal)
        if after is not None:
            last = getattr(self._row(after), self.in_order_of)
            query = query.where((order < last) | ((order == last) & (row_type.id < after)))
        query = query.order_by(order.desc(), row_type.id.desc()).limit(length)
        return self._values(self._session.scalars(query.execution_options(populate_existing=True)).all())

    def _row(self, id_: str) -> Any:
        row = self._session.get(self.row_type, id_)
        if row is None:
            raise NotStoredError(f"Expected the id of a kept {self._kind}, got {id_[:40]}, which names none.")
        return row

    def _change(self, id_: str, columns: Mapping[str, Any]) -> None:
        found = self._session.execute(update(self.row_type).where(self.row_type.id == id_).values(**columns))
        if not found.rowcount:  # type: ignore[attr-defined]
            raise NotStoredError(f"Expected the id of a kept {self._kind}, got {id_[:40]}, which names none.")

    def _all(self, query: Select[Any]) -> tuple[Value, ...]:
        ordered = query.order_by(getattr(self.row_type, self.in_order_of), self.row_type.id)
        rows = self._session.scalars(ordered.execution_options(populate_existing=True))
        return self._values(rows.all())

    def _values(self, rows: Sequence[Any]) -> tuple[Value, ...]:
        return tuple(to_value(row, self.value_type) for row in rows)

    def _write_parts(self, value: Value) -> None:
        """Write what stands in other tables, in the place of what stood there."""

    @property
    def _kind(self) -> str:
        return str(self.row_type.__tablename__).removesuffix("s").replace("_", " ")


def _frozen(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
