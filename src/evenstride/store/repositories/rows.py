"""Rows to frozen values and back: a column and a field of the same name hold the same.

What is read comes as plain rows, not as objects of SQLAlchemy's session, and each question is put together once: a page
asks some twenty, and objects and questions cost it more than the database does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import fields
from functools import cache
from typing import Any, ClassVar, Generic, TypeVar

from sqlalchemy import ColumnElement, RowMapping, Select, bindparam, delete, inspect, select, update
from sqlalchemy.orm import Session

from evenstride.store.errors import NotStoredError
from evenstride.store.tables.base import Base

Value = TypeVar("Value")
#: A row as it was read: its columns by name.
Row = RowMapping


def to_value(row: Row, value_type: type[Value], **others: object) -> Value:
    """The value of a row; ``others`` are the fields that stand in other tables."""
    kind: Any = value_type
    names = _field_names(kind) - others.keys()
    return value_type(**{name: _frozen(row[name]) for name in names}, **others)


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
    row_type: ClassVar[Any]
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
        return self._first(id=id_)

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
        return self._matching(runner_id=runner_id)

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
        table = self.row_type.__table__
        order = table.c[self.in_order_of]
        query = select(table).filter_by(**equal)
        if after is not None:
            last = self._last(after)
            query = query.where((order < last) | ((order == last) & (table.c.id < after)))
        query = query.order_by(order.desc(), table.c.id.desc()).limit(length)
        return self._values(self._session.execute(query).mappings().all())

    def _last(self, id_: str) -> Any:
        """By what the value of that id is ordered."""
        rows = self._session.execute(_question(self.row_type, ("id",), (), self.in_order_of), {"id": id_}).mappings()
        row = rows.first()
        if row is None:
            raise NotStoredError(f"Expected the id of a kept {self._kind}, got {id_[:40]}, which names none.")
        return row[self.in_order_of]

    def _change(self, id_: str, columns: Mapping[str, Any]) -> None:
        found = self._session.execute(update(self.row_type).where(self.row_type.id == id_).values(**columns))
        if not found.rowcount:  # type: ignore[attr-defined]
            raise NotStoredError(f"Expected the id of a kept {self._kind}, got {id_[:40]}, which names none.")

    def _matching(self, **equal: object) -> tuple[Value, ...]:
        """The values in whose columns this stands, in their order."""
        given = {name: value for name, value in equal.items() if value is not None}
        query = _question(self.row_type, tuple(given), tuple(equal.keys() - given.keys()), self.in_order_of)
        return self._values(self._session.execute(query, given).mappings().all())

    def _first(self, **equal: object) -> Value | None:
        found = self._matching(**equal)
        return found[0] if found else None

    def _where(self, condition: ColumnElement[bool]) -> tuple[Value, ...]:
        """The values for which a condition holds, in their order."""
        query = _question(self.row_type, (), (), self.in_order_of).where(condition)
        return self._values(self._session.execute(query).mappings().all())

    def _parts(self, row_type: Any, whole: str, ids: Sequence[str], order: str) -> dict[str, list[Row]]:
        """The rows of another table that belong to the values of these ids, by the id that stands in `whole`."""
        parts: dict[str, list[Row]] = defaultdict(list)
        for row in self._session.execute(_question_of_parts(row_type, whole, order), {"ids": ids}).mappings():
            parts[row[whole]].append(row)
        return parts

    def _values(self, rows: Sequence[Row]) -> tuple[Value, ...]:
        return tuple(to_value(row, self.value_type) for row in rows)

    def _write_parts(self, value: Value) -> None:
        """Write what stands in other tables, in the place of what stood there."""

    @property
    def _kind(self) -> str:
        return str(self.row_type.__tablename__).removesuffix("s").replace("_", " ")


@cache
def _question(row_type: Any, equal: tuple[str, ...], empty: tuple[str, ...], order: str) -> Select[Any]:
    """What is asked for the rows of a table with these columns given, and these empty."""
    columns = row_type.__table__.c
    conditions = [columns[name] == bindparam(name) for name in equal] + [columns[name].is_(None) for name in empty]
    return select(row_type.__table__).where(*conditions).order_by(columns[order], columns["id"])


@cache
def _question_of_parts(row_type: Any, whole: str, order: str) -> Select[Any]:
    columns = row_type.__table__.c
    wanted = columns[whole].in_(bindparam("ids", expanding=True))
    return select(row_type.__table__).where(wanted).order_by(columns[order])


def _frozen(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
