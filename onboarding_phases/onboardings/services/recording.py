"""Onboardings that ran before the portal: entered with their dates as stated, and not computed anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from flask_babel import lazy_gettext as _l

from onboarding_phases.onboardings.clock import HoldLimits
from onboarding_phases.onboardings.enums import ChangeKind, ExcludedReason, HoldCause, OnboardingState
from onboarding_phases.onboardings.events import OnboardingRecorded
from onboarding_phases.onboardings.models import Hold, Onboarding
from onboarding_phases.onboardings.queries import bounds_in_force
from onboarding_phases.onboardings.rules import CustomerFacts
from onboarding_phases.onboardings.services.beginning import new_onboarding
from onboarding_phases.onboardings.services.history import note, tell, write
from onboarding_phases.onboardings.services.outlook import refresh_outlook
from portal import clock
from portal.database import db
from portal.errors import RuleViolation
from portal.people import Principal


@dataclass(frozen=True)
class Past:
    """What is known of an onboarding of the past; hold days are those up to activation, else up to today."""

    start_on: date
    activated_on: date | None = None
    withdrawn_on: date | None = None
    excluded_reason: ExcludedReason | None = None
    hold_days: Mapping[HoldCause, int] = field(default_factory=dict)

    @property
    def ended_on(self) -> date | None:
        """Nothing tells when the last phase was closed: with activation the record ends."""
        return self.withdrawn_on or self.activated_on

    def check(self, *, today: date, limits: HoldLimits) -> None:
        """Refuse what cannot have been.

        Raises:
            RuleViolation: names the column that is wrong, and what would be right.
        """
        _check_days(self, today)
        days = ((self.activated_on or today) - self.start_on).days
        if sum(self.hold_days.values()) > days:
            what = _l("All holds together have at most the %(days)s days in which they lie.", days=days)
            raise RuleViolation(what, field=_longest(self.hold_days))
        counted = sum(length for cause, length in self.hold_days.items() if cause.stops_the_net_clock)
        if counted > limits.in_all:
            what = _l("Holds of customer and vendor stop the clock for at most %(days)s days.", days=limits.in_all)
            raise RuleViolation(what, field=_longest(self.hold_days))


def _check_days(past: Past, today: date) -> None:
    days = {"start_on": past.start_on, "activated_on": past.activated_on, "withdrawn_on": past.withdrawn_on}
    for name, day in days.items():
        if day is not None and day > today:
            raise RuleViolation(_l("This day is still to come. Today or a day before is right."), field=name)
        if day is not None and day < past.start_on:
            raise RuleViolation(_l("This day lies before the start. A day from the start on is right."), field=name)


def _longest(hold_days: Mapping[HoldCause, int]) -> str:
    return f"{max(hold_days, key=lambda cause: hold_days[cause]).value}_hold_days"


def record_past(
    *, partner_id: int, customer_id: int, facts: CustomerFacts, past: Past, actor: Principal
) -> Onboarding:
    """Enter an onboarding of the past. One that was neither active nor withdrawn runs on, from its first phase.

    Raises:
        RuleViolation: a day or a number of hold days cannot have been, or the product has no playbook.
    """
    bounds = bounds_in_force()
    past.check(today=clock.today(), limits=bounds.limits)
    onboarding = new_onboarding(
        partner_id=partner_id, offer_id=None, customer_id=customer_id, facts=facts, start_on=past.start_on
    )
    _set(onboarding, past, bounds.limits, actor)
    db.session.add(onboarding)
    db.session.flush()
    refresh_outlook(onboarding, bounds=bounds)
    note(onboarding, ChangeKind.RECORDED, clock.today(), actor)
    _tell(onboarding, past, actor)
    return onboarding


def correct_past(onboarding: Onboarding, *, past: Past, actor: Principal) -> None:
    """Correct an onboarding that was entered by `record_past`.

    Raises:
        RuleViolation: it runs in the portal, so that its dates come from there; or as for `record_past`.
    """
    if not onboarding.is_recorded:
        raise RuleViolation(
            _l("This onboarding is kept in the portal, and its dates come from there. Remove the row."),
            field="start_on",
        )
    bounds = bounds_in_force()
    past.check(today=clock.today(), limits=bounds.limits)
    for hold in list(onboarding.holds):
        db.session.delete(hold)
    onboarding.holds = []
    db.session.flush()
    _set(onboarding, past, bounds.limits, actor)
    write()
    refresh_outlook(onboarding, bounds=bounds)
    note(onboarding, ChangeKind.RECORDED, clock.today(), actor)
    _tell(onboarding, past, actor)


def _set(onboarding: Onboarding, past: Past, limits: HoldLimits, actor: Principal) -> None:
    onboarding.start_on = past.start_on
    onboarding.activated_on = past.activated_on
    onboarding.withdrawn_on = past.withdrawn_on
    onboarding.withdrawn_reason = str(_l("Entered from records")) if past.withdrawn_on else None
    onboarding.completed_on = past.activated_on if past.withdrawn_on is None else None
    onboarding.excluded_reason = past.excluded_reason
    onboarding.is_recorded = past.ended_on is not None
    if past.withdrawn_on:
        onboarding.state = OnboardingState.WITHDRAWN
    elif past.activated_on:
        onboarding.state = OnboardingState.COMPLETED
    else:
        onboarding.state = OnboardingState.RUNNING
    onboarding.holds.extend(_holds(onboarding, past, limits, actor))


def _holds(onboarding: Onboarding, past: Past, limits: HoldLimits, actor: Principal) -> Iterator[Hold]:
    """Spans of the stated lengths, one behind the other from the start, none longer than a hold may be."""
    begins = past.start_on
    for cause in HoldCause:
        left = past.hold_days.get(cause, 0)
        while left:
            length = min(left, limits.each)
            ends = begins + timedelta(days=length)
            yield Hold(
                partner_id=onboarding.partner_id,
                cause=cause,
                reason=str(_l("Entered from records")),
                started_on=begins,
                expected_end_on=ends,
                ended_on=ends,
                actor_id=actor.id,
                created_at=clock.now(),
            )
            begins, left = ends, left - length


def _tell(onboarding: Onboarding, past: Past, actor: Principal) -> None:
    tell(
        OnboardingRecorded,
        onboarding,
        actor,
        customer_id=onboarding.customer_id,
        start_on=past.start_on,
        activated_on=past.activated_on,
        withdrawn_on=past.withdrawn_on,
        excluded_reason=past.excluded_reason.value if past.excluded_reason else None,
        hold_days={cause.value: length for cause, length in past.hold_days.items() if length},
    )
