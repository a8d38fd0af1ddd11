"""Changing who works for a firm, and who has passed what."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _

from partners.events import (
    ConsultantAdded,
    ConsultantRemoved,
    ConsultantRenamed,
    ConsultantReturned,
    QualificationGranted,
    QualificationRevoked,
)
from partners.models import Consultant, Qualification
from partners.queries import consultant_of_user
from portal import clock
from portal.accounts.events import RoleChanged, UserDisabled, UserEnabled, UserInvited, UserRenamed
from portal.accounts.queries import person_of
from portal.database import db
from portal.errors import RuleViolation
from portal.events import publish
from portal.people import Principal, Role


def add_consultant(partner_id: int, *, user_id: int, name: str, email: str, actor: Principal) -> Consultant:
    """Let a firm name one of its people, whose account is `user_id`.

    Whoever is given an account as a consultant is named by that already.

    Raises:
        RuleViolation: this person works for the firm already.
    """
    if consultant_of_user(user_id) is not None:
        raise RuleViolation(_("This person is one of your consultants already."), field="email")
    return _add(partner_id, user_id=user_id, name=name, email=email, actor_id=actor.id)


def _add(partner_id: int, *, user_id: int, name: str, email: str, actor_id: int | None) -> Consultant:
    consultant = Consultant(partner_id=partner_id, user_id=user_id, name=name, email=email, created_at=clock.now())
    db.session.add(consultant)
    db.session.flush()
    publish(ConsultantAdded(partner_id=partner_id, actor_id=actor_id, consultant_id=consultant.id))
    return consultant


def remove_consultant(consultant: Consultant, *, actor: Principal) -> None:
    """Let a person of a firm leave; what they did stays.

    Raises:
        RuleViolation: they have left already.
    """
    if consultant.left_at is not None:
        raise RuleViolation(_("This person has left already."))
    _remove(consultant, actor_id=actor.id)


def _remove(consultant: Consultant, *, actor_id: int | None) -> None:
    consultant.left_at = clock.now()
    db.session.flush()
    publish(ConsultantRemoved(partner_id=consultant.partner_id, actor_id=actor_id, consultant_id=consultant.id))


def follow_account(event: UserInvited | UserEnabled | UserDisabled | RoleChanged) -> None:
    """Keep a firm's consultants in step with its accounts: an open one with that role is a consultant."""
    person = person_of(event.user_id)
    if person is None or person.partner_id is None:
        return
    consultant = consultant_of_user(person.id)
    works = person.role is Role.CONSULTANT and not isinstance(event, UserDisabled)
    if consultant is None and works:
        _add(person.partner_id, user_id=person.id, name=person.name, email=person.email, actor_id=event.actor_id)
    elif consultant is not None and works and consultant.left_at is not None:
        _return(consultant, actor_id=event.actor_id)
    elif consultant is not None and not works and consultant.left_at is None:
        _remove(consultant, actor_id=event.actor_id)


def _return(consultant: Consultant, *, actor_id: int | None) -> None:
    consultant.left_at = None
    db.session.flush()
    publish(ConsultantReturned(partner_id=consultant.partner_id, actor_id=actor_id, consultant_id=consultant.id))


def follow_name(event: UserRenamed) -> None:
    """Call a consultant as the person calls themself."""
    consultant = consultant_of_user(event.user_id)
    if consultant is None or consultant.name == event.after:
        return
    before, consultant.name = consultant.name, event.after
    db.session.flush()
    publish(
        ConsultantRenamed(
            partner_id=consultant.partner_id,
            actor_id=event.actor_id,
            consultant_id=consultant.id,
            before=before,
            after=event.after,
        )
    )


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
