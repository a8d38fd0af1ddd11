"""Onboardings and their phases as the KPIs take them: plain values, read once, asked for any day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from onboarding_phases.kpis.estimates import Case
from onboarding_phases.onboardings import clock
from onboarding_phases.onboardings.enums import ExcludedReason, HoldCause, PhaseState


@dataclass(frozen=True)
class Facts:
    """One onboarding. `tier` is the firm's on the day of the start; `holds` are those planned or over."""

    id: int
    code: str
    customer_id: int
    customer_name: str
    partner_id: int
    partner_code: str
    partner_name: str
    tier: int
    product: str
    industry: str
    effort: int
    x_days: int
    start_on: date
    activated_on: date | None
    completed_on: date | None
    withdrawn_on: date | None
    excluded_reason: ExcludedReason | None
    holds: Sequence[clock.Hold]
    limits: clock.HoldLimits

    @property
    def ended_on(self) -> date | None:
        return self.completed_on or self.withdrawn_on

    def case(self, as_of: date) -> Case:
        """The onboarding as the estimates see it as of a day."""
        until = min(self.activated_on or as_of, as_of)
        held = clock.counted_hold_days(self.start_on, self.holds, until, limits=self.limits) if self.holds else 0
        return Case(
            start_on=self.start_on,
            activated_on=self.activated_on,
            withdrawn_on=self.withdrawn_on,
            excluded=self.excluded_reason is not None,
            hold_days=held,
        )

    def hold_days(self, as_of: date) -> dict[HoldCause, int]:
        """Counted hold days by cause, up to activation or the as-of date, as the table `onboardings` has them."""
        until = min(self.activated_on or as_of, as_of)
        return clock.hold_days_by_cause(self.start_on, self.holds, until, limits=self.limits)

    def reaches(self, x: int) -> date:
        """The day on which it becomes old enough: its net clock, as the estimates read it, shows X."""
        before, day = None, self.start_on + timedelta(days=x)
        while self.holds and day != before:
            before, until = day, min(self.activated_on or day, day)
            held = clock.counted_hold_days(self.start_on, self.holds, until, limits=self.limits)
            day = self.start_on + timedelta(days=x + held)
        return day

    def may_reach(self, x: int, since: date, until: date) -> bool:
        """Whether `reaches` can lie between two days: told at a glance, for most lie far before or after."""
        first = self.start_on + timedelta(days=x)
        last = first + timedelta(days=self.limits.in_all) if self.holds else first
        return first <= until and last > since

    def net_days(self, on: date) -> int:
        """The net clock by which phases are due."""
        return clock.net_days(self.start_on, self.holds, on, limits=self.limits)

    def runs(self, on: date) -> bool:
        """Whether it had begun and not ended on a day."""
        return self.start_on <= on and (self.ended_on is None or self.ended_on > on)


@dataclass(frozen=True)
class PhaseFacts:
    """One phase: when the submission that was accepted was made, when it was closed, and whether it was rescued."""

    onboarding_id: int
    position: int
    due_day: int
    started_on: date | None
    submitted_on: date | None
    completed_on: date | None
    returns: int
    rescued_on: date | None
    skipped_on: date | None

    @property
    def closed_on(self) -> date | None:
        return self.completed_on or self.skipped_on


@dataclass(frozen=True)
class PhaseMove:
    """One change of a phase: from that day on it was in that state."""

    onboarding_id: int
    position: int
    to_state: PhaseState
    on: date


@dataclass(frozen=True)
class Wanted:
    """Which onboardings are asked for; None takes all."""

    partner_id: int | None = None
    product: str | None = None
    partner_ids: tuple[int, ...] | None = None
