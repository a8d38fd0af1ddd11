"""Changing who works for a firm, and who has passed what."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _

from partners.events import ConsultantAdded, ConsultantRemoved, QualificationGranted, QualificationRevoked
from partners.models import Consultant, Qualification
from partners.queries import consultant_of_user
from portal import clock
from portal.database import db
from portal.errors import RuleViolation
from portal.events import publish
from portal.people import Principal


def add_consultant(partner_id: int, *, user_id: int, name: str, email: str, actor: Principal) -> Consultant:
    """Let a firm name one of its people, whose account is `user_id`.

    Raises:
        RuleViolation: this person works for the firm already.
    """
    if consultant_of_user(user_id) is not None:
        raise RuleViolation(_("This person is one of your consultants already."), field="email")
    consultant = Consultant(partner_id=partner_id, user_id=user_id, name=name, email=email, created_at=clock.now())
    db.session.add(consultant)
    db.session.flush()
    publish(ConsultantAdded(partner_id=partner_id, actor_id=actor.id, consultant_id=consultant.id))
    return consultant


def remove_consultant(consultant: Consultant, *, actor: Principal) -> None:
    """Let a person of a firm leave; what they did stays.

    Raises:
        RuleViolation: they have left already.
    """
    if consultant.left_at is not None:
        raise RuleViolation(_("This person has left already."))
    consultant.left_at = clock.now()
    db.session.flush()
    publish(ConsultantRemoved(partner_id=consultant.partner_id, actor_id=actor.id, consultant_id=consultant.id))


def grant_qualification(
    consultant: Consultant, *, subject: str, valid_from: date, valid_until: date, actor: Principal
) -> Qualification:
    """Write down that a consultant passed a subject, and until when that counts; its last day is included.

    Raises:
        RuleViolation: it would end before it begins, or the consultant has left.
    """
    if valid_until < valid_from:
        raise RuleViolation(_("A qualification cannot end before it begins."), field="valid_until")
    if consultant.left_at is not None:
        raise RuleViolation(_("This person has left already."))
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
            partner_id=consultant.partner_id,
            actor_id=actor.id,
            qualification_id=qualification.id,
            consultant_id=consultant.id,
            subject=subject,
            valid_from=valid_from,
            valid_until=valid_until,
        )
    )
    return qualification


def revoke_qualification(qualification: Qualification, *, on: date, reason: str, actor: Principal) -> None:
    """Let a qualification count no longer, from a day on.

    Raises:
        RuleViolation: it was revoked already.
    """
    if qualification.revoked_on is not None:
        raise RuleViolation(_("This qualification was revoked already."))
    qualification.revoked_on = on
    db.session.flush()
    publish(
        QualificationRevoked(
            partner_id=qualification.partner_id,
            actor_id=actor.id,
            qualification_id=qualification.id,
            consultant_id=qualification.consultant_id,
            subject=qualification.subject,
            on=on,
            reason=reason,
        )
    )
