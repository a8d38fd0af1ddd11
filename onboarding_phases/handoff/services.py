"""Changing handoffs: begin, write, submit, return, accept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from onboarding_phases.customers.models import Customer
from onboarding_phases.handoff.enums import HandoffKind, HandoffState
from onboarding_phases.handoff.events import (
    HandoffAccepted,
    HandoffOpened,
    HandoffReturned,
    HandoffSaved,
    HandoffSigned,
    HandoffSubmitted,
)
from onboarding_phases.handoff.models import Handoff, HandoffReturn
from onboarding_phases.handoff.permissions import OVERRIDE_COMPLETENESS
from onboarding_phases.handoff.queries import completeness_of, target_percent
from onboarding_phases.handoff.rules import (
    EMPTY,
    LONGEST_REASON,
    Answer,
    Difference,
    Outdated,
    answers_of,
    checked,
    may_write,
)
from onboarding_phases.handoff.template.sales_to_cs import FIELDS
from portal import clock
from portal.database import db
from portal.errors import RuleViolation, Stale
from portal.events import publish
from portal.people import Principal


@dataclass(frozen=True)
class Saved:
    """What a save did: the fields that changed, and those that others changed since the editor had read them."""

    changed: tuple[str, ...]
    by_others: tuple[str, ...]


def open_handoff(customer: Customer, *, actor: Principal) -> Handoff:
    """Begin the handoff of a customer from sales to CS, as an empty draft.

    Raises:
        RuleViolation: there is one already.
    """
    now = clock.now()
    handoff = Handoff(
        customer=customer,
        kind=HandoffKind.SALES_TO_CS,
        state=HandoffState.DRAFT,
        fields={},
        completeness=0,
        missing_required=0,
        created_at=now,
        state_since=now,
    )
    _measure(handoff)
    try:
        with db.session.begin_nested():
            db.session.add(handoff)
    except IntegrityError:
        raise RuleViolation(_("%(name)s has a handoff already.", name=customer.name)) from None
    publish(HandoffOpened(**_about(handoff, actor)))
    return handoff


def save_fields(handoff: Handoff, *, fields: Mapping[str, Answer], version: int | None, actor: Principal) -> Saved:
    """Write answers. `version` is the one that the editor read; None where nobody read it before.

    Answers that somebody else gave meanwhile to other fields stay as they are.

    Raises:
        Outdated: somebody else has answered one of these fields differently since then; holds the differences.
        RuleViolation: the handoff is closed to this person, or an answer cannot be.
    """
    _lock(handoff)
    if not may_write(handoff.state, actor.role):
        raise RuleViolation(_("This handoff is not open for writing now."))
    before = handoff.answers
    wanted = {key: checked(FIELDS[key], answer) for key, answer in fields.items()}
    changed = {key: answer for key, answer in wanted.items() if before.get(key, EMPTY) != answer}
    others = () if version is None else _changed_since(handoff, version)
    _refuse_overwriting(handoff, {key: changed[key] for key in changed if key in others})
    if changed:
        _write(handoff, changed, actor)
        changes = {key: [before.get(key, EMPTY).stored(), answer.stored()] for key, answer in changed.items()}
        publish(HandoffSaved(**_about(handoff, actor), changes=changes, completeness=handoff.completeness))
    return Saved(tuple(changed), others)


def _changed_since(handoff: Handoff, version: int) -> tuple[str, ...]:
    return tuple(key for key, kept in handoff.fields.items() if key in FIELDS and kept["version"] > version)


def _refuse_overwriting(handoff: Handoff, overwriting: Mapping[str, Answer]) -> None:
    if not overwriting:
        return
    theirs = answers_of(handoff.fields)
    found = [
        Difference(FIELDS[key], theirs=theirs[key], mine=mine, by=handoff.fields[key]["by"])
        for key, mine in overwriting.items()
    ]
    raise Outdated(_("Somebody else answered this in the meantime. Nothing is lost: compare and save again."), found)


def _write(handoff: Handoff, changed: Mapping[str, Answer], actor: Principal) -> None:
    # Read first: a query between the changes would flush them in two steps, and count two versions.
    remarks = handoff.open_returns
    stamp = {"version": handoff.version + 1, "by": actor.id}
    handoff.fields = {**handoff.fields, **{key: {**answer.stored(), **stamp} for key, answer in changed.items()}}
    handoff.saved_at = clock.now()
    for key, remark in remarks.items():
        if key in changed:
            remark.settled_at = handoff.saved_at
    _measure(handoff)
    db.session.flush()


def _measure(handoff: Handoff) -> None:
    found = completeness_of(handoff)
    handoff.completeness, handoff.missing_required = found.percent, len(found.missing_required)


def sign_handoff(handoff: Handoff, *, signed_at: datetime | None, actor: Principal) -> bool:
    """Enter when the contract was signed; the clocks run from then. Tells whether anything was different."""
    if handoff.signed_at == signed_at:
        return False
    handoff.signed_at = signed_at
    db.session.flush()
    publish(HandoffSigned(**_about(handoff, actor), signed_at=signed_at))
    return True


def submit_handoff(handoff: Handoff, *, actor: Principal, version: int | None = None) -> None:
    """Hand the draft over to CS.

    Raises:
        Stale: the handoff has changed since that version.
        RuleViolation: it is with CS already, or nothing is written in it.
    """
    _expect(handoff, version, HandoffState.DRAFT, HandoffState.RETURNED)
    if not any(answer.counts for answer in handoff.answers.values()):
        raise RuleViolation(_("Nothing is written in this handoff yet."))
    handoff.submitted_at, handoff.submitted_by = _enter(handoff, HandoffState.SUBMITTED), actor.id
    db.session.flush()
    publish(HandoffSubmitted(**_about(handoff, actor), completeness=handoff.completeness))


def return_handoff(
    handoff: Handoff, *, missing: Mapping[str, str], actor: Principal, version: int | None = None
) -> None:
    """Send a submitted handoff back, field by field, with what is missing in each.

    Raises:
        Stale: the handoff has changed since that version.
        RuleViolation: it is not submitted, or it is not said what is missing.
    """
    _expect(handoff, version, HandoffState.SUBMITTED)
    remarks = {key: text.strip() for key, text in missing.items() if text.strip()}
    if not remarks:
        raise RuleViolation(_("Say for at least one field what is missing."))
    for key, text in remarks.items():
        _check_remark(key, text)
    now = _enter(handoff, HandoffState.RETURNED)
    for key, old in handoff.open_returns.items():
        if key in remarks:
            old.settled_at = now
    for key, text in remarks.items():
        handoff.returns.append(HandoffReturn(field=key, missing=text, at=now, by=actor.id))
    db.session.flush()
    publish(HandoffReturned(**_about(handoff, actor), missing=remarks))


def _check_remark(key: str, text: str) -> None:
    if key not in FIELDS:
        raise RuleViolation(_("The handoff has no field %(key)s.", key=key))
    if len(text) > LONGEST_REASON:
        raise RuleViolation(_("A remark has at most %(most)s characters.", most=LONGEST_REASON), field=key)


def accept_handoff(
    handoff: Handoff, *, actor: Principal, override_reason: str | None = None, version: int | None = None
) -> None:
    """Take the customer over from sales.

    Raises:
        Stale: the handoff has changed since that version.
        RuleViolation: it is not submitted, or it is short of the target and no manager gives a reason to override.
    """
    _expect(handoff, version, HandoffState.SUBMITTED)
    reason = None if completeness_of(handoff).is_ready(target_percent()) else (override_reason or "").strip()
    if reason is not None:
        _check_override(handoff, reason, actor)
    now = _enter(handoff, HandoffState.ACCEPTED)
    handoff.accepted_at, handoff.accepted_by, handoff.override_reason = now, actor.id, reason
    for remark in handoff.open_returns.values():
        remark.settled_at = now
    db.session.flush()
    publish(HandoffAccepted(**_about(handoff, actor), completeness=handoff.completeness, override_reason=reason))


def _check_override(handoff: Handoff, reason: str, actor: Principal) -> None:
    found = {"percent": handoff.completeness, "target": target_percent(), "required": handoff.missing_required}
    if not OVERRIDE_COMPLETENESS.allows(actor):
        text = _(
            "Completeness is %(percent)s%% of the %(target)s%% needed, with %(required)s required fields empty:"
            " return it, or ask a manager to accept it with a reason.",
            **found,
        )
        raise RuleViolation(text)
    if not reason:
        text = _(
            "Completeness is %(percent)s%% of the %(target)s%% needed, with %(required)s required fields empty:"
            " give a reason to accept it nevertheless.",
            **found,
        )
        raise RuleViolation(text, field="override_reason")
    if len(reason) > LONGEST_REASON:
        text = _("A reason has at most %(most)s characters.", most=LONGEST_REASON)
        raise RuleViolation(text, field="override_reason")


def _lock(handoff: Handoff) -> None:
    """Wait for whoever changes this handoff at the same moment, and look at what they made of it."""
    db.session.flush()
    db.session.refresh(handoff, ["version", "state", "fields"], with_for_update=True)


def _expect(handoff: Handoff, version: int | None, *states: HandoffState) -> None:
    _lock(handoff)
    if version is not None and version != handoff.version:
        raise Stale(_("Somebody else changed this handoff in the meantime. Reload and look again."))
    if handoff.state not in states:
        raise RuleViolation(_("This handoff is in another state now. Reload and look again."))


def _enter(handoff: Handoff, state: HandoffState) -> datetime:
    handoff.state, handoff.state_since = state, clock.now()
    return handoff.state_since


def _about(handoff: Handoff, actor: Principal) -> dict[str, Any]:
    return {"actor_id": actor.id, "customer_id": handoff.customer_id, "handoff": handoff.code}
