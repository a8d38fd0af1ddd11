"""What waits for whoever allocates, on the start page."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import defer

from onboarding_phases.allocation.enums import RunState
from onboarding_phases.allocation.models import AllocationRun
from onboarding_phases.allocation.queries import customers_waiting
from portal.database import db
from portal.feature import Need
from portal.i18n import current_locale
from portal.ui.formatting import format_month

COST_OF_A_WAITING_CUSTOMER = 40.0


def plans_and_customers() -> list[Need]:
    """Plans that wait for approval, else the months in which customers wait for a partner."""
    waiting = AllocationRun.state.in_((RunState.DRAFT, RunState.FAILED))
    runs = select(AllocationRun).options(defer(AllocationRun.frozen), defer(AllocationRun.result)).where(waiting)
    needs = [
        Need(
            text=_text(run),
            href=url_for("allocations.show", run=run.code),
            due_on=run.month,
            cost=COST_OF_A_WAITING_CUSTOMER,
        )
        for run in db.session.scalars(runs.order_by(AllocationRun.id.desc()).limit(5))
    ]
    if needs:
        return needs
    return [
        Need(
            text=ngettext("Find a partner for %(num)s customer", "Find partners for %(num)s customers", count),
            href=url_for("allocations.index"),
            due_on=month,
            cost=COST_OF_A_WAITING_CUSTOMER,
        )
        for month, count in customers_waiting()[:3]
    ]


def _text(run: AllocationRun) -> str:
    told: dict[str, Any] = {"month": format_month(run.month, current_locale()), "number": run.number}
    if run.state == RunState.FAILED:
        return str(_("Have the plan for %(month)s, run %(number)s, computed again: it failed", **told))
    return str(_("Approve or put aside the plan for %(month)s, run %(number)s", **told))
