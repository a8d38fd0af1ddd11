"""Reading the outbox."""

from __future__ import annotations

from sqlalchemy import Select, select

from portal.mail.models import Letter


def newest_letters() -> Select[Letter]:
    """All letters, the newest first, to be cut into pages."""
    return select(Letter).order_by(Letter.id.desc())
