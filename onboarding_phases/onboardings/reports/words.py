"""A risk put into words."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from onboarding_phases.onboardings.enums import RiskReason
from onboarding_phases.onboardings.standing import Risk


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
