"""The filters of a list, between address, query and page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request, url_for
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from onboarding_phases.filters.values import kept_of
from onboarding_phases.onboardings.enums import ONBOARDING_STATE_LABELS, OnboardingState, RiskLevel, Side
from onboarding_phases.onboardings.permissions import RETURN_PHASE
from onboarding_phases.onboardings.queries.lists import Filters, partners_of_onboardings, products_offered
from partners.enums import PartnerStatus
from portal.access import person
from portal.accounts.queries import Person, people
from portal.i18n import current_locale
from portal.people import Role
from portal.ui.formatting import format_day
from portal.web.context import vendor_word

TABS = {
    "running": ONBOARDING_STATE_LABELS[OnboardingState.RUNNING],
    "late": _l("Late"),
    "risk": _l("At risk"),
    "review": _l("Awaiting review"),
    "mine": _l("Mine"),
    "completed": ONBOARDING_STATE_LABELS[OnboardingState.COMPLETED],
    "withdrawn": ONBOARDING_STATE_LABELS[OnboardingState.WITHDRAWN],
    "all": _l("All"),
}
RISK_LABELS: dict[str, LazyString] = {
    RiskLevel.HIGH.value: _l("High"),
    RiskLevel.MEDIUM.value: _l("Medium"),
    RiskLevel.LOW.value: _l("Low"),
}
SIDE_LABELS = frozenset(side.value for side in Side)
VIEWS = ("list", "board", "timeline", "calendar")


@dataclass(frozen=True)
class Choices:
    """What the filters of this reader offer: firms are the vendor's business, owners too."""

    products: Mapping[str, str | LazyString]

    partners: Sequence[tuple[str, str]] = ()
    owners: Sequence[Person] = ()
    #: The codes of those firms whose partnership has ended.
    ended: frozenset[str] = frozenset()


def waiting_words() -> dict[str, str]:
    """With whom an onboarding waits, as a filter says it."""
    return {
        Side.VENDOR.value: _("%(vendor)s: a submission waits", vendor=vendor_word()),
        Side.PARTNER.value: _("Partner"),
        Side.HOLD.value: _("On hold"),
    }


def tabs_of_reader() -> list[str]:
    """All saved views; "mine" is for those who own onboardings and see others too."""
    return [tab for tab in TABS if tab != "mine" or person().role == Role.CS_MANAGER]


def choices_of_reader() -> Choices:
    if not person().is_vendor:
        return Choices(products_offered())
    owners = people(RETURN_PHASE.roles) if person().role != Role.CS_MEMBER else []
    found = partners_of_onboardings()
    ended = frozenset(code for code, _name, status in found if status is PartnerStatus.ENDED)
    return Choices(products_offered(), [(code, name) for code, name, _status in found], owners, ended)


def filters_of_request(choices: Choices) -> Filters:
    """Read the address; what makes no sense narrows nothing."""
    given = kept_of(request.args)
    owner = next((owner.id for owner in choices.owners if owner.code == given.get("owner")), None)
    sort = given.get("sort", "")
    phase = given.get("phase", "")
    return Filters(
        tab=given["tab"] if given.get("tab") in tabs_of_reader() else "running",
        text=given.get("q", "").strip(),
        partner_code=given.get("partner", "") if choices.partners else "",
        product=given.get("product", ""),
        owner_id=owner,
        phase=int(phase) if phase in {"1", "2", "3", "4", "5", "6"} else None,
        risk=given.get("risk", "") if given.get("risk") in RISK_LABELS else "",
        waiting_on=given.get("with", "") if given.get("with") in SIDE_LABELS else "",
        since=_day(given.get("since")),
        until=_day(given.get("until")),
        sort=sort.lstrip("-"),
        descending=sort.startswith("-"),
        given=given,
    )


def address(filters: Filters, **changed: str | None) -> str:
    """The same list with something changed; None leaves it out."""
    kept: Mapping[str, Any] = {**filters.given, **changed}
    # Without a word the address is that of the list as the reader has it open: with the default of their own.
    return url_for(
        "onboardings.index", **({name: value for name, value in kept.items() if value} or {"tab": "running"})
    )


def stale_words(filters: Filters, choices: Choices) -> list[str]:
    """What a filter names that is not there any more, such as a firm that has ended, in words."""
    told, partners = [], dict(choices.partners)
    code, owner = filters.partner_code, filters.given.get("owner", "")
    if code and code in choices.ended:
        told.append(_("The partnership with %(name)s has ended.", name=partners[code]))
    elif code and code not in partners:
        told.append(_("No firm of the filter (%(code)s) has onboardings that you see.", code=code))
    if owner and choices.owners and filters.owner_id is None:
        told.append(_("The CS owner of the filter has no open account any more: the list shows all owners."))
    return [str(text) for text in told]


def chips(filters: Filters, choices: Choices) -> list[dict[str, str]]:
    """The filters in force, each with the way to the list without it."""
    partners, owners = dict(choices.partners), {owner.id: owner.name for owner in choices.owners}
    locale = current_locale()
    words = {
        "q": filters.text and _("Search: %(text)s", text=filters.text),
        "partner": filters.partner_code
        and _("Partner: %(name)s", name=partners.get(filters.partner_code, filters.partner_code)),
        "product": filters.product
        and _("Product: %(name)s", name=choices.products.get(filters.product, filters.product)),
        "owner": filters.owner_id and _("CS owner: %(name)s", name=owners.get(filters.owner_id)),
        "phase": filters.phase and _("At phase %(number)s", number=filters.phase),
        "risk": filters.risk and _("Risk: %(level)s", level=RISK_LABELS[filters.risk]),
        "with": filters.waiting_on
        and _("Waiting on: %(side)s", side=waiting_words().get(filters.waiting_on, filters.waiting_on)),
        "since": filters.since and _("Started on %(day)s or later", day=format_day(filters.since, locale)),
        "until": filters.until and _("Started by %(day)s", day=format_day(filters.until, locale)),
    }
    return [
        {"label": str(text), "remove_href": address(filters, **{name: None, "page": None})}
        for name, text in words.items()
        if text
    ]


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
