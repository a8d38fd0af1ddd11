"""How each metric is computed. Values in, values out; shares are exact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TypeVar

from certification.metrics.values import (
    NOT_ENOUGH,
    CaseKind,
    CaseRef,
    CertificateFacts,
    Evidence,
    Measure,
    Measures,
    OfferFacts,
    SlotFacts,
    Window,
)
from onboarding_phases.kpis.adjustment import ENOUGH_CASES, adjusted_rate
from onboarding_phases.kpis.trends import was_on_time
from onboarding_phases.kpis.values import Facts, PhaseFacts

COUNTED_MONTHS = 12
"""`n` looks back over so many months, whatever the window of the other metrics is."""

Class = tuple[str | None, int | None]
"""Product and effort by which cases are compared; None stands for all."""

Item = TypeVar("Item")


@dataclass(frozen=True)
class Ripe:
    """An onboarding whose net clock has reached X: on which day, and whether it was active by then."""

    partner_id: int
    facts: Facts
    on: date
    success: bool


def ripe(found: Iterable[Facts], until: date) -> list[Ripe]:
    """The onboardings old enough by a day, each by its own X; excluded ones are left out."""
    ready = []
    for one in found:
        reached_on = one.reaches(one.x_days)
        if one.excluded_reason is None and reached_on <= until:
            days = one.case(until).days_to_activation(until)
            ready.append(Ripe(one.partner_id, one, reached_on, days is not None and days <= one.x_days))
    return ready


class Programme:
    """What the programme does by product and effort, with any one firm left out."""

    def __init__(self, outcomes: Iterable[Ripe]) -> None:
        self._n: Counter[tuple[int | None, Class]] = Counter()
        self._successes: Counter[tuple[int | None, Class]] = Counter()
        for outcome in outcomes:
            for group in _classes(outcome.facts):
                for firm in (None, outcome.partner_id):
                    self._n[firm, group] += 1
                    self._successes[firm, group] += outcome.success

    def expected(self, case: Facts) -> Fraction | None:
        """The other firms' rate in the narrowest class that has cases enough; None where they have no case."""
        rate = None
        for group in _classes(case):
            n = self._n[None, group] - self._n[case.partner_id, group]
            if n >= ENOUGH_CASES or (group == (None, None) and n):
                successes = self._successes[None, group] - self._successes[case.partner_id, group]
                rate = Fraction(successes, n)
                break
        return rate


def _classes(case: Facts) -> tuple[Class, Class, Class]:
    return (case.product, case.effort), (case.product, None), (None, None)


def measure_all(
    evidence: Evidence, partner_ids: Iterable[int], *, period_end: date, window_months: int
) -> dict[int, Measures]:
    """Every recorded metric of these firms over the months that end on a day."""
    window = Window.before(period_end, window_months)
    facts = {one.id: one for one in evidence.onboardings}
    ready = ripe(evidence.onboardings, period_end)
    recent = [one for one in ready if one.on in window]
    programme = Programme(recent)
    phases = _by_firm(evidence.phases, lambda phase: facts[phase.onboarding_id].partner_id)
    offers = _by_firm(evidence.offers, lambda offer: offer.partner_id)
    slots = _by_firm(evidence.slots, lambda month: month.partner_id)
    certificates = _by_firm(evidence.certificates, lambda certificate: certificate.partner_id)
    fresh = _by_firm(recent, lambda one: one.partner_id)
    counted = _by_firm(ready, lambda one: one.partner_id)
    year = Window.before(period_end, COUNTED_MONTHS)
    return {
        firm: {
            **phase_measures(phases.get(firm, []), facts, window),
            "answered_in_time_rate": answered_in_time(offers.get(firm, []), window),
            "adjusted_activation_rate": adjusted_activation(fresh.get(firm, []), programme),
            **intake_measures(offers.get(firm, []), slots.get(firm, []), window),
            "n": count_ripe(counted.get(firm, []), year),
            "valid_certificates": count_certificates(certificates.get(firm, [])),
        }
        for firm in partner_ids
    }


def _by_firm(found: Iterable[Item], firm: Callable[[Item], int]) -> dict[int, list[Item]]:
    groups: dict[int, list[Item]] = {}
    for one in found:
        groups.setdefault(firm(one), []).append(one)
    return groups


