"""Writing, submitting, returning and accepting handoffs to support."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError

from onboarding_phases.closing.support.defaults import NUMBERS
from onboarding_phases.closing.support.enums import FIELDS, SupportState
from onboarding_phases.closing.support.events import (
    SupportHandoffAccepted,
    SupportHandoffReturned,
    SupportHandoffSaved,
    SupportHandoffSubmitted,
)
from onboarding_phases.closing.support.models import SupportHandoff
from onboarding_phases.closing.support.permissions import ANSWER_SUPPORT_HANDOFF, WRITE_SUPPORT_HANDOFF
from onboarding_phases.closing.support.queries import support_handoff_of
from onboarding_phases.handoff.queries import target_percent
from onboarding_phases.handoff.rules import EMPTY, LONGEST_REASON, Answer, checked
from onboarding_phases.onboardings.enums import OnboardingState
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.rules import CALENDAR
from onboarding_phases.onboardings.services.history import check_permission, tell, write
from portal import clock
from portal.database import db
from portal.defaults.queries import numbers
from portal.errors import RuleViolation, Stale
from portal.people import Principal

OPEN = (SupportState.DRAFT, SupportState.RETURNED)


def save_support_handoff(
    onboarding: Onboarding, *, answers: Mapping[str, Answer], actor: Principal, version: int | None = None
) -> SupportHandoff:
    """Write what support is to know, beginning the handoff where there is none; `version` 0 stands for none.

    A remark of support counts as answered once its field was changed.

    Raises:
        RuleViolation: it is with support, an answer cannot be, or the customer has withdrawn.
        Stale: somebody changed it since `version`.
    """
    check_permission(WRITE_SUPPORT_HANDOFF, actor)
    if onboarding.state is OnboardingState.WITHDRAWN:
        raise RuleViolation(_l("The customer has withdrawn: there is nothing to hand over."))
    handoff = _begun(onboarding, actor, version)
    _check_open(handoff)
    before = handoff.answers
    wanted = {key: checked(FIELDS[key], answer) for key, answer in answers.items()}
    changed = tuple(key for key, answer in wanted.items() if before.get(key, EMPTY) != answer)
    handoff.fields = {**handoff.fields, **{key: wanted[key].stored() for key in changed}}
    handoff.missing = {key: text for key, text in handoff.missing.items() if key not in changed}
    write()
    if changed:
        tell(SupportHandoffSaved, onboarding, actor, fields=changed)
    return handoff


def submit_support_handoff(
    handoff: SupportHandoff, *, onboarding: Onboarding, actor: Principal, version: int | None = None
) -> None:
    """Hand the customer over to support, which answers within so many business days.

    Raises:
        RuleViolation: it is with support already, or not complete.
        Stale: somebody changed it since `version`.
    """
    check_permission(WRITE_SUPPORT_HANDOFF, actor)
    _check_unchanged(handoff, version)
    _check_open(handoff)
    if not handoff.completeness.is_ready(target_percent()):
        raise RuleViolation(
            _l("It is not complete yet: answer every required field, or say why one does not apply.")
        )
    if handoff.missing:
        raise RuleViolation(_l("Answer what support found missing first."))
    due_on = CALENDAR.add(clock.today(), int(numbers(NUMBERS)["support_days"]))
    handoff.state, handoff.due_on, handoff.by_vendor = SupportState.SUBMITTED, due_on, actor.is_vendor
    handoff.submitted_at, handoff.submitted_by, handoff.submitted_by_id = clock.now(), actor.name, actor.id
    write()
    tell(SupportHandoffSubmitted, onboarding, actor, by_vendor=actor.is_vendor, due_on=due_on)


def return_support_handoff(
    handoff: SupportHandoff,
    *,
    onboarding: Onboarding,
    missing: Mapping[str, str],
    actor: Principal,
    version: int | None = None,
) -> None:
    """Send it back to who submitted it, with what is missing in each field.

    Raises:
        RuleViolation: it is not with support, or it is not said what is missing.
        Stale: somebody changed it since `version`.
    """
    remarks = {key: text.strip() for key, text in missing.items() if text.strip()}
    _check_answer(handoff, actor, version)
    if not remarks:
        raise RuleViolation(_l("Say for at least one field what is missing."))
    for key, text in remarks.items():
        if key not in FIELDS or len(text) > LONGEST_REASON:
            raise RuleViolation(_l("A remark has at most %(most)s characters.", most=LONGEST_REASON), field=key)
    handoff.state, handoff.missing, handoff.returns = SupportState.RETURNED, remarks, handoff.returns + 1
    handoff.decided_at, handoff.decided_by = clock.now(), actor.name
    write()
    told: dict[str, Any] = {"by_vendor": handoff.by_vendor, "fields": tuple(remarks)}
    tell(SupportHandoffReturned, onboarding, actor, **told)


def accept_support_handoff(
    handoff: SupportHandoff, *, onboarding: Onboarding, actor: Principal, version: int | None = None
) -> None:
    """Take the customer over.

    Raises:
        RuleViolation: it is not with support.
        Stale: somebody changed it since `version`.
    """
    _check_answer(handoff, actor, version)
    handoff.state, handoff.decided_at, handoff.decided_by = SupportState.ACCEPTED, clock.now(), actor.name
    write()
    in_time = handoff.due_on is None or clock.today() <= handoff.due_on
    tell(SupportHandoffAccepted, onboarding, actor, by_vendor=handoff.by_vendor, in_time=in_time)


def _begun(onboarding: Onboarding, actor: Principal, version: int | None) -> SupportHandoff:
    found = support_handoff_of(onboarding.id)
    if version is not None and version != (found.version if found else 0):
        raise Stale(_l("Somebody else changed this in the meantime. What you typed is still here; look again."))
    if found is not None:
        return found
    begun = SupportHandoff(
        partner_id=onboarding.partner_id,
        onboarding_id=onboarding.id,
        state=SupportState.DRAFT,
        fields={},
        missing={},
        by_vendor=actor.is_vendor,
    )
    try:
        with db.session.begin_nested():
            db.session.add(begun)
    except IntegrityError:
        raise Stale(_l("Somebody else changed this at the same moment. Reload and look again.")) from None
    return begun


def _check_unchanged(handoff: SupportHandoff, version: int | None) -> None:
    if version is not None and version != handoff.version:
        raise Stale(_l("Somebody else changed this in the meantime. What you typed is still here; look again."))


def _check_open(handoff: SupportHandoff) -> None:
    if handoff.state not in OPEN:
        raise RuleViolation(_l("This handoff is with support, or accepted already."))


def _check_answer(handoff: SupportHandoff, actor: Principal, version: int | None) -> None:
    check_permission(ANSWER_SUPPORT_HANDOFF, actor)
    _check_unchanged(handoff, version)
    if handoff.state is not SupportState.SUBMITTED:
        raise RuleViolation(_l("This handoff does not wait for support. Reload and look again."))
