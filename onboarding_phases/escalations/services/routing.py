"""Changing the routing table, version by version."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from onboarding_phases.escalations.enums import EscalationKind
from onboarding_phases.escalations.events import EscalationRouteChanged
from onboarding_phases.escalations.models import EscalationRoute
from onboarding_phases.escalations.permissions import CHANGE_ROUTES
from onboarding_phases.escalations.queries import routes
from onboarding_phases.escalations.rules import OWNING_ROLES
from onboarding_phases.onboardings.services.history import check_permission, check_text
from portal import clock
from portal.database import db
from portal.errors import RuleViolation
from portal.events import publish
from portal.people import Principal, Role


def change_route(kind: EscalationKind, *, role: Role, reason: str, actor: Principal) -> None:
    """Let another role own a kind of problem, from now on; what is raised already stays where it is.

    Raises:
        RuleViolation: the role owns it already or owns none, or no reason is given.
    """
    check_permission(CHANGE_ROUTES, actor)
    check_text(reason, field="reason")
    before = routes()[kind].role
    if role not in OWNING_ROLES:
        raise RuleViolation(_l("A role that owns escalations is right."), field="role")
    if role is before:
        raise RuleViolation(_l("This role owns it already. Choose another one."), field="role")
    row = EscalationRoute(
        kind=kind, role=role, set_at=clock.now(), set_by=actor.name, set_by_id=actor.id, reason=reason.strip()
    )
    db.session.add(row)
    db.session.flush()
    told = {"problem": kind.value, "before": before.value, "after": role.value}
    publish(EscalationRouteChanged(actor_id=actor.id, reason=row.reason, **told))
