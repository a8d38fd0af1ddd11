"""Reading the survey behind a link, and the survey that waits for a guest in the room."""

from __future__ import annotations

from sqlalchemy import select

from onboarding_phases.surveys.models import Survey
from onboarding_phases.surveys.queries import is_open
from portal import clock
from portal.accounts.loading import token_hash
from portal.database import db
from portal.people import Guest
from portal.tenancy import Tenant


def survey_of_link(token: str) -> Survey | None:
    """The survey behind the secret of a link: open or answered. None once withdrawn or expired, or firm closed."""
    statement = (
        select(Survey)
        .join(Tenant, Tenant.id == Survey.partner_id)
        .where(
            Survey.token_hash == token_hash(token),
            Survey.withdrawn_at.is_(None),
            Survey.answered_at.is_not(None) | (Survey.expires_at > clock.now()),
            Tenant.closed_at.is_(None),
        )
    )
    return db.session.scalars(statement).first()


def open_survey_of(guest: Guest) -> Survey | None:
    """The survey that waits for this guest, the newest one where several do."""
    mine = select(Survey).where(Survey.invitation == guest.code, is_open(clock.now()))
    return db.session.scalars(mine.order_by(Survey.id.desc()).limit(1)).first()


def firm_of(survey: Survey) -> str:
    """The name of the firm that works with the customer, as the customer knows it."""
    return db.session.scalars(select(Tenant.name).where(Tenant.id == survey.partner_id)).one()
