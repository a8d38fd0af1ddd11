"""Rehearsals; the vendor's own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Model, public_code
from portal.tenancy import VendorOwned


class Rehearsal(VendorOwned, Model):
    """Numbers of the allocation tried on past runs: what was in force, what is tried, and what came of each run.

    `runs` are the codes of the runs in their order, `results` what is known of each by its code.
    """

    __tablename__ = "rehearsals"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True, default=public_code)
    base: Mapped[dict[str, Any]]
    base_version: Mapped[int]
    draft: Mapped[dict[str, Any]]
    runs: Mapped[list[str]]
    results: Mapped[dict[str, Any]]
    seconds: Mapped[int]
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    finished_at: Mapped[datetime | None]

    @property
    def next_run(self) -> str | None:
        """The first run that is not computed yet."""
        return next((run for run in self.runs if run not in self.results), None)

    @property
    def outcomes(self) -> Sequence[tuple[str, dict[str, Any]]]:
        """What is known so far, by run in their order."""
        return [(run, self.results[run]) for run in self.runs if run in self.results]
