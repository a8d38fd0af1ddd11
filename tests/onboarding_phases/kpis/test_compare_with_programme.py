from dataclasses import fields, replace
from datetime import date
from fractions import Fraction

from onboarding_phases.kpis.curves import activation_curve, band, past_phase
from onboarding_phases.kpis.figures import Figures
from onboarding_phases.kpis.programme import programme
from onboarding_phases.kpis.queries import facts, phase_facts
from onboarding_phases.kpis.rules import Gauge
from onboarding_phases.kpis.trends import Share, programme_median
from portal.tenancy import Scope
from tests.factories.partners import make_partner
from tests.onboarding_phases.kpis.histories import make_history, make_programme
from tests.world import unit

AS_OF = date(2026, 11, 24)
GAUGE = Gauge(x=90, window_months=6, trend_months=12, median_cases=8, median_firms=5)


def test_a_median_needs_five_firms_with_eight_cases():
    five = [Share(count, 8) for count in (1, 2, 3, 4, 8)]

    assert programme_median(five, GAUGE) == Fraction(3, 8)
    assert programme_median([*five, Share(0, 7)], GAUGE) == Fraction(3, 8)
    assert programme_median([*five[:4], Share(7, 7)], GAUGE) is None


def test_a_firm_reads_the_programmes_median_though_it_reads_no_other_firm(app):
    partners = make_programme()
    with unit(Scope(partners[0].id), write=False):
        seen = programme(GAUGE, AS_OF)
        own = facts()
    with unit(write=False):
        told_the_vendor = programme(GAUGE, AS_OF)

    assert seen == told_the_vendor
    assert seen.rate is not None
    assert {one.partner_id for one in own} == {partners[0].id}


def test_the_programmes_figures_carry_no_count(app):
    partners = make_programme()
    with unit(Scope(partners[0].id), write=False):
        seen = programme(GAUGE, AS_OF)

    def flat(value):
        if isinstance(value, dict):
            return [part for inner in value.values() for part in flat(inner)]
        return [part for inner in value for part in flat(inner)] if isinstance(value, list | tuple) else [value]

    values = [value for field in fields(seen) if field.name != "curve" for value in flat(getattr(seen, field.name))]
    assert all(value is None or isinstance(value, Fraction) for value in values)
    assert all(share == round(share, 2) and day % 10 == 0 for day, share in seen.curve)


def test_four_firms_are_too_few_to_speak_of_a_programme(app):
    make_programme(firms=4)
    with unit(write=False):
        seen = programme(GAUGE, AS_OF)

    assert (seen.rate, seen.curve, set(seen.trend)) == (None, [], {None})


def test_the_curve_ends_at_what_the_estimate_says_and_its_band_holds_it(app):
    make_programme(firms=1)
    with unit(write=False):
        found = facts()
        figures = Figures(GAUGE, AS_OF, found, phase_facts())

    curve = activation_curve(found, AS_OF)

    assert curve.share_by(90) == figures.estimate.km
    assert all(0 <= point.low <= point.share <= point.high <= 1 for point in curve.points)
    assert band(0.5, 0.01)[0] < 0.5 < band(0.5, 0.01)[1]
    assert band(1.0, 0.0) == (1.0, 1.0)


def test_past_phase_three_means_that_one_to_three_are_closed(app):
    partner = make_partner()
    make_history(partner, date(2026, 6, 1), submitted=[5, 30, 20])
    with unit(write=False):
        found = {one.id: one for one in facts()}
        phases = phase_facts()

    seen = past_phase(found, phases, [5, 6, 30, 31, 60], AS_OF)

    assert seen[1] == [0, 1, 1, 1, 1]
    assert seen[3] == [0, 0, 0, 1, 1]
    assert seen[4] == [0, 0, 0, 0, 0]


def test_a_skipped_phase_without_a_day_is_not_yet_past(app):
    partner = make_partner()
    make_history(partner, date(2026, 6, 1), submitted=[5, None, 20])
    with unit(write=False):
        found = {one.id: one for one in facts()}
        phases = phase_facts()

    assert past_phase(found, phases, [60], AS_OF)[3] == [0]
    second = next(phase for phase in phases if phase.position == 2)
    dated = [replace(phase, skipped_on=date(2026, 6, 10)) if phase == second else phase for phase in phases]
    assert past_phase(found, dated, [60], AS_OF)[3] == [1]


def test_nobody_is_past_a_phase_without_being_past_those_before_it(app):
    make_programme(firms=3)
    with unit(write=False):
        found = {one.id: one for one in facts()}
        seen = past_phase(found, phase_facts(), [7, 21, 40, 60, 75, 90, 120], AS_OF)

    for earlier, later in zip(list(seen.values()), list(seen.values())[1:], strict=False):
        assert all(one >= after for one, after in zip(earlier, later, strict=True))
    for shares in seen.values():
        assert list(shares) == sorted(shares)
