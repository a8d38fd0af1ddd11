"""A suggested effort in words."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from onboarding_phases.customers.suggesting import Reason, Sign, Suggestion
from partners.industries import INDUSTRIES
from partners.products.queries import product_name
from portal.i18n import current_locale, localized
from portal.ui.formatting import format_number


def effort_words(suggestion: Suggestion) -> str:
    """What is suggested, and because of what."""
    effort, found = suggestion.effort, suggestion.evidence
    if found is not None:
        text: str = ngettext(
            "Suggested: %(effort)s. The %(cases)s similar onboardings that are finished took %(num)s working day in"
            " the middle.",
            "Suggested: %(effort)s. The %(cases)s similar onboardings that are finished took %(num)s working days in"
            " the middle.",
            found.days,
            effort=effort,
            cases=format_number(found.cases, current_locale()),
        )
        return text
    if not suggestion.reasons:
        return str(_("Suggested: %(effort)s. Nothing in the profile speaks for more.", effort=effort))
    reasons = str(_(", ")).join(_reason(reason) for reason in suggestion.reasons)
    return str(_("Suggested: %(effort)s, because of %(reasons)s.", effort=effort, reasons=reasons))


def _reason(reason: Reason) -> str:
    match reason.sign:
        case Sign.EMPLOYEES:
            count = int(reason.value)
            text: str = ngettext("%(count)s employee", "%(count)s employees", count, count=_number(count))
        case Sign.NEEDS:
            text = ngettext("%(num)s need", "%(num)s needs", int(reason.value))
        case Sign.PRODUCT:
            text = _("the product %(name)s", name=product_name(reason.value))
        case Sign.PLAN:
            text = _("the plan %(name)s", name=reason.value)
        case Sign.INDUSTRY:
            text = _("the industry %(name)s", name=localized(INDUSTRIES[reason.value]))
    return str(_("%(reason)s (%(points)s)", reason=text, points=f"+{reason.points}"))


def _number(count: int) -> str:
    return format_number(count, current_locale())
