"""Writing the trail."""

from __future__ import annotations

from portal import clock
from portal.audit.models import AuditEntry
from portal.database import db
from portal.events import Event


def keep(event: Event) -> None:
    """Write down an event, in the transaction in which it happened."""
    db.session.add(
        AuditEntry(at=clock.now(), actor_id=event.actor_id, event=type(event).__name__, values=event.payload())
    )