def phase_measures(phases: Iterable[PhaseFacts], facts: Mapping[int, Facts], window: Window) -> Measures:
    """Without a rescue, accepted the first time, and on time: over the submissions accepted in the window."""
    accepted = [
        phase
        for phase in phases
        if phase.submitted_on and phase.completed_on and phase.completed_on in window
        if facts[phase.onboarding_id].excluded_reason is None
    ]
    return {
        "unaided_phase_rate": share(_phase(phase, facts, phase.rescued_on is None) for phase in accepted),
        "first_time_accept_rate": share(_phase(phase, facts, phase.returns == 0) for phase in accepted),
        "on_time_phase_rate": share(
            _phase(phase, facts, was_on_time(phase, facts[phase.onboarding_id])) for phase in accepted
        ),
    }


def _phase(phase: PhaseFacts, facts: Mapping[int, Facts], met: bool) -> CaseRef:
    code, on = facts[phase.onboarding_id].code, phase.completed_on or date.min
    return CaseRef(CaseKind.PHASE, on, code, phase=phase.position, met=met)


def answered_in_time(offers: Iterable[OfferFacts], window: Window) -> Measure:
    """Offers answered by their day ÷ offers whose answer was due in the window."""
    due = (offer for offer in offers if offer.reply_by in window)
    return share(CaseRef(CaseKind.OFFER, offer.reply_by, offer.code, met=offer.answered) for offer in due)


def adjusted_activation(own: Sequence[Ripe], programme: Programme) -> Measure:
    """(successes + k·p₀) ÷ (n + k), p₀ the mean over the firm's cases of what other firms do in their class."""
    cases = _sorted(_ripe(one) for one in own)
    expected = [programme.expected(one.facts) for one in own]
    known = [rate for rate in expected if rate is not None]
    successes, n = sum(one.success for one in own), len(own)
    if not n or len(known) < n:
        return Measure(None, successes, n, cases)
    value = adjusted_rate(successes, n, expected=sum(known, Fraction(0)) / n)
    return Measure(value, successes, n, cases)


def _ripe(one: Ripe) -> CaseRef:
    return CaseRef(CaseKind.ONBOARDING, one.on, one.facts.code, met=one.success)


def intake_measures(offers: Iterable[OfferFacts], slots: Iterable[SlotFacts], window: Window) -> Measures:
    """Slots honoured and how even the stated ones are; stated slots that nobody asked for show nothing."""
    asked = [
        CaseRef(CaseKind.OFFER, offer.reply_by, offer.code, met=offer.accepted, amount=offer.slots)
        for offer in offers
        if offer.reply_by in window
    ]
    honoured = share(asked)
    even = evenness(slots, window) if honoured.numerator else NOT_ENOUGH
    return {"slots_honoured_rate": honoured, "intake_evenness": even}


def evenness(slots: Iterable[SlotFacts], window: Window) -> Measure:
    """1 − mean distance of the months' slots from their mean ÷ that mean, not below 0; no slots give no value."""
    stated = {one.month: one.stated for one in slots}
    months = window.months()
    amounts = [stated.get(month, 0) for month in months]
    cases = tuple(CaseRef(CaseKind.MONTH, month, amount=stated.get(month, 0)) for month in months)
    total = sum(amounts)
    if not total:
        return Measure(None, total, len(months), cases)
    mean = Fraction(total, len(months))
    distance = sum((abs(amount - mean) for amount in amounts), Fraction(0)) / len(months)
    return Measure(max(Fraction(0), 1 - distance / mean), total, len(months), cases)


def count_ripe(own: Iterable[Ripe], year: Window) -> Measure:
    """Onboardings whose net clock reached X in twelve months."""
    cases = _sorted(_ripe(one) for one in own if one.on in year)
    return Measure(Fraction(len(cases)), len(cases), None, cases)


def count_certificates(own: Iterable[CertificateFacts]) -> Measure:
    """Certificates of the firm's people that count on the last day."""
    cases = _sorted(CaseRef(CaseKind.CERTIFICATE, one.valid_until, one.subject) for one in own)
    return Measure(Fraction(len(cases)), len(cases), None, cases)


def share(cases: Iterable[CaseRef]) -> Measure:
    """How many cases are met, by their amounts where they have one; without a case there is no value."""
    kept = _sorted(cases)
    met = sum(case.amount or 1 for case in kept if case.met)
    total = sum(case.amount or 1 for case in kept)
    return Measure(Fraction(met, total) if total else None, met, total, kept)


def _sorted(cases: Iterable[CaseRef]) -> tuple[CaseRef, ...]:
    return tuple(sorted(cases, key=lambda case: (case.on, case.code or "", case.phase or 0)))
