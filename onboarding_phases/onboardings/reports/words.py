"""A risk put into words."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from onboarding_phases.onboardings.enums import RiskReason
from onboarding_phases.onboardings.values import Risk
from portal.i18n import current_locale
from portal.ui.formatting import format_short_day


def risk_words(risk: Risk | None) -> str:
    """A risk's reason as a few words with its figure, and until when a person's level holds instead."""
    if risk is None or risk.override is None:
        return _reason(risk)
    until = format_short_day(risk.override.until_on, current_locale())
    return str(_("%(reason)s (level set by hand until %(day)s)", reason=_reason(risk), day=until))


def _reason(risk: Risk | None) -> str:
    if risk is None or risk.reason is RiskReason.ON_PLAN:
        return str(_("On plan"))
    if risk.reason in (RiskReason.QUIET, RiskReason.USAGE_FELL, RiskReason.FORESEEN):
        return _seen(risk)
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


def _seen(risk: Risk) -> str:
    """What was seen in data, with their day."""
    day = format_short_day(risk.as_of, current_locale())
    if risk.reason is RiskReason.QUIET:
        text = ngettext(
            "No log-in for %(num)s day (as of %(day)s)",
            "No log-in for %(num)s days (as of %(day)s)",
            risk.days,
            day=day,
        )
    elif risk.reason is RiskReason.USAGE_FELL:
        text = _("Usage fell by %(percent)s %% in a week (as of %(day)s)", percent=risk.days, day=day)
    else:
        text = _("Predicted finish beyond the due day (as of %(day)s)", day=day)
    return str(text)
