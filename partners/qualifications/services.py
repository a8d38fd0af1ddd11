"""Granting qualifications."""

from __future__ import annotations

from datetime import date

from partners.models import Consultant, Qualification
from partners.qualifications.events import QualificationGranted
from portal import clock
from portal.database import db
from portal.errors import RuleViolation
from portal.events import publish
from portal.people import Principal


def grant_qualification(
    consultant: Consultant, *, subject: str, valid_from: date, valid_until: date, actor: Principal
) -> Qualification:
    """Write down that a consultant has passed a subject, and until when it counts (that day included).

    Raises:
        RuleViolation: the last day lies before the first.
    """
    if valid_until < valid_from:
        raise RuleViolation(f"a qualification cannot end on {valid_until} before it begins on {valid_from}")
    qualification = Qualification(
        partner_id=consultant.partner_id,
        consultant_id=consultant.id,
        subject=subject,
        valid_from=valid_from,
        valid_until=valid_until,
        created_at=clock.now(),
    )
    db.session.add(qualification)
    db.session.flush()
    publish(
        QualificationGranted(
            actor_id=actor.id,
            partner_id=consultant.partner_id,
            consultant_id=consultant.id,
            qualification_id=qualification.id,
            subject=subject,
            valid_until=valid_until,
        )
    )
    return qualification
