"""Reading changes of firm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import or_, select

from onboarding_phases.allocation.matching.checks import plain_score, violations
from onboarding_phases.allocation.matching.values import Customer as Waiting
from onboarding_phases.allocation.queries import candidates
from onboarding_phases.allocation.values import policy_of
from onboarding_phases.candidates.queries import firms_as_known
from onboarding_phases.customers.models import Customer
from onboarding_phases.onboardings.enums import ChangeKind
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.transfers.models import Transfer
from partners.models import Partner
from partners.rules import first_of_month
from portal.database import db
from portal.defaults.queries import numbers

TAKEOVER = "takeover"
MOST_FIRMS = 20
NO_ROOM = "no_capacity"


def transfer_of(onboarding_id: int) -> Transfer | None:
    """The change of firm by which an onboarding ended, or from which it came; no firm's session sees any."""
    both = or_(Transfer.onboarding_id == onboarding_id, Transfer.next_onboarding_id == onboarding_id)
    return db.session.scalars(select(Transfer).where(both).order_by(Transfer.id.desc()).limit(1)).first()


def waiting_transfer(customer_id: int) -> Transfer | None:
    """A change of firm of a customer that nobody has accepted yet."""
    waiting = select(Transfer).where(Transfer.customer_id == customer_id, Transfer.next_onboarding_id.is_(None))
    return db.session.scalars(waiting.order_by(Transfer.id.desc()).limit(1)).first()


def takeover_of(onboarding: Onboarding) -> Mapping[str, str] | None:
    """What the firm of an onboarding was told when it took the customer over; None where it was the first."""
    told = (change.values["brief"] for change in onboarding.changes if change.kind is ChangeKind.TAKEN_OVER)
    return next(told, None)


def broken_rules(customer: Customer, partner: Partner, start_on: date, *, leaves: str) -> list[str]:
    """The hard rules that stop a firm from taking a customer over on a day; `leaves` is the firm that it has."""
    waiting, policy = _waiting(customer, start_on, leaves), policy_of(numbers("allocation"))
    firm = {one.code: one for _partner, one in firms_as_known(first_of_month(start_on))}[partner.code]
    return [one.rule for one in violations([firm], [waiting], {waiting.code: firm.code}, policy)]


def firms_to_ask(customer: Customer, start_on: date, *, leaves: str) -> list[tuple[Partner, Decimal, int]]:
    """The firms that break no hard rule but perhaps that of slots, which is of the month: best score first."""
    waiting, policy = _waiting(customer, start_on, leaves), policy_of(numbers("allocation"))
    found = []
    for partner, firm in firms_as_known(first_of_month(start_on)):
        broken = {one.rule for one in violations([firm], [waiting], {waiting.code: firm.code}, policy)}
        if broken <= {NO_ROOM}:
            found.append((partner, plain_score(firm, waiting, policy), firm.capacity))
    return sorted(found, key=lambda row: (-row[1], row[0].code))[:MOST_FIRMS]


def _waiting(customer: Customer, start_on: date, leaves: str) -> Waiting:
    waiting = candidates([customer])[0]
    return replace(waiting, starts_on=start_on, declined_by=waiting.declined_by | {leaves})


def brief_rows(takeover: Mapping[str, str], labels: Mapping[Any, Any]) -> list[tuple[Any, str]]:
    """What the next firm is told, with its headings, in order."""
    return [(label, takeover[part]) for part, label in labels.items() if part in takeover]
