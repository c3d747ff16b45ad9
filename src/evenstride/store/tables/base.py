"""The declarative base: names of constraints, moments in UTC, ids."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from sqlalchemy import JSON, DateTime, Dialect, Double, MetaData, String
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.types import TypeDecorator

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
_ID_LENGTH, _SHA256_LENGTH = 26, 64


class UtcMoment(TypeDecorator[datetime]):
    """A moment: goes in with any time zone, comes out in UTC; one without a time zone is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """What the database gets; SQLite keeps no time zone, so it gets the UTC clock alone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"Expected a moment with a time zone, got {value.isoformat()}.")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """The moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """All tables of the store."""

    metadata = MetaData(naming_convention=_NAMES)
    type_annotation_map = {datetime: UtcMoment(), float: Double(), dict[str, Any]: JSON(none_as_null=True)}  # noqa: RUF012


Id = Annotated[str, mapped_column(String(_ID_LENGTH), primary_key=True)]
#: Only as long as an id; which table it points to stands beside the column.
IdText = String(_ID_LENGTH)
HashText = String(_SHA256_LENGTH)
PlainJson = JSON(none_as_null=True)
