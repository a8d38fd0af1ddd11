"""The rows of copies, for every table that a case is written in: other firm, people, numbers, codes and days."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import func, select

from demo.copies import Copy
from demo.templates import Row, table
from onboarding_phases.customers.models import Customer
from onboarding_phases.handoff.models import Handoff
from onboarding_phases.offers.models import Brief, Offer
from onboarding_phases.onboardings.models import (
    Hold,
    Onboarding,
    OnboardingChange,
    Phase,
    PhaseChange,
    Staffing,
)
from onboarding_phases.usage.models import UsageRecord
from partners.rules import first_of_month
from portal.database import Model, db

PHASES = 6
HANDOFF_DAYS = ("go_live_on", "kickoff_on")


@dataclass(frozen=True)
class Ends:
    """The last number of each table before anything was copied."""

    customers: int
    offers: int
    handoffs: int
    onboardings: int
    phases: int
    holds: int

    @classmethod
    def read(cls) -> Ends:
        models: Mapping[str, type[Model]] = {
            "customers": Customer,
            "offers": Offer,
            "handoffs": Handoff,
            "onboardings": Onboarding,
            "phases": Phase,
            "holds": Hold,
        }
        return cls(
            **{
                name: db.session.scalar(select(func.coalesce(func.max(table(model).c.id), 0))) or 0
                for name, model in models.items()
            }
        )


@dataclass(frozen=True)
class Rewrite:
    """One copy with its numbers: how each told row reads in it."""

    copy: Copy
    ends: Ends
    roles: Mapping[int, int]  # told manager and consultants → whose part they play: 0 manager, 1 consultant

    @property
    def customer_id(self) -> int:
        return self.ends.customers + self.copy.number

    @property
    def offer_id(self) -> int:
        return self.ends.offers + self.copy.number

    @property
    def onboarding_id(self) -> int:
        return self.ends.onboardings + self.copy.number

    @property
    def handoff_id(self) -> int:
        return self.ends.handoffs + self.copy.number

    @property
    def customer_code(self) -> str:
        return f"C2{self.copy.number:06}"

    @cached_property
    def phase_ids(self) -> dict[int, int]:
        first = self.ends.phases + PHASES * (self.copy.number - 1)
        return {row["id"]: first + row["position"] for row in self.copy.case.phases}

    @cached_property
    def hold_ids(self) -> dict[int, int]:
        first = self.ends.holds + PHASES * (self.copy.number - 1)
        return {row["id"]: first + place for place, row in enumerate(self.copy.case.holds, 1)}

    def told(self, row: Row, **changed: Any) -> dict[str, Any]:
        """A told row of this copy's firm, its days moved and its own numbers left to the database."""
        ago = self.copy.ago
        again = {key: value - ago if ago and isinstance(value, date) else value for key, value in row.items()}
        if "partner_id" in again:
            again["partner_id"] = self.copy.firm.id
        if "actor_id" in again:
            again["actor_id"] = self.actor(row["actor_id"])
        del again["id"]
        return again | changed

    def actor(self, user_id: int | None) -> int | None:
        """Who plays the part of somebody in the told case: the vendor's people play themselves."""
        part = self.roles.get(user_id or 0)
        if part is None:
            return user_id
        return self.copy.by.user_id if part else self.copy.firm.manager.user_id

    def actor_name(self, row: Row) -> str:
        part = self.roles.get(row["actor_id"] or 0)
        if part is None:
            return str(row["actor_name"])
        return self.copy.by.name if part else self.copy.firm.manager.name


def customers(again: Rewrite) -> Iterator[dict[str, Any]]:
    copy = again.copy
    yield again.told(
        copy.case.customer,
        id=again.customer_id,
        code=again.customer_code,
        public_code=copy.public_code,
        name=copy.name,
        cs_owner_id=copy.owner_id,
    )


def offers(again: Rewrite) -> Iterator[dict[str, Any]]:
    yield again.told(
        again.copy.case.offer,
        id=again.offer_id,
        code=again.copy.offer_code,
        customer_id=again.customer_id,
        month=first_of_month(again.copy.starts_on),
    )


