"""One onboarding."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from onboarding_phases.onboardings import clock as days
from onboarding_phases.onboardings.enums import PHASE_STATE_LABELS, HoldCause, PhaseState
from onboarding_phases.onboardings.forms import EndHoldForm
from onboarding_phases.onboardings.models import Hold, Phase
from onboarding_phases.onboardings.permissions import PLACE_HOLD, VIEW_ONBOARDINGS
from onboarding_phases.onboardings.queries import bounds_in_force
from onboarding_phases.onboardings.queries.activation import activation_of
from onboarding_phases.onboardings.queries.rows import OnboardingRow, row_of
from onboarding_phases.onboardings.queries.story import story_of
from onboarding_phases.onboardings.standing import Bounds
from onboarding_phases.onboardings.views.blueprint import bp
from onboarding_phases.onboardings.views.requests import onboarding_or_404
from partners.products.queries import product_name
from portal import clock
from portal.access import person, requires
from portal.i18n import current_locale
from portal.ui.formatting import format_short_day
from portal.web.context import vendor_word

FIRST_ENTRIES = 8


@bp.get("/<code:code>")
@requires(VIEW_ONBOARDINGS)
def show(code: str) -> ResponseReturnValue:
    onboarding, bounds, today = onboarding_or_404(code), bounds_in_force(), clock.today()
    row = row_of(onboarding, today, bounds)
    story = story_of(onboarding)
    shown = story if request.args.get("history") == "all" else story[:FIRST_ENTRIES]
    hold = next((hold for hold in onboarding.holds if hold.is_open(on=today)), None)
    end_form = EndHoldForm(started_on=hold.started_on) if hold else None
    return render_template(
        "onboardings/single.html",
        onboarding=onboarding,
        row=row,
        track=track_of(row, bounds),
        activation=activation_of(onboarding),
        held_days=_held_days(row, bounds),
        hold=hold,
        end_form=end_form if hold and may_end(hold) else None,
        entries=shown,
        entries_left=len(story) - len(shown),
        entries_total=len(story),
        owner=onboarding.owner_name,
        product=product_name(onboarding.product),
        named=[staffing.consultant for staffing in onboarding.staffings if staffing.until_on is None],
    )


def may_end(hold: Hold) -> bool:
    """Whether the reader may let the clock run again: a firm ends the holds that it entered."""
    return PLACE_HOLD.allows(person()) and (person().is_vendor or hold.by_firm)


def track_of(row: OnboardingRow, bounds: Bounds) -> list[dict[str, Any]]:
    """The six phases with their words and days, for the track."""
    return [
        {
            **mark,
            "word": _word(phase, mark["state"]),
            "lines": _lines(row, phase, bounds),
            "href": url_for("onboardings.phase", code=row.onboarding.code, position=phase.position),
        }
        for mark, phase in zip(row.strip, row.onboarding.phases, strict=True)
    ]


def due_of(row: OnboardingRow, phase: Phase, bounds: Bounds) -> Any:
    """The day by which a phase is due, as the clock stands on the day of the row."""
    run = row.onboarding.run
    return days.due_on(run.start_on, phase.due_day, run.holds, row.on, limits=bounds.limits)


def _word(phase: Phase, mark: str) -> str | None:
    """The state of a phase in words; None where the mark's own word says it."""
    if phase.state is PhaseState.COMPLETED:
        return str(_("completed %(day)s", day=format_short_day(phase.completed_on, current_locale())))
    return None if mark in ("late", "hold") else str(PHASE_STATE_LABELS[phase.state])


def _lines(row: OnboardingRow, phase: Phase, bounds: Bounds) -> list[str]:
    locale = current_locale()
    if phase.state is PhaseState.SKIPPED:
        return []
    lines = [_("due %(day)s", day=format_short_day(due_of(row, phase, bounds), locale))]
    if phase.submitted_on:
        lines.append(_submission(row, phase, bounds))
    if phase.rescued_on:
        lines.append(_("with help from the %(vendor)s", vendor=vendor_word()))
    return lines


def _submission(row: OnboardingRow, phase: Phase, bounds: Bounds) -> str:
    """When a phase was submitted, and how late that was, net."""
    run, day = row.onboarding.run, phase.submitted_on or row.on
    late = days.net_days(run.start_on, run.holds, day, limits=bounds.limits) - phase.due_day
    told: str = _("submitted %(day)s", day=format_short_day(day, current_locale()))
    if late <= 0:
        return told
    return f"{told}{_(', ')}{ngettext('%(num)s day late', '%(num)s days late', late)}"


def _held_days(row: OnboardingRow, bounds: Bounds) -> dict[HoldCause, int]:
    run = row.onboarding.run
    found = days.hold_days_by_cause(run.start_on, run.holds, row.on, limits=bounds.limits)
    return {HoldCause(cause.value): length for cause, length in found.items() if length}
