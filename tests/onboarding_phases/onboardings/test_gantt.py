from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given

from onboarding_phases.onboardings.enums import PhaseState
from onboarding_phases.onboardings.gantt import WIDTH, bars_of, calendar_of, row
from onboarding_phases.onboardings.standing import Run, reached_on
from tests.onboarding_phases.onboardings.test_standing import BOUNDS, DUE, START, days, run_of, runs


@given(runs(), days)
def test_phases_stand_one_after_the_other_from_the_start(run: Run, today: date) -> None:
    bars = bars_of(run, today, BOUNDS)

    assert bars[0].begins == run.start_on
    assert all(bar.begins < bar.ends for bar in bars)
    assert all(before.ends == after.begins for before, after in pairwise(bars))


@given(runs(), days)
def test_all_days_lie_on_the_drawing(run: Run, today: date) -> None:
    calendar = calendar_of([(run, reached_on(run, run.x_days, BOUNDS))], today)

    assert 0 <= calendar.x(run.start_on) <= calendar.x(today) <= WIDTH or today < run.start_on
    assert calendar.first.day == calendar.last.day == 1


def test_phases_to_come_end_on_their_due_days() -> None:
    bars = bars_of(run_of(), START, BOUNDS)

    assert [bar.ends for bar in bars] == [START + timedelta(due) for due in DUE]
    assert {bar.look for bar in bars} == {"g-next"}


def test_a_late_phase_reaches_to_today_and_shows_its_due_day() -> None:
    today = START + timedelta(12)
    bar = bars_of(run_of(PhaseState.IN_PROGRESS), today, BOUNDS)[0]

    assert (bar.look, bar.ends, bar.missed) == ("g-late", today, START + timedelta(7))


def test_a_name_with_markup_is_text() -> None:
    run = run_of()
    drawn = row(run, calendar_of([(run, START)], START), BOUNDS, on=START, title="<script>")

    assert "<script>" not in drawn
