"""What the handoff to support brings to start pages."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from onboarding_phases.closing.support.permissions import ANSWER_SUPPORT_HANDOFF, WRITE_SUPPORT_HANDOFF
from onboarding_phases.closing.support.queries import came_back, waiting_for_support
from portal import clock
from portal.needs import Need, NeedQuery, NeedRow

COST_OF_A_LATE_ANSWER = 54.0
COST_OF_AN_ANSWER = 38.0
COST_OF_WHAT_CAME_BACK = 40.0


def _waiting(row: NeedRow) -> Need:
    text = _("Accept or return the handoff to support: %(customer)s", customer=row.name)
    is_late = row.on is not None and row.on < clock.today()
    cost = COST_OF_A_LATE_ANSWER if is_late else COST_OF_AN_ANSWER
    return Need(text, url_for("support.show", code=row.code), row.on, cost)


def _came_back(row: NeedRow) -> Need:
    text = _("Complete the handoff to support that came back: %(customer)s", customer=row.name)
    return Need(text, url_for("support.show", code=row.code), None, COST_OF_WHAT_CAME_BACK)


NEEDS = [
    NeedQuery(ANSWER_SUPPORT_HANDOFF, waiting_for_support, _waiting),
    NeedQuery(WRITE_SUPPORT_HANDOFF, came_back, _came_back),
]
