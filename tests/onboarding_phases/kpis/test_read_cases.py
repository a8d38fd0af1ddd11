from datetime import date, timedelta

import pytest
from sqlalchemy import event

from onboarding_phases.kpis.estimates import estimate
from onboarding_phases.kpis.files import kpi_csv, read_cases
from onboarding_phases.kpis.queries import cases, customer_codes, facts, phase_facts
from onboarding_phases.kpis.rules import Gauge, add_months, trend_days
from onboarding_phases.kpis.tables import COLUMNS, onboarding_rows
from onboarding_phases.kpis.trends import recent, recent_share, was_on_time
from onboarding_phases.kpis.values import Wanted
from onboarding_phases.onboardings.enums import ExcludedReason, HoldCause
from portal.database import db
from portal.tables.reading import read_table
from portal.tables.writing import csv_bytes
from portal.tenancy import Scope
from tests.factories.partners import make_partner
from tests.onboarding_phases.kpis.histories import make_histories, make_history
from tests.world import unit

AS_OF = date(2026, 10, 31)
START = date(2026, 6, 1)
GAUGE = Gauge(x=90, window_months=6, trend_months=12, median_cases=8, median_firms=5)


def the_example(partner):
    """The ten rows of the format's example, as onboardings with holds."""
    june = {"start_on": START, "activated_on": date(2026, 9, 9)}
    ten_days = (date(2026, 7, 1), date(2026, 7, 11))
    make_histories(
        partner,
        [
            {"start_on": START, "activated_on": date(2026, 8, 30)},
            {**june, "holds": [(HoldCause.CUSTOMER, *ten_days)]},
            {**june, "holds": [(HoldCause.PARTNER, *ten_days)]},
            {"start_on": START, "withdrawn_on": date(2026, 7, 1)},
            {"start_on": date(2026, 8, 2)},
            {"start_on": date(2026, 8, 3), "activated_on": date(2026, 8, 20)},
            {"start_on": date(2026, 9, 1), "withdrawn_on": date(2026, 9, 20)},
            {"start_on": START, "excluded_reason": ExcludedReason.TEST},
            {
                "start_on": date(2026, 5, 1),
                "activated_on": date(2026, 6, 10),
                "withdrawn_on": date(2026, 6, 10),
            },
            {"start_on": date(2026, 10, 31)},
            {"start_on": date(2026, 11, 1)},
        ],
    )


def test_the_example_of_the_formats_comes_out_of_the_database_too(app):
    the_example(make_partner())

    with unit(write=False):
        seen = estimate([case for _, case in cases(AS_OF)], x=90, as_of=AS_OF)

    assert (seen.n, seen.activated, seen.n_all, seen.excluded) == (6, 3, 9, 1)
    assert float(seen.km) == pytest.approx(0.55)


@pytest.mark.parametrize("as_of", [date(2026, 9, 5), AS_OF, date(2026, 11, 24)])
def test_the_exported_file_gives_the_same_figures_to_the_last_digit(app, tmp_path, as_of):
    the_example(make_partner(code="P0001"))
    with unit(write=False):
        found = facts()
        rows = onboarding_rows(found, as_of, customer_codes(one.customer_id for one in found))
        here = kpi_csv({"all": [case for _, case in cases(as_of)]}, x=90, as_of=as_of)
    (tmp_path / "onboardings.csv").write_bytes(csv_bytes(COLUMNS, rows))

    groups = read_cases(read_table(tmp_path / "onboardings.csv"), as_of=as_of).groups

    assert kpi_csv(groups, x=90, as_of=as_of) == here
    assert rows[0][0].startswith("C")


def test_reading_takes_two_statements_however_many_there_are(app):
    partner = make_partner()
    make_histories(partner, [{"start_on": START, "holds": [(HoldCause.VENDOR, START, AS_OF)]} for _ in range(30)])
    seen = []
    with unit(write=False) as session:
        event.listen(session.connection(), "before_cursor_execute", lambda *told: seen.append(told[2]))
        assert len(cases(AS_OF)) == 30
    assert len(seen) == 2


