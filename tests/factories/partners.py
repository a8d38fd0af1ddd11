"""Partner firms and their people."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any

from partners.enums import PartnerKind, PartnerStatus
from partners.models import Capacity, Consultant, Partner, Tier
from portal import clock
from portal.accounts.models import User
from portal.people import Role
from portal.tenancy import Tenant
from tests.factories.people import make_user
from tests.world import unit

_count = itertools.count(1)


def make_partner(*, tier: int = 2, **values: Any) -> Partner:
    """An active firm that takes accounting customers from anywhere, in tier 2."""
    number = next(_count)
    plain: dict[str, Any] = {
        "code": f"T{number:04}",
        "name": f"Firm {number}",
        "kind": PartnerKind.TAX_ACCOUNTANT,
        "status": PartnerStatus.ACTIVE,
        "corporate_number": "3200034522787",
        "prefectures": ["東京都"],
        "is_remote": True,
        "languages": ["ja", "en"],
        "products": ["accounting"],
        "industries": {"G": 4},
        "strengths": {"process_design": 4},
        "contract_until": date(2030, 3, 31),
        "created_at": clock.now(),
    }
    facts = {**plain, **values}
    with unit() as session:
        tenant = Tenant(name=facts["name"])
        session.add(tenant)
        session.flush()
        partner = Partner(id=tenant.id, **facts)
        session.add(partner)
        session.flush()
        session.add(
            Tier(
                partner_id=partner.id,
                level=tier,
                effective_on=date(2025, 1, 1),
                reason="first",
                created_at=clock.now(),
            )
        )
    return partner


def make_capacity(partner: Partner, month: date = date(2026, 12, 1), stated: int = 5, **values: Any) -> Capacity:
    with unit() as session:
        capacity = Capacity(partner_id=partner.id, month=month, stated=stated, **values)
        session.add(capacity)
    return capacity


def make_partner_manager(partner: Partner) -> User:
    return make_user(Role.PARTNER_MANAGER, partner=partner)


def make_consultant_user(partner: Partner) -> tuple[User, Consultant]:
    """A consultant with an account."""
    user = make_user(Role.CONSULTANT, partner=partner)
    with unit() as session:
        consultant = Consultant(
            partner_id=partner.id, user_id=user.id, name=user.name, email=user.email, created_at=clock.now()
        )
        session.add(consultant)
    return user, consultant
