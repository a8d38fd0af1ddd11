"""Each metric against a computation by hand that shares no line with it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certification.metrics.rules import evenness, measure_all
from certification.metrics.values import CertificateFacts, Evidence, OfferFacts, SlotFacts, Window
from onboarding_phases.kpis.adjustment import Outcome, adjusted_result
from onboarding_phases.kpis.values import Facts, PhaseFacts
from onboarding_phases.onboardings.clock import Hold, HoldCause, HoldLimits
from onboarding_phases.onboardings.enums import ExcludedReason

END = date(2026, 9, 30)
SINCE = date(2026, 3, 31)
YEAR_SINCE = date(2025, 9, 30)
FIRMS = (1, 2, 3)
X = {"accounting": 90, "expenses": 60}


def facts(number: int, **values: Any) -> Facts:
    plain = {
        "id": number,
        "code": f"C{number}",
        "customer_id": number,
        "customer_name": "",
        "partner_id": 1,
        "partner_code": "P0001",
        "partner_name": "",
        "tier": 1,
        "product": "accounting",
        "industry": "G",
        "effort": 1,
        "x_days": 90,
        "start_on": date(2026, 3, 1),
        "activated_on": None,
        "completed_on": None,
        "withdrawn_on": None,
        "excluded_reason": None,
        "holds": (),
        "limits": HoldLimits(),
    }
    return Facts(**{**plain, **values})


@st.composite
def onboardings(draw: st.DrawFn, number: int) -> Facts:
    start = date(2025, 4, 1) + timedelta(days=draw(st.integers(0, 500)))
    held = draw(st.integers(0, 10))
    began = start + timedelta(days=draw(st.integers(1, 80)))
    hold = Hold(draw(st.sampled_from(HoldCause)), began, began + timedelta(days=held))
    active = draw(st.none() | st.integers(0, 120))
    gone = draw(st.none() | st.integers(10, 130))
    product = draw(st.sampled_from(sorted(X)))
    return facts(
        number,
        partner_id=draw(st.sampled_from(FIRMS)),
        product=product,
        x_days=X[product],
        effort=draw(st.integers(1, 2)),
        start_on=start,
        activated_on=None if active is None else start + timedelta(days=active),
        withdrawn_on=None if gone is None else start + timedelta(days=gone),
        excluded_reason=draw(st.sampled_from([None, None, None, ExcludedReason.TEST])),
        holds=(hold,),
    )


@st.composite
def evidences(draw: st.DrawFn) -> Evidence:
    found = [draw(onboardings(number)) for number in range(draw(st.integers(0, 40)))]
    phases = []
    for one in found:
        for position in range(1, draw(st.integers(0, 3)) + 1):
            sent = one.start_on + timedelta(days=draw(st.integers(0, 60)))
            done = draw(st.none() | st.integers(0, 5).map(lambda days, sent=sent: sent + timedelta(days=days)))
            phases.append(
                PhaseFacts(
                    onboarding_id=one.id,
                    position=position,
                    due_day=14 * position,
                    started_on=one.start_on,
                    submitted_on=sent,
                    completed_on=done,
                    skipped_on=None,
                    returns=draw(st.integers(0, 1)),
                    rescued_on=draw(st.none() | st.just(sent)),
                )
            )
    return Evidence(found, phases, [], [], [])


def net_on(one: Facts, day: date, until: date) -> int:
    """The net clock, counted day by day."""
    net, at = 0, one.start_on
    while at < day:
        held = any(
            hold.cause is not HoldCause.PARTNER and hold.ended_on and hold.started_on <= at < hold.ended_on
            for hold in one.holds
        )
        net += not (held and at < until)
        at += timedelta(days=1)
    return net


def ripe_on(one: Facts, x: int) -> date:
    day = one.start_on
    while net_on(one, day, min(one.activated_on or day, day)) < x:
        day += timedelta(days=1)
    return day


def was_active(one: Facts, x: int) -> bool:
    if one.activated_on is None or one.activated_on > END:
        return False
    if one.withdrawn_on is not None and one.withdrawn_on < one.activated_on:
        return False
    return net_on(one, one.activated_on, one.activated_on) <= x


@settings(max_examples=60, deadline=None)
@given(evidences())
def test_activation_and_n_are_what_counting_by_hand_gives(seen: Evidence) -> None:
    found = measure_all(seen, FIRMS, period_end=END, window_months=6)
    counted = [one for one in seen.onboardings if one.excluded_reason is None]
    days = {one.id: ripe_on(one, X[one.product]) for one in counted}
    fresh = [one for one in counted if SINCE < days[one.id] <= END]
    outcomes = [
        Outcome(str(one.partner_id), one.product, one.effort, was_active(one, X[one.product])) for one in fresh
    ]

    for firm in FIRMS:
        own = [one for one in fresh if one.partner_id == firm]
        assert found[firm]["adjusted_activation_rate"].value == adjusted_result(str(firm), outcomes)
        assert {case.code for case in found[firm]["adjusted_activation_rate"].cases} == {one.code for one in own}
        year = [one for one in counted if one.partner_id == firm and YEAR_SINCE < days[one.id] <= END]
        assert found[firm]["n"].value == len(year)


@settings(max_examples=60, deadline=None)
@given(evidences())
def test_phases_are_what_counting_by_hand_gives(seen: Evidence) -> None:
    found = measure_all(seen, FIRMS, period_end=END, window_months=6)
    of = {one.id: one for one in seen.onboardings}

    for firm in FIRMS:
        own = [
            phase
            for phase in seen.phases
            if of[phase.onboarding_id].partner_id == firm
            if of[phase.onboarding_id].excluded_reason is None
            if phase.completed_on and SINCE < phase.completed_on <= END
        ]
        first = sum(phase.returns == 0 for phase in own)
        in_time = sum(
            net_on(of[phase.onboarding_id], phase.submitted_on, phase.submitted_on) <= phase.due_day
            for phase in own
            if phase.submitted_on
        )
        unaided = sum(phase.rescued_on is None for phase in own)
        assert found[firm]["unaided_phase_rate"].value == (Fraction(unaided, len(own)) if own else None)
        assert found[firm]["first_time_accept_rate"].value == (Fraction(first, len(own)) if own else None)
        assert found[firm]["on_time_phase_rate"].value == (Fraction(in_time, len(own)) if own else None)
        assert len(found[firm]["on_time_phase_rate"].cases) == len(own)


def evidence_of(**parts: Any) -> Evidence:
    return Evidence(**{"onboardings": [], "phases": [], "offers": [], "slots": [], "certificates": []} | parts)


def offer(code: str, slots: int, on: date, *, answered: bool = True, accepted: bool = True) -> OfferFacts:
    return OfferFacts(1, code, slots, date(2026, 7, 1), on, answered, accepted)


def test_answers_count_offers_and_honoured_slots_count_slots() -> None:
    asked = [
        offer("A", 3, date(2026, 4, 1)),
        offer("B", 1, END, accepted=False),
        offer("C", 1, date(2026, 5, 1), answered=False, accepted=False),
        offer("before", 2, SINCE),
        offer("after", 2, date(2026, 10, 1)),
    ]
    found = measure_all(evidence_of(offers=asked), [1], period_end=END, window_months=6)[1]

    assert found["answered_in_time_rate"].value == Fraction(2, 3)
    assert (found["slots_honoured_rate"].numerator, found["slots_honoured_rate"].denominator) == (3, 5)


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ([4, 4, 4, 4, 4, 4], Fraction(1)),
        ([5, 3, 5, 3, 5, 3], Fraction(3, 4)),
        ([6], Fraction(0)),
        ([0, 0, 0], None),
        ([], None),
    ],
)
def test_evenness_falls_with_the_distance_of_the_months_from_their_mean(
    stated: list[int], expected: Fraction | None
) -> None:
    months = [date(2026, 4 + n, 1) for n in range(len(stated))]
    slots = [SlotFacts(1, month, count) for month, count in zip(months, stated, strict=True)]

    assert evenness(slots, Window.before(END, 6)).value == expected


def test_slots_that_nobody_asked_for_say_nothing_of_intake() -> None:
    slots = [SlotFacts(1, date(2026, month, 1), 4) for month in range(4, 10)]
    declined = [offer("A", 1, date(2026, 5, 1), accepted=False)]
    taken = [*declined, offer("B", 1, date(2026, 6, 1))]

    def even(offers: list[OfferFacts]) -> Fraction | None:
        seen = evidence_of(slots=slots, offers=offers)
        return measure_all(seen, [1], period_end=END, window_months=6)[1]["intake_evenness"].value

    assert (even([]), even(declined), even(taken)) == (None, None, Fraction(1))


def test_a_window_of_six_months_begins_on_the_day_after_their_first_end() -> None:
    window = Window.before(END, 6)

    assert (SINCE in window, date(2026, 4, 1) in window, END in window) == (False, True, True)
    assert [month.month for month in window.months()] == [4, 5, 6, 7, 8, 9]


def test_certificates_are_counted_and_shown_without_a_person() -> None:
    held = [CertificateFacts(1, "accounting_core", date(2027, 1, 1))] * 2
    found = measure_all(evidence_of(certificates=held), [1, 2], period_end=END, window_months=6)

    assert (found[1]["valid_certificates"].value, found[2]["valid_certificates"].value) == (2, 0)
    assert found[1]["valid_certificates"].cases[0].code == "accounting_core"


def test_a_frozen_share_keeps_six_decimals_and_its_cases() -> None:
    offers = [offer("A", 1, END), offer("B", 1, END), offer("C", 1, END, answered=False)]
    found = measure_all(evidence_of(offers=offers), [1], period_end=END, window_months=6)[1]
    frozen = found["answered_in_time_rate"].frozen()

    assert Decimal(frozen["value"]) == Decimal("0.666667")
    assert [case["code"] for case in frozen["cases"]] == ["A", "B", "C"]
    assert measure_all(evidence_of(), [1], period_end=END, window_months=6)[1]["n"].frozen()["value"] == "0"
