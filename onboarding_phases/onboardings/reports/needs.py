"""What needs a reader today."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from onboarding_phases.onboardings.enums import PhaseState, Side
from onboarding_phases.onboardings.permissions import (
    COMPLETE_PHASE,
    CONFIRM_HOLD,
    EXCLUDE_ONBOARDING,
    NAME_CONSULTANTS,
    SUBMIT_PHASE,
)
from onboarding_phases.onboardings.queries import bounds_in_force
from onboarding_phases.onboardings.queries.decisions import exclusions_to_decide, holds_to_confirm
from onboarding_phases.onboardings.queries.needs import at_high_risk, of_my_day, waiting_for_review, without_people
from onboarding_phases.onboardings.queries.rows import OnboardingRow, phase_name, review_of
from onboarding_phases.onboardings.reports.words import risk_words
from onboarding_phases.onboardings.rules import review_due_on
from onboarding_phases.onboardings.standing import Bounds
from portal import clock
from portal.needs import Need, NeedQuery, NeedRow, NeedSource

AHEAD = timedelta(days=3)
COST_OF_A_LATE_REVIEW = 55.0
COST_OF_A_RISK = 45.0
COST_OF_A_REVIEW = 35.0
COST_OF_A_LATE_PHASE = 50.0
COST_OF_NOBODY = 48.0
COST_OF_A_PHASE = 30.0
COST_OF_A_HOLD = 44.0
COST_OF_AN_EXCLUSION = 20.0
COST_OF_MORE = 10.0


def reviews_and_risks() -> list[Need]:
    """Submissions that wait for the vendor, one past its day being dearer, and onboardings at high risk."""
    bounds, waiting, risky = bounds_in_force(), waiting_for_review(), at_high_risk()
    risks = [_risk(row) for row in risky.rows if PhaseState.SUBMITTED not in _states(row)]
    return [*(_review(row, bounds) for row in waiting.rows), *risks, *_beyond(waiting.unread + risky.unread)]


def _beyond(count: int) -> list[Need]:
    """One line for all that a start page does not read row by row."""
    if count == 0:
        return []
    text = ngettext("%(num)s more waits for you", "%(num)s more wait for you", count)
    return [Need(text, url_for("onboardings.index", tab="risk"), None, COST_OF_MORE, count=count)]


def _states(row: OnboardingRow) -> set[PhaseState]:
    return {phase.state for phase in row.onboarding.phases}


def _review(row: OnboardingRow, bounds: Bounds) -> Need:
    position, due_on = review_of(row, bounds)
    phase = row.strip[position - 1]["name"]
    return Need(
        text=_("Review “%(phase)s” of %(customer)s", phase=phase, customer=row.onboarding.customer_name),
        href=_address(row, position),
        due_on=due_on,
        cost=COST_OF_A_LATE_REVIEW if due_on < row.on else COST_OF_A_REVIEW,
        in_card=True,
    )


def _risk(row: OnboardingRow) -> Need:
    return Need(
        text=_("%(customer)s: %(reason)s", customer=row.onboarding.customer_name, reason=risk_words(row.risk)),
        href=url_for("onboardings.show", code=row.onboarding.code),
        due_on=row.item.due_on if row.item else None,
        cost=COST_OF_A_RISK,
        in_card=True,
    )


def phases_to_work_on() -> list[Need]:
    """What the firm has late, was sent back, or has to bring within days."""
    return [_phase(row) for row in of_my_day() if _presses(row)]


def _presses(row: OnboardingRow) -> bool:
    if row.item is None or row.item.side is not Side.PARTNER:
        return False
    return row.item.due_on <= row.on + AHEAD or PhaseState.RETURNED in _states(row)


def _phase(row: OnboardingRow) -> Need:
    item = row.item
    position = item.position if item and item.position else row.onboarding.current_position
    phase = row.onboarding.phases[position - 1]
    told = {"phase": phase_name(phase), "customer": row.onboarding.customer_name}
    words = {
        PhaseState.NOT_STARTED: _("Start “%(phase)s” of %(customer)s", **told),
        PhaseState.RETURNED: _("Complete what is missing in “%(phase)s” of %(customer)s", **told),
    }
    return Need(
        text=words.get(phase.state) or _("Submit “%(phase)s” of %(customer)s", **told),
        href=_address(row, position),
        due_on=item.due_on if item else None,
        cost=COST_OF_A_LATE_PHASE if row.late_days else COST_OF_A_PHASE,
    )


def _hold(row: NeedRow) -> Need:
    entered_on = clock.day_of(row.at) if row.at else clock.today()
    return Need(
        text=_("Confirm or refuse the hold of %(customer)s", customer=row.name),
        href=url_for("onboardings.decide", code=row.code),
        due_on=review_due_on(entered_on, bounds_in_force().review_days),
        cost=COST_OF_A_HOLD,
    )


def _exclusion(row: NeedRow) -> Need:
    lifts = _("Decide whether %(customer)s counts in the rates again", customer=row.name)
    return Need(
        text=lifts if row.number else _("Decide whether %(customer)s is left out of the rates", customer=row.name),
        href=url_for("onboardings.exclusion_decision", code=row.code),
        due_on=None,
        cost=COST_OF_AN_EXCLUSION,
    )


def people_to_name() -> list[Need]:
    """Onboardings on which nobody of the firm works yet."""
    return [
        Need(
            text=_("Name who works on %(customer)s", customer=onboarding.customer_name),
            href=url_for("onboardings.consultants", code=onboarding.code),
            due_on=onboarding.start_on,
            cost=COST_OF_NOBODY,
        )
        for onboarding in without_people()
    ]


def _address(row: OnboardingRow, position: int) -> str:
    return url_for("onboardings.phase", code=row.onboarding.code, position=position)


NEEDS: Sequence[NeedSource | NeedQuery] = [
    NeedSource(COMPLETE_PHASE, reviews_and_risks),
    NeedQuery(CONFIRM_HOLD, holds_to_confirm, _hold),
    NeedQuery(EXCLUDE_ONBOARDING, exclusions_to_decide, _exclusion),
    NeedSource(SUBMIT_PHASE, phases_to_work_on),
    NeedSource(NAME_CONSULTANTS, people_to_name),
]
