"""What this room brings to the page of an onboarding, to start pages and to a firm's monthly report."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from onboarding_phases.commitments.permissions import (
    ADD_COMMITMENT,
    DECIDE_COMMITMENT,
    KEEP_COMMITMENT,
    READ_COMMITMENTS,
)
from onboarding_phases.commitments.queries import broken_commitments, firms_commitments, proposed_commitments
from onboarding_phases.kpis.rules import add_months, as_of_month
from onboarding_phases.onboardings.enums import OnboardingState
from onboarding_phases.onboardings.models import Onboarding
from partners.models import Partner
from portal import clock
from portal.access import person
from portal.feature import Panel
from portal.needs import Need, NeedQuery, NeedRow
from portal.reports.values import ReportSection

COST_OF_A_BROKEN_ONE = 57.0
COST_OF_CONSENT = 36.0
MONTHS_BACK = 6
MOST_ROWS = 10


def commitments_panel(onboarding: Onboarding) -> Mapping[str, Any]:
    """The way to the ledger: the page of an onboarding asks the database enough already."""
    runs = onboarding.state is OnboardingState.RUNNING
    return {"onboarding": onboarding, "may_add": runs and ADD_COMMITMENT.allows(person())}


def _broken(row: NeedRow) -> Need:
    text = _("Commitment past its day, %(customer)s: %(text)s", customer=row.name, text=_short(row.text or ""))
    return Need(text, url_for("commitments.show", commitment=row.code), row.on, COST_OF_A_BROKEN_ONE)


def _proposed(row: NeedRow) -> Need:
    text = _(
        "Agree to a commitment or refuse it, %(customer)s: %(text)s", customer=row.name, text=_short(row.text or "")
    )
    return Need(text, url_for("commitments.show", commitment=row.code), row.on, COST_OF_CONSENT)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:59] + "…"


def report_section(_partner: Partner, month: date) -> Mapping[str, Any] | None:
    """What fell due in the six months to the end of a report's month, and what of it was broken on that day.

    The session is the firm's: what the vendor keeps to itself, such as prices, is not among it. What was refused
    or renegotiated is not owed any more.
    """
    until = as_of_month(month, today=clock.today())
    due = [(row, name) for row, name in firms_commitments(add_months(until, -MONTHS_BACK), until) if row.is_owed]
    if not due:
        return None
    kept = [row for row, _name in due if row.settled_on and row.settled_on <= until]
    broken = [(row, name) for row, name in due if row not in kept and _is_before(row.due_on, until)]
    return {
        "due": len(due),
        "kept": len(kept),
        "on_time": sum(1 for row in kept if not _is_before(row.due_on, row.settled_on)),
        "broken": broken[:MOST_ROWS],
        "broken_count": len(broken),
        "months": MONTHS_BACK,
        "as_of": until,
    }


def _is_before(day: date | None, other: date | None) -> bool:
    return day is not None and other is not None and day < other


PANELS = [Panel("onboarding", "commitments/panel.html", READ_COMMITMENTS, commitments_panel, order=15)]
NEEDS = [
    NeedQuery(KEEP_COMMITMENT, broken_commitments, _broken),
    NeedQuery(DECIDE_COMMITMENT, proposed_commitments, _proposed),
]
SECTIONS = [ReportSection("partner", "commitments/report.html", report_section, order=60)]
