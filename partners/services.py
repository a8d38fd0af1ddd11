"""Changing partners: the profile, the firm's life and its tier; slots and people stand in rooms of their own."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from sqlalchemy import update

from partners.capacity.services import (
    accept_reserved,
    hold_slots,
    release_accepted,
    release_reserved,
    reserve_slots,
    state_capacity,
)
from partners.consultants.services import (
    add_consultant,
    grant_qualification,
    remove_consultant,
    revoke_qualification,
)
from partners.enums import PartnerStatus
from partners.events import PartnerChanged, PartnerRegistered, PartnerStatusMoved, TierGranted
from partners.models import Partner, StatusChange, Tier
from partners.queries import forget_tiers, partner_by_code, tier_history
from partners.rules import CODE, CODE_FAULT, HIGHEST_TIER, TRANSITIONS, PartnerFacts
from portal import clock
from portal.database import db
from portal.errors import RuleViolation, Stale
from portal.events import publish
from portal.people import Principal
from portal.tenancy import Tenant

__all__ = [
    "accept_reserved",
    "add_consultant",
    "change_partner",
    "grant_qualification",
    "grant_tier",
    "hold_slots",
    "move_status",
    "register_partner",
    "release_accepted",
    "release_reserved",
    "remove_consultant",
    "reserve_slots",
    "revoke_qualification",
    "state_capacity",
]


def register_partner(
    *,
    code: str,
    facts: PartnerFacts,
    actor: Principal,
    status: PartnerStatus = PartnerStatus.CANDIDATE,
    tier: int = 1,
) -> Partner:
    """Enter a firm: its world, its profile, the first step of its life and its first tier.

    Raises:
        RuleViolation: the code is taken or malformed, a fact cannot be true, or the tier does not exist.
    """
    if not CODE.fullmatch(code):
        raise RuleViolation(str(CODE_FAULT), field="code")
    if partner_by_code(code) is not None:
        raise RuleViolation(_("The code %(code)s is taken by another partner.", code=code), field="code")
    facts.check()
    tenant = Tenant(name=facts.name, closed_at=clock.now() if status is PartnerStatus.ENDED else None)
    db.session.add(tenant)
    db.session.flush()
    partner = Partner(id=tenant.id, code=code, status=status, created_at=clock.now(), **facts.columns())
    db.session.add(partner)
    db.session.flush()
    _keep_status(partner, clock.today(), "", actor)
    published = PartnerRegistered(
        partner_id=partner.id, actor_id=actor.id, code=code, name=facts.name, status=status, tier=tier
    )
    publish(published)
    grant_tier(partner.id, level=tier, effective_on=clock.today(), reason="", actor=actor)
    return partner


def change_partner(partner: Partner, facts: PartnerFacts, *, actor: Principal, version: int | None = None) -> bool:
    """Bring the profile of a firm to these facts; tells whether anything was different.

    `version` is the one that the editor saw; leave it out where nobody read the profile before.

    Raises:
        Stale: somebody else changed the firm since then.
        RuleViolation: a fact cannot be true.
    """
    facts.check()
    if version is not None and version != partner.version:
        raise Stale(_("Somebody else changed this partner in the meantime. Reload and look again."))
    wanted = facts.columns()
    before = partner.facts.columns()
    changes = {name: [before[name], value] for name, value in wanted.items() if before[name] != value}
    if not changes:
        return False
    for name in changes:
        setattr(partner, name, wanted[name])
    if "name" in changes:
        db.session.execute(update(Tenant).where(Tenant.id == partner.id).values(name=facts.name))
    db.session.flush()
    publish(PartnerChanged(partner_id=partner.id, actor_id=actor.id, changes=changes))
    return True


def move_status(partner: Partner, *, status: PartnerStatus, on: date, reason: str, actor: Principal) -> None:
    """Take the next step of a firm's life. With the last one its people are let in no more.

    Raises:
        RuleViolation: the step does not follow from where the firm stands, or lies in the future.
    """
    if status not in TRANSITIONS[partner.status]:
        raise RuleViolation(_("This step does not follow from where the partner stands now."), field="status")
    if on > clock.today():
        raise RuleViolation(_("The day of a step cannot lie in the future."), field="on")
    before, partner.status = partner.status, status
    if status is PartnerStatus.ENDED:
        db.session.execute(update(Tenant).where(Tenant.id == partner.id).values(closed_at=clock.now()))
    _keep_status(partner, on, reason, actor)
    publish(
        PartnerStatusMoved(
            partner_id=partner.id, actor_id=actor.id, before=before, after=status, on=on, reason=reason
        )
    )


def _keep_status(partner: Partner, on: date, reason: str, actor: Principal) -> None:
    step = StatusChange(
        partner_id=partner.id, status=partner.status, on=on, reason=reason, actor_id=actor.id, at=clock.now()
    )
    db.session.add(step)
    db.session.flush()


def grant_tier(partner_id: int, *, level: int, effective_on: date, reason: str, actor: Principal) -> Tier:
    """Give a firm a tier from a day on. A tier changes here and nowhere else.

    Raises:
        RuleViolation: there is no such tier, the firm holds it on that day, or a later one is known already.
    """
    if not 1 <= level <= HIGHEST_TIER:
        raise RuleViolation(_("Tiers run from 1 to %(highest)s.", highest=HIGHEST_TIER), field="level")
    latest = next(iter(tier_history(partner_id)), None)
    if latest is not None and latest.effective_on > effective_on:
        raise RuleViolation(_("A later change of this partner's tier is entered already."), field="effective_on")
    if latest is not None and latest.level == level:
        raise RuleViolation(_("The partner holds tier %(level)s already.", level=level), field="level")
    tier = Tier(
        partner_id=partner_id,
        level=level,
        effective_on=effective_on,
        reason=reason,
        actor_id=actor.id,
        created_at=clock.now(),
    )
    db.session.add(tier)
    db.session.flush()
    forget_tiers()
    publish(
        TierGranted(
            partner_id=partner_id,
            actor_id=actor.id,
            before=latest.level if latest else None,
            after=level,
            effective_on=effective_on,
            reason=reason,
        )
    )
    return tier
