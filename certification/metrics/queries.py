"""Reading the evidence of all firms, in a number of statements that does not grow with them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select

from certification.metrics.values import CertificateFacts, Evidence, OfferFacts, SlotFacts, Window
from onboarding_phases.kpis.queries import facts, phase_facts
from onboarding_phases.offers.enums import OfferState
from onboarding_phases.offers.models import Offer
from partners.models import Capacity, Consultant, Qualification
from portal import clock
from portal.database import db

TAKEN_ON = (OfferState.ACCEPTED, OfferState.ENDED)


def evidence(period_end: date, *, window_months: int) -> Evidence:
    """All that the metrics of a period are made of; of firms that the session does not see there is nothing."""
    window = Window.before(period_end, window_months)
    begun = [one for one in facts() if one.start_on <= period_end]
    ids = {one.id for one in begun}
    return Evidence(
        onboardings=begun,
        phases=[phase for phase in phase_facts() if phase.onboarding_id in ids],
        offers=_offers(),
        slots=_slots(window.months()),
        certificates=_certificates(period_end),
    )


def _offers() -> list[OfferFacts]:
    """Offers that lay with the firm until they were answered or their time was over; withdrawn ones did not.

    A countered one lies with the vendor: what becomes of it is not known yet.
    """
    asked = select(Offer.partner_id, Offer.code, Offer.slots, Offer.month, Offer.reply_by, Offer.state).where(
        or_(Offer.state != OfferState.OPEN, Offer.reply_by < clock.now()),
        Offer.state.not_in((OfferState.WITHDRAWN, OfferState.COUNTERED)),
    )
    return [
        OfferFacts(
            partner_id,
            code,
            slots,
            month,
            reply_by=clock.day_of(reply_by),
            answered=state not in (OfferState.LAPSED, OfferState.OPEN),
            accepted=state in TAKEN_ON,
        )
        for partner_id, code, slots, month, reply_by, state in db.session.execute(asked)
    ]


def _slots(months: Sequence[date]) -> list[SlotFacts]:
    stated = select(Capacity.partner_id, Capacity.month, Capacity.stated).where(Capacity.month.in_(months))
    return [SlotFacts(*row) for row in db.session.execute(stated)]


def _certificates(on: date) -> list[CertificateFacts]:
    """One for each person and subject, until its last day; who left by then has none."""
    valid = (
        select(Qualification, Consultant.left_at)
        .join(Consultant, Consultant.id == Qualification.consultant_id)
        .where(Qualification.valid_from <= on, Qualification.valid_until >= on)
        .order_by(Qualification.valid_until, Qualification.id)
    )
    latest: dict[tuple[int, str], CertificateFacts] = {}
    for held, left_at in db.session.execute(valid):
        if held.is_valid(on=on) and (left_at is None or clock.day_of(left_at) > on):
            latest[held.consultant_id, held.subject] = CertificateFacts(
                held.partner_id, held.subject, held.valid_until
            )
    return list(latest.values())
