"""Escalations, and the people around them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from onboarding_phases.escalations.enums import EscalationKind, Severity
from onboarding_phases.escalations.models import Escalation
from onboarding_phases.escalations.services import raise_escalation
from onboarding_phases.escalations.values import Words
from onboarding_phases.onboardings.models import Onboarding
from partners.models import Partner
from portal.accounts.models import User
from portal.levels import Level
from portal.people import PARTNER_ROLES, Principal, Role
from tests.factories.onboardings import make_onboarding, make_served_customer, put_on
from tests.factories.partners import make_consultant_user, make_partner, make_partner_manager
from tests.factories.people import make_user, principal
from tests.world import unit

BOTH, OURS, FIRMS = Level.BOTH, Level.VENDOR, Level.FIRM


@dataclass
class Cast:
    """One onboarding with everybody around it: one person of each role, by role."""

    partner: Partner
    onboarding: Onboarding
    users: dict[Role, User] = field(default_factory=dict)

    def of(self, role: Role) -> Principal:
        return principal(self.users[role])


def make_cast(**values: Any) -> Cast:
    """A firm's onboarding: its CS owner, its customer's sales owner, support, and the firm's two people."""
    partner = make_partner()
    users = {role: make_user(role) for role in Role if role not in PARTNER_ROLES}
    customer = make_served_customer(sales_owner_id=users[Role.SALES].id, cs_owner_id=users[Role.CS_MEMBER].id)
    onboarding = make_onboarding(partner, customer=customer, owner=users[Role.CS_MEMBER], **values)
    users[Role.PARTNER_MANAGER] = make_partner_manager(partner)
    users[Role.CONSULTANT], consultant = make_consultant_user(partner)
    put_on(onboarding, consultant)
    return Cast(partner, onboarding, users)


def escalate(
    cast: Cast,
    by: Role,
    *,
    kind: EscalationKind = EscalationKind.SCOPE,
    severity: Severity = Severity.NORMAL,
    level: Level | None = None,
    subject: str = "Scope unclear",
    text: str = "What is in scope?",
) -> str:
    """Raise one and give its code: a firm's reaches both sides, the vendor's stays there unless told."""
    actor = cast.of(by)
    chosen = level or (OURS if actor.is_vendor else BOTH)
    with unit(actor.scope) as session:
        found = session.scalars(select(Onboarding).where(Onboarding.id == cast.onboarding.id)).one()
        words = Words(text, chosen)
        return raise_escalation(found, kind=kind, severity=severity, subject=subject, words=words, actor=actor).code


@contextmanager
def at_work(code: str, actor: Principal) -> Iterator[Escalation]:
    """An escalation in the actor's scope."""
    with unit(actor.scope) as session:
        yield session.scalars(select(Escalation).where(Escalation.code == code)).one()


def act(verb: Callable[..., Any], code: str, actor: Principal, level: Level | None = None, **values: Any) -> None:
    """Let somebody do something with an escalation, at a level that is right unless told."""
    with at_work(code, actor) as escalation:
        if level is None:
            reaches = escalation.is_shared and (escalation.raised_by_firm or not actor.is_vendor)
            level = BOTH if reaches else OURS
        verb(escalation, Words("said", level), actor=actor, **values)


def look(code: str) -> Escalation:
    """An escalation as it stands now, with its turns, outside of any unit."""
    with unit(write=False) as session:
        found = session.scalars(
            select(Escalation)
            .where(Escalation.code == code)
            .options(selectinload(Escalation.turns), selectinload(Escalation.onboarding))
        ).one()
        session.expunge_all()
    return found
