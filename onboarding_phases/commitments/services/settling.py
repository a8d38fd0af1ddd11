"""How commitments end: kept, renegotiated or refused; and that the customer was told."""

from __future__ import annotations

from datetime import date

from flask_babel import lazy_gettext as _l

from onboarding_phases.commitments.enums import CommitmentState
from onboarding_phases.commitments.events import (
    CommitmentKept,
    CommitmentRefused,
    CommitmentRenegotiated,
    CustomerToldOfCommitment,
)
from onboarding_phases.commitments.models import Commitment
from onboarding_phases.commitments.permissions import DECIDE_COMMITMENT, KEEP_COMMITMENT
from onboarding_phases.commitments.rules import PENDING
from onboarding_phases.commitments.services.steps import check_state, check_unchanged, show, tell_of
from onboarding_phases.commitments.services.writing import check_past
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.services.history import check_permission, check_text, write
from portal import clock
from portal.database import db
from portal.errors import RuleViolation
from portal.people import Principal

OPEN = CommitmentState.OPEN


def keep_commitment(
    commitment: Commitment,
    *,
    onboarding: Onboarding,
    proof: str,
    on: date,
    told_on: date | None,
    actor: Principal,
    version: int | None = None,
) -> None:
    """Enter that a commitment was kept, with what shows it.

    Raises:
        RuleViolation: it is not open, nothing shows it, or a day lies ahead.
        Stale: somebody changed it since `version`.
    """
    check_permission(KEEP_COMMITMENT, actor)
    check_unchanged(commitment, version)
    check_state(commitment, OPEN)
    check_text(proof, field="proof")
    check_past(on, field="on")
    _settle(commitment, CommitmentState.KEPT, on, actor, note=proof, told_on=told_on)
    on_time = commitment.due_on is None or on <= commitment.due_on
    tell_of(CommitmentKept, commitment, onboarding, actor, on=on, on_time=on_time)


def renegotiate_commitment(
    commitment: Commitment,
    *,
    onboarding: Onboarding,
    text: str,
    due_on: date,
    told_on: date,
    actor: Principal,
    version: int | None = None,
) -> Commitment:
    """Put in a commitment's place what the customer agreed to on a day; the old one stays in the ledger.

    Raises:
        RuleViolation: it is not open, nothing new is said, or a day cannot be.
        Stale: somebody changed it since `version`.
    """
    check_permission(DECIDE_COMMITMENT, actor)
    check_unchanged(commitment, version)
    check_state(commitment, OPEN)
    check_text(text, field="text")
    if due_on < told_on:
        raise RuleViolation(
            _l("This day lies before the commitment was made. A day from then on is right."), field="due_on"
        )
    if (text.strip(), due_on) == (commitment.text, commitment.due_on):
        raise RuleViolation(_l("This is what was promised already. Change the text or the day."), field="text")
    _settle(commitment, CommitmentState.RENEGOTIATED, told_on, actor, note="", told_on=told_on)
    follows = _successor(commitment, text.strip(), due_on, told_on, actor)
    told = {"replaced_by": follows.code, "due_on": due_on, "told_on": told_on}
    tell_of(CommitmentRenegotiated, commitment, onboarding, actor, **told)
    return follows


def _successor(commitment: Commitment, text: str, due_on: date, said_on: date, actor: Principal) -> Commitment:
    follows = Commitment(
        partner_id=commitment.partner_id,
        onboarding_id=commitment.onboarding_id,
        level=commitment.level,
        text=text,
        source=commitment.source,
        said_by=actor.name,
        said_to=commitment.said_to,
        said_on=said_on,
        due_on=due_on,
        state=OPEN,
        replaces_id=commitment.id,
        by_vendor=actor.is_vendor,
        entered_by=actor.name,
        entered_by_id=actor.id,
        entered_at=clock.now(),
    )
    show(follows)
    db.session.add(follows)
    db.session.flush()
    return follows


def refuse_commitment(
    commitment: Commitment,
    *,
    onboarding: Onboarding,
    reason: str,
    told_on: date | None,
    actor: Principal,
    version: int | None = None,
) -> None:
    """Say that a commitment will not be kept, or that the owner does not agree to one, and why.

    Raises:
        RuleViolation: it has ended already, no reason is given, or the day lies ahead.
        Stale: somebody changed it since `version`.
    """
    check_permission(DECIDE_COMMITMENT, actor)
    check_unchanged(commitment, version)
    check_state(commitment, *PENDING)
    check_text(reason, field="reason")
    _settle(commitment, CommitmentState.REFUSED, clock.today(), actor, note=reason, told_on=told_on)
    tell_of(CommitmentRefused, commitment, onboarding, actor, told_on=told_on)


def tell_customer(
    commitment: Commitment, *, onboarding: Onboarding, on: date, actor: Principal, version: int | None = None
) -> None:
    """Enter on which day the customer was told how a commitment ended.

    Raises:
        RuleViolation: it has not ended, it is entered already, or the day lies ahead.
        Stale: somebody changed it since `version`.
    """
    check_permission(DECIDE_COMMITMENT, actor)
    check_unchanged(commitment, version)
    if commitment.state in PENDING or commitment.told_on is not None:
        raise RuleViolation(_l("There is nothing to tell the customer of, or it was told already."))
    check_past(on, field="on")
    commitment.told_on = on
    write()
    tell_of(CustomerToldOfCommitment, commitment, onboarding, actor, told_on=on)


def _settle(
    commitment: Commitment,
    state: CommitmentState,
    on: date,
    actor: Principal,
    *,
    note: str,
    told_on: date | None,
) -> None:
    if told_on is not None:
        check_past(told_on, field="told_on")
    commitment.state, commitment.settled_on, commitment.settled_by = state, on, actor.name
    commitment.note, commitment.told_on = note.strip(), told_on
    show(commitment)
    write()
