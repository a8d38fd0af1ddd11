"""Reading a person's saved filters."""

from __future__ import annotations

from onboarding_phases.filters.models import SavedFilter
from portal.access import select_visible
from portal.database import db


def saved_filters() -> list[SavedFilter]:
    """The reader's own, by name."""
    return list(db.session.scalars(select_visible(SavedFilter).order_by(SavedFilter.name, SavedFilter.id)))
