"""What people do with the phases of an onboarding."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from onboarding_phases.onboardings import clock as days
from onboarding_phases.onboardings.enums import PHASE_STATE_LABELS, PhaseAction, PhaseState
from onboarding_phases.onboardings.events import (
    PhaseCompleted,
    PhaseReturned,
    PhaseSkipped,
    PhaseStarted,
    PhaseSubmitted,
)
from onboarding_phases.onboardings.models import Phase, PhaseChange
from onboarding_phases.onboardings.permissions import PHASE_PERMISSIONS
from onboarding_phases.onboardings.queries import onboarding_numbers
from onboarding_phases.onboardings.rules import check_day, needs_review, next_state
from onboarding_phases.onboardings.services.history import check_permission, check_running, check_text, tell, write
from onboarding_phases.onboardings.services.outlook import refresh_outlook
from onboarding_phases.onboardings.standing import Bounds
from partners.rights.queries import decision_rights
from portal import clock
from portal.errors import RuleViolation, Stale
from portal.i18n import current_locale
from portal.people import PORTAL, Principal
from portal.ui.formatting import format_instant


def start_phase(phase: Phase, *, on: date, actor: Principal, version: int | None = None) -> None:
    """Begin a phase; phases may overlap.

    Raises:
        RuleViolation: it has begun already, or the day is not allowed.
        Stale: the onboarding has ended, or somebody changed the phase since `version`.
    """
    _move(phase, PhaseAction.START, on=on, reason="", actor=actor, version=version)
    tell(PhaseStarted, phase.onboarding, actor, position=phase.position, on=on)


def submit_phase(phase: Phase, *, on: date, note: str, actor: Principal, version: int | None = None) -> None:
    """Say that a phase is done, with a word on what shows it; the vendor looks at it next.

    Where the firm's tier gives it the right, the phase is accepted with its submission, but for a sample.

    Raises:
        RuleViolation: it is neither in progress nor returned, or the day is not allowed.
        Stale: the onboarding has ended, or somebody changed the phase since `version`.
    """
    _move(phase, PhaseAction.SUBMIT, on=on, reason=note, actor=actor, version=version)
    onboarding, rights = phase.onboarding, decision_rights(phase.partner_id, on=on)
    reviewed = needs_review(rights, onboarding.code, phase.position)
    told = {"position": phase.position, "on": on, "note": note, "needs_review": reviewed}
    tell(PhaseSubmitted, onboarding, actor, **told)
    if not reviewed:
        _complete(phase, on=on, actor=PORTAL, version=None)


def return_phase(phase: Phase, *, missing: str, actor: Principal, version: int | None = None) -> None:
    """Send a submission back and say what is missing.

    Raises:
        RuleViolation: nothing is submitted, or nothing is said to be missing.
        Stale: the onboarding has ended, or somebody changed the phase since `version`.
    """
    check_text(missing, field="missing")
    on = clock.today()
    _move(phase, PhaseAction.RETURN, on=on, reason=missing, actor=actor, version=version)
    tell(PhaseReturned, phase.onboarding, actor, position=phase.position, on=on, missing=missing)


def complete_phase(phase: Phase, *, on: date, actor: Principal, version: int | None = None) -> None:
    """Accept a submission. When all six are completed or skipped, the onboarding can be completed.

    Raises:
        RuleViolation: nothing is submitted, or the day is not allowed.
        Stale: the onboarding has ended, or somebody changed the phase since `version`.
    """
    _complete(phase, on=on, actor=actor, version=version)


def _complete(phase: Phase, *, on: date, actor: Principal, version: int | None) -> None:
    onboarding = phase.onboarding
    _move(phase, PhaseAction.COMPLETE, on=on, reason="", actor=actor, version=version)
    submitted_on = phase.submitted_on or on
    limits = Bounds.of(onboarding_numbers()).limits
    spans = [hold.span for hold in onboarding.holds]
    on_time = days.is_on_time(onboarding.start_on, phase.due_day, spans, submitted_on, limits=limits)
    told = {"position": phase.position, "on": on, "submitted_on": submitted_on, "on_time": on_time}
    tell(PhaseCompleted, onboarding, actor, **told)


def skip_phase(phase: Phase, *, reason: str, actor: Principal, version: int | None = None) -> None:
    """Leave a phase out, for a reason. A firm does so where its tier gives it the right to.

    Raises:
        RuleViolation: it is submitted or closed, no reason is given, or the firm has no right to.
        Stale: the onboarding has ended, or somebody changed the phase since `version`.
    """
    check_text(reason, field="reason")
    on, by_right = clock.today(), actor != PORTAL and not actor.is_vendor
    if by_right and phase.position not in decision_rights(phase.partner_id, on=on).skipped:
        raise RuleViolation(_l("At the firm's tier the vendor decides whether this phase is skipped. Ask it."))
    _move(phase, PhaseAction.SKIP, on=on, reason=reason, actor=actor, version=version)
    told = {"position": phase.position, "on": on, "reason": reason, "by_right": by_right}
    tell(PhaseSkipped, phase.onboarding, actor, **told)


def _move(
    phase: Phase, action: PhaseAction, *, on: date, reason: str, actor: Principal, version: int | None
) -> None:
    """Do one step of the table of transitions, and keep it."""
    check_permission(PHASE_PERMISSIONS[action], actor)
    check_running(phase.onboarding)
    _check_unchanged(phase, version)
    before, after = phase.state, next_state(phase.state, action)
    numbers = onboarding_numbers()
    check_day(on, today=clock.today(), back_dating_days=numbers["back_dating_days"])
    _check_order(phase, action, on)
    phase.state = after
    if action is PhaseAction.START:
        phase.started_on = on
    elif action is PhaseAction.SUBMIT:
        phase.submitted_on = on
    elif action is PhaseAction.RETURN:
        phase.returns += 1
    else:
        phase.completed_on = on if action is PhaseAction.COMPLETE else None
    write()
    refresh_outlook(phase.onboarding, bounds=Bounds.of(numbers))
    _keep(phase, before, on, reason, actor)


def _check_unchanged(phase: Phase, version: int | None) -> None:
    if version is None or version == phase.version:
        return
    since = " ".join(_told(change) for change in phase.changes if change.version > version)
    since = since or _("Its due day or the version of its playbook is another one now.")
    raise Stale(_l("%(changes)s What you typed is still here; look again before you send it.", changes=since))


def _told(change: PhaseChange) -> str:
    told: str = _(
        "%(name)s changed this phase on %(at)s: %(before)s → %(after)s.",
        name=change.actor_name,
        at=format_instant(change.at, current_locale(), clock.zone()),
        before=PHASE_STATE_LABELS[change.from_state],
        after=PHASE_STATE_LABELS[change.to_state],
    )
    return told


def _check_order(phase: Phase, action: PhaseAction, on: date) -> None:
    """A phase is submitted no sooner than it began or was returned, and completed no sooner than submitted."""
    before = phase.changes[-1].on if phase.changes else None
    if before is not None and on < before and action in (PhaseAction.SUBMIT, PhaseAction.COMPLETE):
        raise RuleViolation(_l("This day lies before the step that came before it."), field="on")


def _keep(phase: Phase, before: PhaseState, on: date, reason: str, actor: Principal) -> None:
    change = PhaseChange(
        partner_id=phase.partner_id,
        phase_id=phase.id,
        from_state=before,
        to_state=phase.state,
        on=on,
        at=clock.now(),
        actor_id=actor.id,
        actor_name=actor.name,
        reason=reason.strip(),
        version=phase.version,
    )
    phase.changes.append(change)
