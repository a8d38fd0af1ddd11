"""Commitments that come from the handoff, and the end of an onboarding that waits for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from onboarding_phases.commitments.enums import CommitmentSource, CommitmentState
from onboarding_phases.commitments.events import CommitmentsTaken
from onboarding_phases.commitments.models import Commitment
from onboarding_phases.commitments.queries import pending_count
from onboarding_phases.commitments.rules import promises_in
from onboarding_phases.handoff.enums import FieldState, HandoffState
from onboarding_phases.handoff.events import HandoffAccepted
from onboarding_phases.handoff.models import Handoff
from onboarding_phases.handoff.rules import EMPTY
from onboarding_phases.handoff.template.sales_to_cs import COMMITMENTS
from onboarding_phases.onboardings.enums import OnboardingState
from onboarding_phases.onboardings.events import OnboardingBegun, OnboardingCompleted
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.services.history import tell
from portal import clock
from portal.accounts.queries import names_of
from portal.database import db
from portal.errors import RuleViolation
from portal.jobs.services import enqueue, opens_own_units
from portal.levels import Level
from portal.people import PORTAL
from portal.tenancy import EVERY_TENANT, scope_of
from portal.units import unit_of_work

TAKE = "commitments.take"


def take_for_onboarding(event: OnboardingBegun) -> None:
    """A firm's acceptance begins an onboarding; what is the vendor's alone a firm's session cannot read or write."""
    if scope_of(db.session).is_every_tenant:
        take_commitments(customer_id=event.customer_id)
    else:
        enqueue(TAKE, customer_id=event.customer_id)


def take_from_handoff(event: HandoffAccepted) -> None:
    """A handoff that is accepted while its onboarding runs already."""
    take_commitments(customer_id=event.customer_id)


@opens_own_units
def take_for_customer(*, customer_id: int) -> None:
    """Do it as the vendor; it bears repeating."""
    with unit_of_work(EVERY_TENANT):
        take_commitments(customer_id=customer_id)


def take_commitments(*, customer_id: int) -> None:
    """Enter the commitments of a customer's accepted handoff into the ledger of its running onboarding; once."""
    running = select(Onboarding).where(
        Onboarding.customer_id == customer_id, Onboarding.state == OnboardingState.RUNNING
    )
    accepted = select(Handoff).where(Handoff.customer_id == customer_id, Handoff.state == HandoffState.ACCEPTED)
    handoff = db.session.scalars(accepted).one_or_none()
    onboarding = None if handoff is None else db.session.scalars(running).one_or_none()
    if handoff is None or onboarding is None or _is_taken(onboarding):
        return
    found = list(_commitments(handoff, onboarding))
    db.session.add_all(found)
    db.session.flush()
    if found:
        tell(CommitmentsTaken, onboarding, PORTAL, count=len(found))


def _is_taken(onboarding: Onboarding) -> bool:
    taken = select(Commitment.id).where(
        Commitment.onboarding_id == onboarding.id, Commitment.source == CommitmentSource.HANDOFF
    )
    return db.session.scalar(taken.limit(1)) is not None


def _settled_before(onboarding: Onboarding) -> set[tuple[str | None, int | None]]:
    """The lines that an earlier onboarding of the customer has kept, renegotiated or refused: they are no debt."""
    earlier = (
        select(Commitment.field, Commitment.place)
        .join(Onboarding, Onboarding.id == Commitment.onboarding_id)
        .where(
            Onboarding.customer_id == onboarding.customer_id,
            Onboarding.id != onboarding.id,
            Commitment.source == CommitmentSource.HANDOFF,
            Commitment.settled_on.is_not(None),
        )
    )
    return {(field, place) for field, place in db.session.execute(earlier)}


def _commitments(handoff: Handoff, onboarding: Onboarding) -> Iterator[Commitment]:
    answers, stored, settled = handoff.answers, handoff.fields, _settled_before(onboarding)
    by = {item.key: stored.get(item.key, {}).get("by") for item in COMMITMENTS.fields}
    names = names_of(by.values())
    for item in COMMITMENTS.fields:
        answer = answers.get(item.key, EMPTY)
        lines = promises_in(answer.value) if answer.state is FieldState.FILLED else []
        for place, text in enumerate(lines, 1):
            if (item.key, place) in settled:
                continue
            yield Commitment(
                **_of(onboarding),
                level=Level.VENDOR if item.hidden else Level.BOTH,
                text=text,
                field=item.key,
                place=place,
                said_by=names.get(by[item.key] or 0, ""),
                entered_by=names.get(by[item.key] or 0, PORTAL.name),
                entered_by_id=by[item.key],
            )


def _of(onboarding: Onboarding) -> dict[str, Any]:
    return {
        "partner_id": onboarding.partner_id,
        "onboarding_id": onboarding.id,
        "source": CommitmentSource.HANDOFF,
        "said_to": "",
        "state": CommitmentState.OPEN,
        "by_vendor": True,
        "entered_at": clock.now(),
    }


def refuse_while_pending(event: OnboardingCompleted) -> None:
    """No onboarding ends as completed while a commitment of it is open: nobody may override this.

    Raises:
        RuleViolation: one is open, or waits for consent.
    """
    if pending_count(event.onboarding_id):
        raise RuleViolation(
            _l(
                "A commitment to the customer is still open. Keep, renegotiate or refuse it first;"
                " nobody may pass it by."
            )
        )
