"""Stating closing days, and taking them back."""

from __future__ import annotations

from datetime import date, timedelta

from flask_babel import lazy_gettext as _l

from partners.closings.defaults import NUMBERS
from partners.closings.queries import bounds_of, closings_of, span_of
from partners.closings.rules import Span, check_closing
from partners.events import ClosingStated, ClosingTakenBack
from partners.models import ClosingDays, Partner
from portal import clock
from portal.database import db
from portal.errors import Stale
from portal.events import publish
from portal.people import Principal


def state_closing(partner: Partner, *, first_on: date, last_on: date, note: str, actor: Principal) -> ClosingDays:
    """State that a firm is closed from one day to another, both included. Clocks that run already stay as they are.

    Raises:
        RuleViolation: the days have passed, are too many, or some are stated already.
    """
    today = clock.today()
    stated = closings_of(partner.id, since=today.replace(month=1, day=1))
    span = Span(first_on, last_on)
    check_closing(span, [span_of(one) for one in stated], today=today, bounds=bounds_of())
    closing = ClosingDays(
        partner_id=partner.id,
        first_on=first_on,
        last_on=last_on,
        note=note.strip(),
        stated_at=clock.now(),
        stated_by=actor.name,
    )
    db.session.add(closing)
    db.session.flush()
    db.session.info.pop(NUMBERS, None)
    publish(
        ClosingStated(
            actor_id=actor.id,
            partner_id=partner.id,
            first_on=first_on,
            last_on=last_on,
            note=closing.note,
        )
    )
    return closing


def take_closing_back(closing: ClosingDays, *, actor: Principal) -> None:
    """Take a closing back that has not begun; one under way ends with yesterday.

    Raises:
        Stale: it is over.
    """
    today = clock.today()
    if closing.last_on < today:
        raise Stale(_l("These closing days are over."))
    told = {"first_on": closing.first_on, "last_on": closing.last_on}
    if closing.first_on < today:
        closing.last_on = today - timedelta(days=1)
    else:
        db.session.delete(closing)
    db.session.flush()
    db.session.info.pop(NUMBERS, None)
    publish(ClosingTakenBack(actor_id=actor.id, partner_id=closing.partner_id, **told))
