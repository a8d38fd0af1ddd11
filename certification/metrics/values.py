"""Evidence as it is read, and the measures that are made of it. Needs no database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Any

from onboarding_phases.kpis.rules import add_months
from onboarding_phases.kpis.values import Facts, PhaseFacts
from portal.rounding import half_up

PLACES = 6


class CaseKind(StrEnum):
    """What a case behind a figure is."""

    PHASE = "phase"
    ONBOARDING = "onboarding"
    OFFER = "offer"
    MONTH = "month"
    CERTIFICATE = "certificate"


@dataclass(frozen=True)
class CaseRef:
    """One case behind a figure. `code` is the public code of an onboarding or an offer, or a subject.

    `met` says whether it counts in the numerator, None where the figure is no share; `amount` counts slots.
    """

    kind: CaseKind
    on: date
    code: str | None = None
    phase: int | None = None
    met: bool | None = None
    amount: int | None = None

    def frozen(self) -> dict[str, Any]:
        """The case as JSON holds it."""
        return {
            "kind": self.kind.value,
            "on": self.on.isoformat(),
            "code": self.code,
            "phase": self.phase,
            "met": self.met,
            "amount": self.amount,
        }

    @classmethod
    def thawed(cls, kept: Mapping[str, Any]) -> CaseRef:
        return cls(
            **{**kept, "kind": CaseKind(kept["kind"]), "on": date.fromisoformat(kept["on"])},
        )


@dataclass(frozen=True)
class Measure:
    """One metric of one firm. A value of None is "not enough cases"."""

    value: Fraction | None
    numerator: int | None = None
    denominator: int | None = None
    cases: tuple[CaseRef, ...] = ()

    def frozen(self) -> dict[str, Any]:
        """The measure as JSON holds it; the value as a text with at most six decimals."""
        return {
            "value": None if self.value is None else f"{half_up(self.value, PLACES).normalize():f}",
            "numerator": self.numerator,
            "denominator": self.denominator,
            "cases": [case.frozen() for case in self.cases],
        }


NOT_ENOUGH = Measure(None)
Measures = Mapping[str, Measure]
"""What was measured of one firm, by metric."""


@dataclass(frozen=True)
class Window:
    """The days after `since` up to `until`, the last one included."""

    since: date
    until: date

    @classmethod
    def before(cls, until: date, months: int) -> Window:
        """So many months that end on a day."""
        return cls(add_months(until, -months), until)

    @property
    def first(self) -> date:
        return self.since + timedelta(days=1)

    def __contains__(self, day: date) -> bool:
        return self.since < day <= self.until

    def months(self) -> list[date]:
        """The first days of the months that begin in it."""
        month, found = add_months(self.since.replace(day=1), 1), []
        while month <= self.until:
            found.append(month)
            month = add_months(month, 1)
        return found


@dataclass(frozen=True)
class OfferFacts:
    """An offer whose answer lay with the firm: how many slots, by when, and what became of it."""

    partner_id: int
    code: str
    slots: int
    month: date
    reply_by: date
    answered: bool
    accepted: bool


@dataclass(frozen=True)
class SlotFacts:
    """The slots that a firm stated for a month."""

    partner_id: int
    month: date
    stated: int


@dataclass(frozen=True)
class CertificateFacts:
    """A certificate of one of a firm's people that counts on the last day; the person stays unnamed."""

    partner_id: int
    subject: str
    valid_until: date


@dataclass(frozen=True)
class Evidence:
    """Everything that metrics are made of, of all firms."""

    onboardings: Sequence[Facts]
    phases: Sequence[PhaseFacts]
    offers: Sequence[OfferFacts]
    slots: Sequence[SlotFacts]
    certificates: Sequence[CertificateFacts]
