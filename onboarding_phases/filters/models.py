"""Saved filters."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ColumnClause, ColumnElement, ForeignKey, Index, UniqueConstraint, false, literal_column
from sqlalchemy.orm import Mapped, mapped_column

from onboarding_phases.filters.values import words_of
from portal.database import Model, public_code
from portal.people import Principal

_IS_DEFAULT: ColumnClause[bool] = literal_column("is_default")


class SavedFilter(Model):
    """A list of onboardings that a person comes back to: tab, filters, order and form, as its address says them."""

    __tablename__ = "saved_filters"
    shared_because: ClassVar[str] = "belongs to one person, of whichever side; every query names the reader"
    __table_args__ = (
        UniqueConstraint("user_id", "name"),
        Index(
            "uq_saved_filters_default",
            "user_id",
            unique=True,
            sqlite_where=_IS_DEFAULT,
            postgresql_where=_IS_DEFAULT,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True, default=public_code)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    name: Mapped[str]
    query: Mapped[str]
    is_default: Mapped[bool]
    created_at: Mapped[datetime]

    @property
    def words(self) -> dict[str, Any]:
        """The words of its address; those of all that runs where it has none."""
        return {**words_of(self.query)} or {"tab": "running"}

    @classmethod
    def visible_to(cls, reader: Principal) -> ColumnElement[bool]:
        """Everybody sees the own ones and nobody else's."""
        return false() if reader.id is None else cls.user_id == reader.id
