"""What every verb does: see that it may, keep what happened, tell it."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm.exc import StaleDataError

from onboarding_phases.onboardings.enums import ChangeKind, OnboardingState
from onboarding_phases.onboardings.events import OnboardingEvent
from onboarding_phases.onboardings.models import Onboarding, OnboardingChange
from portal import clock
from portal.access import Permission
from portal.database import db
from portal.errors import RuleViolation, Stale
from portal.events import publish
from portal.people import PORTAL, Principal


def check_permission(permission: Permission, actor: Principal) -> None:
    """See that the actor holds a permission; the portal itself may do all.

    Raises:
        RuleViolation: the actor's role does not include it.
    """
    if actor != PORTAL and not permission.allows(actor):
        raise RuleViolation(_l("Your role does not include this."))


def check_running(onboarding: Onboarding) -> None:
    """See that an onboarding has not ended.

    Raises:
        Stale: it has.
    """
    if onboarding.state is not OnboardingState.RUNNING:
        raise Stale(_l("This onboarding has ended. Its phases and holds cannot be changed any more."))


def check_text(text: str, *, field: str) -> None:
    """See that something is said.

    Raises:
        RuleViolation: the text is empty.
    """
    if not text.strip():
        raise RuleViolation(_l("Say it in a few words; whoever reads it has to act on it."), field=field)


def write() -> None:
    """Write what changed now, so that versions are checked here.

    Raises:
        Stale: somebody else wrote it since it was read.
    """
    try:
        db.session.flush()
    except StaleDataError as error:
        raise Stale(_l("Somebody else changed this at the same moment. Reload and look again.")) from error


def note(onboarding: Onboarding, kind: ChangeKind, on: date, actor: Principal, **values: Any) -> None:
    """Keep one line of an onboarding's history."""
    change = OnboardingChange(
        partner_id=onboarding.partner_id,
        onboarding_id=onboarding.id,
        kind=kind,
        on=on,
        at=clock.now(),
        actor_id=actor.id,
        actor_name=actor.name,
        values=values,
    )
    db.session.add(change)


def tell(kind: type[OnboardingEvent], onboarding: Onboarding, actor: Principal, **values: Any) -> None:
    """Publish what happened to an onboarding."""
    event = kind(
        actor_id=actor.id,
        partner_id=onboarding.partner_id,
        onboarding_id=onboarding.id,
        code=onboarding.code,
        **values,
    )
    publish(event)
