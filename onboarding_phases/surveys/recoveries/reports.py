"""What recovery items bring to start pages."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from onboarding_phases.surveys.permissions import CLOSE_RECOVERY
from onboarding_phases.surveys.recoveries.queries import waiting_for_reader
from portal import clock
from portal.needs import Need, NeedQuery, NeedRow

COST_OF_LATE = 58.0
COST = 48.0


def _need(row: NeedRow) -> Need:
    return Need(
        text=str(_("Follow up the low score of %(customer)s", customer=row.name)),
        href=url_for("survey_recoveries.show", recovery=row.code),
        due_on=row.on,
        cost=COST_OF_LATE if row.on and row.on < clock.today() else COST,
    )


NEEDS = [NeedQuery(CLOSE_RECOVERY, waiting_for_reader, _need)]
