"""Told history as templates: each customer's rows and trail, read once from the database that they stand in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table, select

from onboarding_phases.customers.models import Customer
from onboarding_phases.handoff.models import Handoff
from onboarding_phases.offers.enums import OfferState
from onboarding_phases.offers.models import Brief, Offer
from onboarding_phases.onboardings.models import (
    Hold,
    Onboarding,
    OnboardingChange,
    Phase,
    PhaseChange,
    Staffing,
)
from onboarding_phases.onboardings.rules import CLOSED
from onboarding_phases.usage.models import UsageRecord
from portal.audit.models import AuditEntry
from portal.database import Model, db

Row = Mapping[str, Any]
BOUND = (OfferState.OPEN, OfferState.ACCEPTED, OfferState.ENDED)
# Written for a firm's slots in the same breath as the offer, without naming it.
OF_SLOTS = ("SlotsReserved", "ReservationAccepted")
# Likenesses have phases and no tasks, which would be as many rows again as all others together; nobody escalates or
# talks about them, moves their days or sets their risk, and nobody of their customers has been invited or asked.
UNTOLD = (
    "Task",
    "Blocker",
    "Escalation",
    "Comment",
    "Document",
    "Meeting",
    "Commitment",
    "CustomerTold",
    "CompletionReviewed",
    "Lessons",
    "SupportHandoff",
    "ActionAgreed",
    "Guest",
    "InvitationRevoked",
    "Room",
    "Survey",
    "Recovery",
    "Extension",
    "DueDaysMoved",
    "Risk",
    "Play",
    "WrittenOrder",
    "FirmChanged",
    "CommitmentsCarried",
)
OF_OFFERS = ("OfferSent", "OfferAccepted")


@dataclass(frozen=True)
class Case:
    """One customer with the offer that bound it to its firm and, once accepted, the onboarding."""

    firm: int
    customer: Row
    offer: Row
    brief: Row
    handoff: Row | None
    onboarding: Row | None
    phases: Sequence[Row]
    phase_changes: Sequence[Row]
    changes: Sequence[Row]
    holds: Sequence[Row]
    staffings: Sequence[Row]
    usage: Sequence[Row]
    trail: Sequence[Row]

    @property
    def starts_on(self) -> date:
        day: date = self.offer["start_on"]
        return day

    @property
    def begins_at(self) -> datetime:
        """The first word of its trail."""
        at: datetime = self.trail[0]["at"]
        return at

    @property
    def is_over(self) -> bool:
        """Whether nothing more can happen to it, so that it can also lie years back."""
        return self.onboarding is not None and (
            self.onboarding["completed_on"] is not None or self.onboarding["withdrawn_on"] is not None
        )


def table(model: type[Model]) -> Table:
    """The table behind a model."""
    found = model.__table__
    assert isinstance(found, Table)  # noqa: S101 - every model of ours is one table
    return found


def rows(model: type[Model]) -> list[Row]:
    """Every row of a table, by its id, as plain values."""
    told = table(model)
    return [dict(row) for row in db.session.execute(select(told).order_by(told.c.id)).mappings()]


def read_cases() -> list[Case]:
    """The customers whom a firm was asked to take or took, in the order in which they were registered."""
    bound = {row["customer_id"]: row for row in rows(Offer) if row["state"] in BOUND}
    begun = {row["customer_id"]: row for row in rows(Onboarding)}
    briefs = {row["offer_id"]: row for row in rows(Brief)}
    handoffs = {row["customer_id"]: row for row in rows(Handoff) if row["accepted_at"] is not None}
    phases = _by("onboarding_id", rows(Phase))
    owner = {phase["id"]: key for key, own in phases.items() for phase in own}
    moves = _grouped(lambda row: owner[row["phase_id"]], rows(PhaseChange))
    changes, holds, staffings = (_by("onboarding_id", rows(model)) for model in (OnboardingChange, Hold, Staffing))
    usage, trails = _by("customer_id", rows(UsageRecord)), _trails(bound, begun)
    found = []
    for customer in rows(Customer):
        offer, run = bound.get(customer["id"]), begun.get(customer["id"])
        key = run["id"] if run else 0
        if offer is not None and not _is_stuck(run, holds[key], phases[key]):
            found.append(
                Case(
                    firm=offer["partner_id"],
                    customer=customer,
                    offer=offer,
                    brief=briefs[offer["id"]],
                    handoff=handoffs.get(customer["id"]),
                    onboarding=run,
                    phases=phases[key],
                    phase_changes=moves[key],
                    changes=changes[key],
                    holds=holds[key],
                    staffings=staffings[key],
                    usage=_latest(usage[customer["id"]]),
                    trail=trails[customer["id"]],
                )
            )
    return found


def _is_stuck(run: Row | None, holds: Sequence[Row], phases: Sequence[Row]) -> bool:
    """What waits for somebody today is told once and stands for nobody else; so is a case that was taken over."""
    waits = run is not None and (run["blocked_since"] is not None or any(hold["is_waiting"] for hold in holds))
    unreviewed = run is not None and run["state"] == "running" and all(one["state"] in CLOSED for one in phases)
    return waits or unreviewed or any(phase["rescued_on"] for phase in phases)


def _latest(found: Sequence[Row]) -> list[Row]:
    """The last day of usage alone: on it a customer became active, or was last seen."""
    last = max((row["on"] for row in found), default=None)
    return [row for row in found if row["on"] == last]


def _by(column: str, found: Iterable[Row]) -> dict[Any, list[Row]]:
    return _grouped(lambda row: row[column], found)


def _grouped(key: Callable[[Row], Any], found: Iterable[Row]) -> dict[Any, list[Row]]:
    groups: dict[Any, list[Row]] = defaultdict(list)
    for row in found:
        groups[key(row)].append(row)
    return groups


def _trails(bound: Mapping[int, Row], begun: Mapping[int, Row]) -> dict[int, list[Row]]:
    """The entries of each customer's story with the firm that took it, in the order of the trail."""
    customer_of = {row["id"]: key for key, row in begun.items()}
    trails: dict[int, list[Row]] = defaultdict(list)
    spoken: dict[tuple[datetime, int], int] = {}
    waiting: list[Row] = []
    for entry in rows(AuditEntry):
        values, firm = entry["values"], entry["values"].get("partner_id")
        if entry["event"].startswith(UNTOLD):
            continue
        if entry["event"] in OF_SLOTS:
            waiting.append(entry)
            continue
        customer: int = values.get("customer_id") or customer_of.get(values.get("onboarding_id"), 0)
        if customer in bound and firm in (None, bound[customer]["partner_id"]):
            trails[customer].append(entry)
            if entry["event"] in OF_OFFERS:
                spoken[entry["at"], firm] = customer
    for entry in waiting:
        if (whose := spoken.get((entry["at"], entry["values"]["partner_id"]))) is not None:
            trails[whose].append(entry)
    return {key: sorted(own, key=lambda entry: entry["id"]) for key, own in trails.items()}
