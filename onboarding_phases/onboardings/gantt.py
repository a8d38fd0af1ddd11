"""The timeline of an onboarding as a drawing: phases with their due days, holds, today and day X.

Values in, markup out. All rows of a page share one scale, so that days stand below each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from onboarding_phases.onboardings import clock
from onboarding_phases.onboardings.enums import PhaseState
from onboarding_phases.onboardings.rules import CLOSED, WITH_THE_FIRM
from onboarding_phases.onboardings.standing import Bounds, Run, reached_on
from portal.ui.charts.elements import Value, element

WIDTH, HEIGHT, MIDDLE = 832.0, 40.0, 20.0
ONE_DAY = timedelta(days=1)
INK, ACCENT, LATE, DONE, CONTROL, GRID = "#1a2027", "#1b5f8c", "#a82a1f", "#566a7c", "#7a8591", "#e1e5e9"
LOOKS: dict[str, dict[str, Value]] = {
    "g-done": {"fill": DONE},
    "g-cur": {"fill": "#e3edf5", "stroke": ACCENT, "stroke_width": 1.5},
    "g-late": {"fill": "#fbe9e7", "stroke": LATE, "stroke_width": 1.5},
    "g-next": {"fill": "#ffffff", "stroke": CONTROL},
    "g-skip": {"fill": "none", "stroke": CONTROL, "stroke_dasharray": "2 2"},
    "g-hold": {"fill": "#eceff1", "stroke": "#454e59"},
}
NUMBERS: dict[str, str] = {"g-done": "g-n g-n-d", "g-cur": "g-n g-n-c", "g-late": "g-n g-n-l"}


@dataclass(frozen=True)
class Bar:
    """One phase on the scale: from where to where, how it looks, and the due day where it was missed."""

    position: int
    begins: date
    ends: date
    look: str
    missed: date | None = None


@dataclass(frozen=True)
class Calendar:
    """The days that a page of timelines shows, whole months, from left to right."""

    first: date
    last: date
    today: date

    def x(self, day: date) -> float:
        share = (day - self.first).days / max(1, (self.last - self.first).days)
        return max(0.0, min(WIDTH, WIDTH * share))

    def months(self) -> Iterator[date]:
        day = self.first
        while day < self.last:
            yield day
            day = _next_month(day)


def calendar_of(runs: Iterable[tuple[Run, date]], today: date) -> Calendar:
    """The months over which runs and their days X extend."""
    days = [today, *(day for run, x_on in runs for day in (run.start_on, x_on))]
    return Calendar(min(days).replace(day=1), _next_month(max(days)), today)


def bars_of(run: Run, today: date, bounds: Bounds) -> list[Bar]:
    """The phases one after the other: as they went, then as they are due."""
    made: list[Bar] = []
    place = run.start_on
    for step in run.steps:
        due = reached_on(run, step.due_day, bounds)
        look, ends = _look(step.state, due, today), due
        if step.state is PhaseState.COMPLETED and step.completed_on:
            ends = step.completed_on
        elif look == "g-late":
            ends = today
        bar = Bar(step.position, place, max(ends, place + ONE_DAY), look, due if look == "g-late" else None)
        made.append(bar)
        place = bar.ends
    return made


def _look(state: PhaseState, due: date, today: date) -> str:
    if state in CLOSED:
        return "g-done" if state is PhaseState.COMPLETED else "g-skip"
    if state in WITH_THE_FIRM and today > due:
        return "g-late"
    return "g-next" if state is PhaseState.NOT_STARTED else "g-cur"


def header(calendar: Calendar, *, month: Callable[[date], str], today: str) -> Markup:
    """The months above the rows, and today."""
    marks = [_grid(calendar, top=18.0)]
    for first in calendar.months():
        marks.append(element("text", month(first), class_="ct", x=calendar.x(first) + 4, y=34))
    now = calendar.x(calendar.today)
    middle = min(max(now, 38.0), WIDTH - 38.0)
    marks.append(_line("g-today", now, 20.0, HEIGHT, ACCENT))
    marks.append(element("rect", class_="bar-1", fill=ACCENT, x=middle - 38, y=1, width=76, height=18, rx=3))
    marks.append(element("text", today, class_="ct mid ct-w", x=middle, y=14, fill="#ffffff", text_anchor="middle"))
    return element("svg", *marks, viewBox=f"0 0 {WIDTH:g} {HEIGHT:g}", aria_hidden="true", focusable="false")


def row(run: Run, calendar: Calendar, bounds: Bounds, *, on: date, title: str) -> Markup:
    """One onboarding as it stands on a day, or stood when it ended; the title says in words what is drawn."""
    marks: list[Markup] = [element("title", title), _grid(calendar, top=0.0)]
    for bar in bars_of(run, on, bounds):
        marks += _bar(bar, calendar)
    for hold in run.holds:
        marks += _hold(hold, calendar)
    x_on = calendar.x(reached_on(run, run.x_days, bounds))
    marks.append(_line("g-x", x_on, 5.0, 35.0, INK))
    marks.append(_line("g-today", calendar.x(calendar.today), 0.0, HEIGHT, ACCENT))
    return element("svg", *marks, viewBox=f"0 0 {WIDTH:g} {HEIGHT:g}", role="img")


def _bar(bar: Bar, calendar: Calendar) -> list[Markup]:
    left, right = calendar.x(bar.begins), calendar.x(bar.ends)
    width = max(1.0, right - left - 1)
    marks = [_rect(bar.look, left, 10.0, width, 20.0)]
    if width >= 10:
        number = element(
            "text", bar.position, class_=NUMBERS.get(bar.look, "g-n"), x=left + width / 2, y=24, text_anchor="middle"
        )
        marks.append(number)
    if bar.missed is not None and bar.missed >= bar.begins:
        marks.append(_line("ln-l", calendar.x(bar.missed), 6.0, 34.0, LATE))
    return marks


def _hold(hold: clock.Hold, calendar: Calendar) -> list[Markup]:
    left, right = calendar.x(hold.started_on), calendar.x(hold.ended_on or calendar.today)
    width = max(6.0, right - left)
    pause = (
        element("path", class_="g-bars", stroke="#454e59", fill="none", d=f"M{left + width / 2 + shift:.1f} 15v10")
        for shift in (-2.5, 2.5)
    )
    return [_rect("g-hold", left, 7.0, width, 26.0), *pause]


def _rect(look: str, x: float, y: float, width: float, height: float) -> Markup:
    return element("rect", class_=look, x=x, y=y, width=width, height=height, rx=2, **LOOKS[look])


def _line(look: str, x: float, top: float, bottom: float, colour: str) -> Markup:
    return element("line", class_=look, x1=x, x2=x, y1=top, y2=bottom, stroke=colour, stroke_width=2)


def _grid(calendar: Calendar, *, top: float) -> Markup:
    lines = (
        element("line", class_="grid-l", stroke=GRID, x1=calendar.x(day), x2=calendar.x(day), y1=top, y2=HEIGHT)
        for day in list(calendar.months())[1:]
    )
    return Markup().join(lines)


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
