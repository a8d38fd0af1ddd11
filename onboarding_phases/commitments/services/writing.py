"""Entering commitments after the handoff, agreeing to them, planning and sharing them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l

from onboarding_phases.commitments.enums import CommitmentSource, CommitmentState
from onboarding_phases.commitments.events import (
    CommitmentAdded,
    CommitmentConsented,
    CommitmentPlanned,
    CommitmentShared,
)
from onboarding_phases.commitments.models import Commitment
from onboarding_phases.commitments.permissions import ADD_COMMITMENT, DECIDE_COMMITMENT
from onboarding_phases.commitments.services.steps import check_state, check_unchanged, show, tell_of
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.services.history import check_permission, check_running, check_text, write
from portal import clock
from portal.database import db
from portal.errors import RuleViolation
from portal.levels import Level, is_wider, words_for
from portal.people import PORTAL, Principal


@dataclass(frozen=True)
class NewCommitment:
    """What is known of a commitment when it is entered."""

    text: str
    source: CommitmentSource
    said_by: str
    said_to: str
    said_on: date
    due_on: date


def add_commitment(onboarding: Onboarding, words: NewCommitment, *, actor: Principal) -> Commitment:
    """Enter what was promised after the handoff. Unless the owner enters it, it waits for the owner's consent.

    What the vendor enters only the vendor reads until it is shared; what a firm enters both sides read.

    Raises:
        RuleViolation: something is not said, or a day cannot be.
        Stale: the onboarding has ended.
    """
    check_permission(ADD_COMMITMENT, actor)
    check_running(onboarding)
    for name in ("text", "said_by", "said_to"):
        check_text(getattr(words, name), field=name)
    check_past(words.said_on, field="said_on")
    _check_due(words.due_on, after=words.said_on)
    is_owner = actor == PORTAL or DECIDE_COMMITMENT.allows(actor)
    commitment = Commitment(
        partner_id=onboarding.partner_id,
        onboarding_id=onboarding.id,
        level=Level.VENDOR if actor.is_vendor else Level.BOTH,
        text=words.text.strip(),
        source=words.source,
        said_by=words.said_by.strip(),
        said_to=words.said_to.strip(),
        said_on=words.said_on,
        due_on=words.due_on,
        state=CommitmentState.OPEN if is_owner else CommitmentState.PROPOSED,
        by_vendor=actor.is_vendor,
        entered_by=actor.name,
        entered_by_id=actor.id,
        entered_at=clock.now(),
    )
    db.session.add(commitment)
    db.session.flush()
    told = {"due_on": commitment.due_on, "waits_for_consent": not is_owner}
    tell_of(CommitmentAdded, commitment, onboarding, actor, **told)
    return commitment


def consent_to_commitment(
    commitment: Commitment, *, onboarding: Onboarding, actor: Principal, version: int | None = None
) -> None:
    """Stand by a commitment that somebody else entered; it is open from now on.

    Raises:
        RuleViolation: it does not wait for consent.
        Stale: somebody changed it since `version`.
    """
    check_permission(DECIDE_COMMITMENT, actor)
    check_unchanged(commitment, version)
    if commitment.state is not CommitmentState.PROPOSED:
        raise RuleViolation(_l("This commitment does not wait for consent any more."))
    commitment.state = CommitmentState.OPEN
    write()
    tell_of(CommitmentConsented, commitment, onboarding, actor)


def plan_commitment(
    commitment: Commitment,
    *,
    onboarding: Onboarding,
    due_on: date,
    said_to: str,
    actor: Principal,
    version: int | None = None,
) -> None:
    """Say by when a commitment that came without a day is to be kept, and to whom it was promised.

    A day that was promised is not moved like this: that is a renegotiation.

    Raises:
        RuleViolation: it is not open, has a day already, or the day lies before it was promised.
        Stale: somebody changed it since `version`.
    """
    check_permission(DECIDE_COMMITMENT, actor)
    check_unchanged(commitment, version)
    check_state(commitment, CommitmentState.OPEN)
    before = commitment.due_on
    if before is not None and before != due_on:
        raise RuleViolation(_l("This day was promised. To move it, renegotiate the commitment."), field="due_on")
    _check_due(due_on, after=commitment.said_on or clock.day_of(commitment.entered_at))
    commitment.due_on, commitment.said_to = due_on, said_to.strip()
    show(commitment)
    write()
    tell_of(CommitmentPlanned, commitment, onboarding, actor, before=before, due_on=due_on)


def levels_for(commitment: Commitment) -> dict[Level, object]:
    """The levels that are wider than a commitment's, as the vendor calls them."""
    words = words_for(is_vendor=True)
    return {level: word for level, word in words.items() if is_wider(level, commitment.level)}


def share_commitment(
    commitment: Commitment,
    *,
    onboarding: Onboarding,
    level: Level,
    actor: Principal,
    version: int | None = None,
) -> None:
    """Let the firm, or the customer too, read a commitment: a second step of the vendor.

    Raises:
        RuleViolation: the level is not wider, or nobody agreed to the commitment yet.
        Stale: somebody changed it since `version`.
    """
    check_permission(DECIDE_COMMITMENT, actor)
    check_unchanged(commitment, version)
    if commitment.state is CommitmentState.PROPOSED:
        check_state(commitment, CommitmentState.OPEN)
    if level not in levels_for(commitment):
        raise RuleViolation(_l("It is read by these people already. Choose more readers, or leave it as it is."))
    before, commitment.level = commitment.level, level
    show(commitment)
    write()
    tell_of(CommitmentShared, commitment, onboarding, actor, before=before.value)


def check_past(on: date, *, field: str) -> None:
    """See that a day is not still to come.

    Raises:
        RuleViolation: it is.
    """
    if on > clock.today():
        raise RuleViolation(_l("This day is still to come. Today or a day before is right."), field=field)


def _check_due(due_on: date, *, after: date) -> None:
    if due_on < after:
        text = _l("This day lies before the commitment was made. A day from then on is right.")
        raise RuleViolation(text, field="due_on")