def briefs(again: Rewrite) -> Iterator[dict[str, Any]]:
    told = again.copy.case.brief
    facts = told["facts"] and {**told["facts"], "customer_name": again.copy.name, "owner_id": again.copy.owner_id}
    yield again.told(told, offer_id=again.offer_id, facts=facts)


def handoffs(again: Rewrite) -> Iterator[dict[str, Any]]:
    told = again.copy.case.handoff
    if told is not None and again.copy.keeps_handoff:
        fields = moved_fields(told["fields"], again.copy.ago)
        yield again.told(
            told, id=again.handoff_id, code=again.copy.handoff_code, customer_id=again.customer_id, fields=fields
        )


def moved_fields(fields: Mapping[str, Any], ago: timedelta) -> dict[str, Any]:
    """The fields of a handoff with their days moved."""
    days = {key: fields[key] for key in HANDOFF_DAYS if key in fields and fields[key]["value"]}
    return {
        **fields,
        **{
            key: {**field, "value": (date.fromisoformat(field["value"]) - ago).isoformat()}
            for key, field in days.items()
        },
    }


def onboardings(again: Rewrite) -> Iterator[dict[str, Any]]:
    copy, told = again.copy, again.copy.case.onboarding
    if told is not None:
        yield again.told(
            told,
            id=again.onboarding_id,
            code=copy.onboarding_code,
            customer_id=again.customer_id,
            offer_id=again.offer_id,
            customer_name=copy.name,
            owner_id=copy.owner_id,
            activation_progress=moved_progress(told["activation_progress"], copy.ago),
            # Plays are proposed to copies in their first night; what is foreseen of today is true of today alone.
            outlook=None if copy.ago else told["outlook"],
            open_plays=None,
        )


def moved_progress(progress: Mapping[str, Any] | None, ago: timedelta) -> Mapping[str, Any] | None:
    """How usage stands against the rule, as of so many days before."""
    if not progress or not ago:
        return progress
    seen = [
        {**one, "on": (date.fromisoformat(one["on"]) - ago).isoformat()} if one.get("on") else one
        for one in progress["conditions"]
    ]
    return {**progress, "as_of": (date.fromisoformat(progress["as_of"]) - ago).isoformat(), "conditions": seen}


def phases(again: Rewrite) -> Iterator[dict[str, Any]]:
    for row in again.copy.case.phases:
        yield again.told(row, id=again.phase_ids[row["id"]], onboarding_id=again.onboarding_id)


def holds(again: Rewrite) -> Iterator[dict[str, Any]]:
    for row in again.copy.case.holds:
        yield again.told(row, id=again.hold_ids[row["id"]], onboarding_id=again.onboarding_id)


def phase_changes(again: Rewrite) -> Iterator[dict[str, Any]]:
    for row in again.copy.case.phase_changes:
        yield again.told(row, phase_id=again.phase_ids[row["phase_id"]], actor_name=again.actor_name(row))


def changes(again: Rewrite) -> Iterator[dict[str, Any]]:
    for row in again.copy.case.changes:
        values = dict(row["values"])
        if "names" in values:
            values["names"] = [again.copy.by.name]
        if "until" in values:
            values["until"] = (date.fromisoformat(values["until"]) - again.copy.ago).isoformat()
        yield again.told(row, onboarding_id=again.onboarding_id, actor_name=again.actor_name(row), values=values)


def staffings(again: Rewrite) -> Iterator[dict[str, Any]]:
    for row in again.copy.case.staffings:
        yield again.told(row, onboarding_id=again.onboarding_id, consultant_id=again.copy.by.consultant_id)


def usage(again: Rewrite) -> Iterator[dict[str, Any]]:
    for row in again.copy.case.usage:
        yield again.told(row, customer_id=again.customer_id)


# In the order in which rows refer to each other.
TABLES: Mapping[type[Model], Callable[[Rewrite], Iterator[dict[str, Any]]]] = {
    Customer: customers,
    Offer: offers,
    Brief: briefs,
    Handoff: handoffs,
    Onboarding: onboardings,
    Phase: phases,
    PhaseChange: phase_changes,
    OnboardingChange: changes,
    Hold: holds,
    Staffing: staffings,
    UsageRecord: usage,
}
