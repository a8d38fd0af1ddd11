"""A programme to which things happen day after day through the services, as chance has it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from onboarding_phases.kpis.projecting import count_due
from onboarding_phases.onboardings.enums import ExcludedReason, HoldCause, OnboardingState
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.services import (
    Past,
    ask_exclusion,
    ask_lifting,
    begin_onboarding,
    complete_phase,
    correct_past,
    decide_exclusion,
    decide_hold,
    end_hold,
    place_hold,
    record_activation,
    record_past,
    return_phase,
    skip_phase,
    start_phase,
    submit_phase,
    withdraw,
)
from partners.models import Partner
from partners.queries import tier_history
from partners.services import grant_tier
from portal import clock
from portal.errors import RuleViolation
from portal.people import PORTAL, Principal, Role
from tests.factories.onboardings import make_served_customer
from tests.factories.partners import make_partner, make_partner_manager
from tests.factories.people import make_user, principal
from tests.world import the_app, unit

FIRST = date(2026, 6, 1)
PRODUCTS = ("accounting", "expenses")


class Walk:
    """Firms and managers; `step` lets one thing happen, some of which rules refuse."""

    def __init__(self, seed: int) -> None:
        self.dice, self.day = Random(seed), FIRST
        self.firms = [make_partner(tier=tier, name=f"第{tier}会計事務所") for tier in (1, 3)]
        self.managers = [principal(make_user(Role.CS_MANAGER)) for _ in range(2)]
        self.people = {firm.id: principal(make_partner_manager(firm)) for firm in self.firms}
        once = [self.record, self.grant, self.exclude, self.count, self.end_hold, self.withdraw]
        twice = [self.begin, self.pass_days, self.hold, self.activate, self.move_phase, self.move_phase]
        self.verbs: list[Callable[[], None]] = once + 2 * twice

    def step(self) -> str:
        verb = self.dice.choice(self.verbs)
        with clock.at(datetime.combine(self.day, time(12), clock.zone())):
            try:
                verb()
            except RuleViolation:
                return f"{verb.__name__} refused"
        return verb.__name__

    def pass_days(self) -> None:
        self.day += timedelta(days=self.dice.randint(1, 25))

    def count(self) -> None:
        with the_app().app_context():
            count_due()

    def begin(self) -> None:
        new = self.new()
        with unit():
            begin_onboarding(**new, offer_id=None, start_on=self.near(), actor=PORTAL)

    def record(self) -> None:
        """Enter one of the past, or correct one that was entered."""
        start_on = self.day - timedelta(days=self.dice.randint(40, 200))
        past = Past(
            start_on=start_on,
            activated_on=start_on + timedelta(days=self.dice.randint(20, 40)),
            excluded_reason=self.dice.choice([None, None, ExcludedReason.TEST]),
            hold_days={HoldCause.CUSTOMER: self.dice.randint(0, 20)},
        )
        new = self.new()
        with unit() as session:
            there = list(session.scalars(select(Onboarding).where(Onboarding.is_recorded)))
            if there and self.dice.random() < 0.5:
                correct_past(self.dice.choice(there), past=past, actor=PORTAL)
            else:
                record_past(**new, past=past, actor=PORTAL)

    def grant(self) -> None:
        firm = self.dice.choice(self.firms)
        with unit():
            level = 1 + (tier_history(firm.id)[0].level % 5)
            grant_tier(firm.id, level=level, effective_on=self.day, reason="as evaluated", actor=PORTAL)

    def exclude(self) -> None:
        asking, deciding = self.managers
        with unit() as session:
            one = self.any(session)
            if one is not None:
                if one.excluded_reason is None:
                    asked = ask_exclusion(one, reason=ExcludedReason.DUPLICATE, text="twice", actor=asking)
                else:
                    asked = ask_lifting(one, text="no duplicate", actor=asking)
                approve = self.dice.random() < 0.7
                decide_exclusion(asked, onboarding=one, approve=approve, answer="looked at", actor=deciding)

    def move_phase(self) -> None:
        with unit() as session:
            one = self.any(session, state=OnboardingState.RUNNING)
            if one is None:
                return
            phase = self.dice.choice(one.phases)
            verb: Any = self.dice.choice([start_phase, submit_phase, complete_phase, skip_phase, return_phase])
            told = {"start_phase": {"on": self.day}, "complete_phase": {"on": self.day}}
            told |= {"submit_phase": {"on": self.day, "note": "done"}, "skip_phase": {"reason": "not needed"}}
            verb(phase, **told.get(verb.__name__, {"missing": "the list"}), actor=PORTAL)

    def hold(self) -> None:
        cause = self.dice.choice([*HoldCause])
        with unit() as session:
            one = self.any(session, state=OnboardingState.RUNNING)
            if one is not None:
                ends = self.day + timedelta(days=self.dice.randint(1, 30))
                by: Principal = self.dice.choice([self.managers[0], self.people[one.partner_id]])
                told = {"cause": cause, "reason": "closing", "from_on": self.day, "expected_end_on": ends}
                place_hold(one, **told, evidence="a letter", actor=by)  # type: ignore[arg-type]

    def end_hold(self) -> None:
        with unit() as session:
            one = self.any(session, state=OnboardingState.RUNNING)
            for hold in one.holds if one else ():
                if hold.is_waiting:
                    decide_hold(hold, confirm=self.dice.random() < 0.5, reason="as agreed", actor=self.managers[1])
                elif hold.is_open(on=self.day):
                    end_hold(hold, actor=self.managers[0])

    def activate(self) -> None:
        with unit() as session:
            one = self.any(session)
            if one is not None:
                on = max(one.start_on, self.day - timedelta(days=self.dice.randint(0, 9)))
                record_activation(one, self.dice.choice([None, on, on]), progress=None, actor=PORTAL, why=dict)

    def withdraw(self) -> None:
        with unit() as session:
            one = self.any(session, state=OnboardingState.RUNNING)
            if one is not None:
                withdraw(one, reason="gone", on=self.day, actor=self.managers[0])

    def any(self, session: Any, **wanted: Any) -> Onboarding | None:
        found = list(session.scalars(select(Onboarding).filter_by(**wanted).order_by(Onboarding.id)))
        return self.dice.choice(found) if found else None

    def near(self) -> date:
        return self.day + timedelta(days=self.dice.randint(-30, 10))

    def new(self) -> dict[str, Any]:
        customer = make_served_customer(product=self.dice.choice(PRODUCTS), effort=self.dice.randint(1, 3))
        firm: Partner = self.dice.choice(self.firms)
        facts = {"customer_name": customer.name, "product": customer.product, "industry": self.dice.choice("GE")}
        facts |= {"prefecture": customer.prefecture, "effort": customer.effort, "owner_id": None}
        return {"partner_id": firm.id, "customer_id": customer.id, "facts": facts}
