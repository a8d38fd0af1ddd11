"""The filters of a list, between address, query and page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from onboarding_phases.onboardings.enums import ONBOARDING_STATE_LABELS, OnboardingState
from onboarding_phases.onboardings.permissions import RETURN_PHASE
from onboarding_phases.onboardings.queries.lists import Filters, partners_of_onboardings
from partners.enums import PRODUCT_LABELS
from portal.access import person
from portal.accounts.queries import Person, people
from portal.i18n import current_locale
from portal.people import Role
from portal.ui.formatting import format_day

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
KEPT = ("tab", "q", "partner", "product", "owner", "phase", "since", "until", "sort", "view")
VIEWS = ("list", "board", "timeline")


@dataclass(frozen=True)
class Choices:
    """What the filters of this reader offer: firms are the vendor's business, owners too."""

    partners: list[tuple[str, str]]
    owners: list[Person]


def tabs_of_reader() -> list[str]:
    """All saved views; "mine" is for those who own onboardings and see others too."""
    return [tab for tab in TABS if tab != "mine" or person().role == Role.CS_MANAGER]


def choices_of_reader() -> Choices:
    if not person().is_vendor:
        return Choices([], [])
    owners = people(RETURN_PHASE.roles) if person().role != Role.CS_MEMBER else []
    return Choices(partners_of_onboardings(), owners)


def filters_of_request(choices: Choices) -> Filters:
    """Read the address; what makes no sense narrows nothing."""
    given = {name: request.args[name][:200] for name in KEPT if request.args.get(name)}
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
        since=_day(given.get("since")),
        until=_day(given.get("until")),
        sort=sort.lstrip("-"),
        descending=sort.startswith("-"),
        given=given,
    )


def address(filters: Filters, **changed: str | None) -> str:
    """The same list with something changed; None leaves it out."""
    kept: Mapping[str, Any] = {**filters.given, **changed}
    return url_for("onboardings.index", **{name: value for name, value in kept.items() if value})


def chips(filters: Filters, choices: Choices) -> list[dict[str, str]]:
    """The filters in force, each with the way to the list without it."""
    partners, owners = dict(choices.partners), {owner.id: owner.name for owner in choices.owners}
    locale = current_locale()
    words = {
        "q": filters.text and _("Search: %(text)s", text=filters.text),
        "partner": filters.partner_code
        and _("Partner: %(name)s", name=partners.get(filters.partner_code, filters.partner_code)),
        "product": filters.product
        and _("Product: %(name)s", name=PRODUCT_LABELS.get(filters.product, filters.product)),
        "owner": filters.owner_id and _("CS owner: %(name)s", name=owners.get(filters.owner_id)),
        "phase": filters.phase and _("At phase %(number)s", number=filters.phase),
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
