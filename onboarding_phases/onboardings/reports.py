"""What this room says on the start pages: the first line of a day, and its cards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from onboarding_phases.onboardings.enums import PhaseState, RiskReason, Side
from onboarding_phases.onboardings.permissions import (
    COMPLETE_PHASE,
    CONFIRM_HOLD,
    EXCLUDE_ONBOARDING,
    NAME_CONSULTANTS,
    SEE_MY_DAY,
    SUBMIT_PHASE,
)
from onboarding_phases.onboardings.queries import bounds_in_force
from onboarding_phases.onboardings.queries.decisions import exclusions_to_decide, holds_to_confirm
from onboarding_phases.onboardings.queries.needs import consultant_names, for_the_vendor, of_my_day, without_people
from onboarding_phases.onboardings.queries.rows import OnboardingRow, phase_name, review_of
from onboarding_phases.onboardings.rules import review_due_on
from onboarding_phases.onboardings.standing import Bounds, Risk
from portal import clock
from portal.access import person
from portal.feature import Card, Need, NeedSource

AHEAD = timedelta(days=3)
COST_OF_A_LATE_REVIEW = 55.0
COST_OF_A_RISK = 45.0
COST_OF_A_REVIEW = 35.0
COST_OF_A_LATE_PHASE = 50.0
COST_OF_NOBODY = 48.0
COST_OF_A_PHASE = 30.0
MOST_DUE = 6
"""So many lines a start page shows; the list has all of them."""
COST_OF_A_HOLD = 44.0
COST_OF_AN_EXCLUSION = 20.0


def reviews_and_risks() -> list[Need]:
    """Submissions that wait for the vendor, one past its day being dearer, and onboardings at high risk."""
    bounds = bounds_in_force()
    return [_review(row, bounds) if PhaseState.SUBMITTED in _states(row) else _risk(row) for row in for_the_vendor()]


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
    )


def _risk(row: OnboardingRow) -> Need:
    return Need(
        text=_("%(customer)s: %(reason)s", customer=row.onboarding.customer_name, reason=risk_words(row.risk)),
        href=url_for("onboardings.show", code=row.onboarding.code),
        due_on=row.item.due_on if row.item else None,
        cost=COST_OF_A_RISK,
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


def holds_and_exclusions() -> list[Need]:
    """Holds that firms entered for others' causes, and what waits for a second person."""
    holds = [
        Need(
            text=_("Confirm or refuse the hold of %(customer)s", customer=onboarding.customer_name),
            href=url_for("onboardings.decide", code=onboarding.code),
            due_on=review_due_on(clock.day_of(hold.created_at), bounds_in_force().review_days),
            cost=COST_OF_A_HOLD,
        )
        for hold, onboarding in holds_to_confirm()
    ]
    return holds + _exclusions()


def _exclusions() -> list[Need]:
    if not EXCLUDE_ONBOARDING.allows(person()):
        return []
    return [
        Need(
            text=_("Decide whether %(customer)s is left out of the rates", customer=onboarding.customer_name),
            href=url_for("onboardings.exclusion_decision", code=onboarding.code),
            due_on=None,
            cost=COST_OF_AN_EXCLUSION,
        )
        for _asked, onboarding in exclusions_to_decide()
    ]


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


def my_day() -> Mapping[str, Any] | None:
    """The reader's running onboardings as cards, for a phone."""
    rows = of_my_day()
    return {"rows": rows} if rows else None


def due_next() -> Mapping[str, Any] | None:
    """What is late or due next over the whole firm, and who holds it."""
    rows = sorted((row for row in of_my_day() if row.item), key=_due)[:MOST_DUE]
    if not rows:
        return None
    names = consultant_names(row.onboarding.id for row in rows)
    return {"rows": rows, "names": names, "late": sum(1 for row in rows if _due(row) < row.on)}


def _due(row: OnboardingRow) -> date:
    return row.item.due_on if row.item else date.max


def risk_words(risk: Risk | None) -> str:
    """A risk's reason as a few words with its figure."""
    if risk is None or risk.reason is RiskReason.ON_PLAN:
        return str(_("On plan"))
    words = {
        RiskReason.LATE: ngettext("%(num)s day late", "%(num)s days late", risk.days),
        RiskReason.PAST_X: ngettext("%(num)s day past X, not active", "%(num)s days past X, not active", risk.days),
        RiskReason.NEAR_X: ngettext("%(num)s day left, not active", "%(num)s days left, not active", risk.days),
        RiskReason.REVIEW_LATE: ngettext("Review %(num)s day overdue", "Review %(num)s days overdue", risk.days),
        RiskReason.BLOCKED: ngettext("Blocked for %(num)s day", "Blocked for %(num)s days", risk.days)
        if risk.days
        else _("Blocked since today"),
        RiskReason.RETURNED: ngettext("Returned %(num)s time", "Returned %(num)s times", risk.days),
    }
    return str(words[risk.reason])


def _address(row: OnboardingRow, position: int) -> str:
    return url_for("onboardings.phase", code=row.onboarding.code, position=position)


NEEDS = [
    NeedSource(COMPLETE_PHASE, reviews_and_risks),
    NeedSource(CONFIRM_HOLD, holds_and_exclusions),
    NeedSource(SUBMIT_PHASE, phases_to_work_on),
    NeedSource(NAME_CONSULTANTS, people_to_name),
]
CARDS = [
    Card("onboardings/card_day.html", SEE_MY_DAY, my_day, order=20, wide=True),
    Card("onboardings/card_due.html", NAME_CONSULTANTS, due_next, order=20, wide=True),
]
