"""The firms that are added to the told ones, and everybody at them: made through the services, a long time ago."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from demo.names import firm as firm_name
from demo.names import person
from demo.people import account
from demo.scale import Scale
from partners.enums import PartnerStatus
from partners.models import Consultant, Partner
from partners.queries import tiers_in_force
from partners.rules import PartnerFacts
from partners.services import register_partner
from portal import clock
from portal.accounts.models import User
from portal.database import db
from portal.people import Principal, Role
from portal.tenancy import EVERY_TENANT
from portal.units import unit_of_work

TOGETHER = 20  # firms that are founded in one transaction


@dataclass(frozen=True)
class Named:
    """Somebody at a firm: the account, the name and, of a consultant, the consultant's own number."""

    user_id: int
    name: str
    consultant_id: int


@dataclass(frozen=True)
class Likeness:
    """A firm that resembles a told one: its history is that firm's, told again and again."""

    id: int
    told_id: int
    manager: Named
    consultants: Sequence[Named]


@dataclass(frozen=True)
class ToldFirm:
    """A firm of the told history, and by whom it acts."""

    id: int
    facts: PartnerFacts
    tier: int
    manager_user: int
    consultants: Mapping[int, int]  # user → consultant


def told_firms() -> list[ToldFirm]:
    """The firms whose history can be told again."""
    staff: dict[int, dict[int, int]] = {}
    for one in db.session.scalars(select(Consultant).order_by(Consultant.id)):
        staff.setdefault(one.partner_id, {})[one.user_id] = one.id
    managers = {
        user.partner_id: user.id
        for user in db.session.scalars(select(User).where(User.role == Role.PARTNER_MANAGER))
    }
    tiers = tiers_in_force(clock.today())
    partners = db.session.scalars(select(Partner).order_by(Partner.id)).all()
    return [
        ToldFirm(row.id, row.facts, tiers.get(row.id, 1), managers[row.id], staff.get(row.id, {}))
        for row in partners
    ]


def found_firms(
    scale: Scale,
    told: Sequence[ToldFirm],
    models: Sequence[ToldFirm],
    *,
    at: datetime,
    secret: str,
    dice: random.Random,
    actor: Principal,
) -> Iterator[Likeness]:
    """Found as many firms as are missing beside the told ones, each in the likeness of a model; let people in."""
    missing = scale.firms - len(told)
    spread = scale.consultants - sum(len(firm.consultants) for firm in told)
    wanted = [
        (place, models[place % len(models)], spread // missing + (place < spread % missing))
        for place in range(missing)
    ]
    for first in range(0, missing, TOGETHER):
        with unit_of_work(EVERY_TENANT), clock.at(at):
            made = [
                _found(len(told) + place + 1, firm, count, secret=secret, dice=dice, actor=actor)
                for place, firm, count in wanted[first : first + TOGETHER]
            ]
        yield from made


def _found(
    number: int, told: ToldFirm, count: int, *, secret: str, dice: random.Random, actor: Principal
) -> Likeness:
    code, name = f"P{number:04}", firm_name(number, told.facts.kind)
    facts = replace(told.facts, name=name, corporate_number=None, invoice_number=None)
    partner = register_partner(code=code, facts=facts, actor=actor, status=PartnerStatus.ACTIVE, tier=told.tier)
    host = f"{code.lower()}.example"

    def enter(word: str, role: Role) -> User:
        return account(word, host, role, partner, person(dice), secret)

    manager = enter("manager", Role.PARTNER_MANAGER)
    users = [enter(f"consultant{place or ''}", Role.CONSULTANT) for place in (0, *range(2, count + 1))]
    named = select(Consultant.user_id, Consultant.id).where(Consultant.partner_id == partner.id)
    ids = dict(db.session.execute(named).all())
    staff = [Named(user.id, user.name, ids[user.id]) for user in users]
    return Likeness(partner.id, told.id, Named(manager.id, manager.name, 0), staff)