def test_a_firm_reads_its_own_cases_only_and_no_customer_code(app):
    ours, theirs = make_partner(), make_partner()
    make_history(ours, START)
    make_history(theirs, START, holds=[(HoldCause.VENDOR, START, AS_OF)], submitted=[1])

    with unit(Scope(ours.id), write=False):
        found = facts()
        phases = phase_facts()
        rows = onboarding_rows(found, AS_OF, customer_codes(one.customer_id for one in found))

    assert {one.partner_id for one in found} == {ours.id}
    assert {phase.onboarding_id for phase in phases} == {one.id for one in found}
    assert rows[0][0] == found[0].code


def test_one_firm_or_one_product_can_be_asked_for(app):
    ours, theirs = make_partner(), make_partner()
    make_history(ours, START)
    make_history(ours, START, product="expenses")
    make_history(theirs, START)

    with unit(write=False):
        assert len(cases(AS_OF, partner_id=ours.id)) == 2
        assert [one.product for one in facts(Wanted(ours.id, "expenses"))] == ["expenses"]
        assert len(phase_facts(Wanted(product="accounting"))) == 12


def test_holds_up_to_activation_move_the_day_of_being_old_enough_and_later_ones_do_not(app):
    partner = make_partner()
    early = (HoldCause.CUSTOMER, date(2026, 6, 10), date(2026, 6, 20))
    late = (HoldCause.CUSTOMER, date(2026, 8, 1), date(2026, 8, 20))
    make_history(partner, START, activated_on=date(2026, 7, 15), holds=[early, late])

    with unit(write=False):
        one = facts()[0]

    day = one.reaches(90)
    assert day == START + timedelta(days=100)
    assert (one.case(day).net_clock(day), one.case(day).net_clock(day - timedelta(days=1))) == (90, 89)


def test_a_trend_counts_those_that_became_old_enough_in_the_six_months_before(app):
    partner = make_partner()
    on_the_first_day = date(2026, 5, 1) - timedelta(days=90)
    a_day_too_early = on_the_first_day - timedelta(days=1)
    make_histories(
        partner,
        [
            {"start_on": a_day_too_early, "activated_on": a_day_too_early},
            {"start_on": on_the_first_day, "activated_on": on_the_first_day + timedelta(days=90)},
            {"start_on": AS_OF - timedelta(days=90)},
            {"start_on": AS_OF - timedelta(days=89)},
        ],
    )
    with unit(write=False):
        found = facts()

    assert [one.start_on for one in recent(found, x=90, as_of=AS_OF, months=6)] == [
        on_the_first_day,
        AS_OF - timedelta(days=90),
    ]
    share = recent_share(found, GAUGE, AS_OF)
    assert (share.count, share.n) == (1, 2)


def test_the_days_of_a_trend_are_ends_of_months_and_the_day_itself():
    assert trend_days(date(2026, 11, 24), 3) == [date(2026, 9, 30), date(2026, 10, 31), date(2026, 11, 24)]
    assert add_months(date(2026, 9, 30), -6) == date(2026, 3, 31)
    assert add_months(date(2026, 8, 31), -6) == date(2026, 2, 28)


def test_a_phase_is_on_time_by_the_submission_that_was_accepted_net_of_the_customers_holds(app):
    partner = make_partner()
    ten = (HoldCause.CUSTOMER, START, START + timedelta(days=10))
    own = (HoldCause.PARTNER, START, START + timedelta(days=10))
    make_histories(
        partner,
        [
            {"start_on": START, "submitted": [7]},
            {"start_on": START, "submitted": [8]},
            {"start_on": START, "submitted": [17], "holds": [ten]},
            {"start_on": START, "submitted": [17], "holds": [own]},
        ],
    )
    with unit(write=False):
        of = {one.id: one for one in facts()}
        first = [phase for phase in phase_facts() if phase.position == 1]

    assert [was_on_time(phase, of[phase.onboarding_id]) for phase in first] == [True, False, True, False]


def test_the_tier_of_a_case_is_that_of_its_start(app):
    partner = make_partner(tier=3)
    make_histories(partner, [{"start_on": date(2024, 6, 1)}, {"start_on": START}])
    with unit(write=False):
        db.session.flush()
        assert [one.tier for one in facts()] == [1, 3]
