"""The list of escalations."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from onboarding_phases.escalations.enums import KIND_LABELS, SEVERITY_WORDS, EscalationKind, Severity
from onboarding_phases.escalations.permissions import RETURN_ESCALATION, VIEW_ESCALATIONS
from onboarding_phases.escalations.queries import ORDERS, TABS, line_of, listed, tab_counts
from onboarding_phases.escalations.rules import OWNING_ROLES
from onboarding_phases.escalations.values import Filters
from onboarding_phases.escalations.views.blueprint import bp
from portal import clock
from portal.access import person, requires
from portal.accounts.queries import names_of
from portal.paging import chips, in_address, paginate, sorting
from portal.people import ROLE_LABELS, Role
from portal.ui.listing import Sort

TAB_LABELS = {
    "open": _l("Unresolved"),
    "mine": _l("Waits for you"),
    "overdue": _l("Overdue"),
    "resolved": _l("Resolved"),
    "all": _l("All"),
}


@bp.get("/escalations")
@requires(VIEW_ESCALATIONS)
def index() -> ResponseReturnValue:
    order = sorting(ORDERS, default="due")
    filters = _filters(order)
    page = paginate(listed(filters))
    return render_template(
        "escalations/index.html",
        page=page,
        lines=[line_of(row) for row in page.items],
        sort=order,
        filters=filters,
        tabs=_tabs(filters),
        selects=_selects(filters),
        chips=chips(_labels(filters)),
        names=names_of(row.owner_id for row in page.items),
        now=clock.now(),
    )


def _filters(order: Sort) -> Filters:
    """Read the address; what makes no sense narrows nothing."""
    given = request.args
    return Filters(
        tab=given["tab"] if given.get("tab") in TABS else "open",
        text=given.get("q", "").strip()[:200],
        severity=next((one for one in Severity if one.value == given.get("severity")), None),
        kind=next((one for one in EscalationKind if one.value == given.get("kind")), None),
        owner_role=next((one for one in _owners() if one.value == given.get("owner")), None),
        sort=order.key,
        descending=order.descending,
    )


def _owners() -> tuple[Role, ...]:
    return (*OWNING_ROLES, Role.PARTNER_MANAGER)


def _tabs(filters: Filters) -> list[dict[str, Any]]:
    kept = in_address("tab", "page")
    return [
        {
            "label": TAB_LABELS[tab],
            "href": url_for(".index", **{**kept, "tab": tab if tab != "open" else None}),
            "current": tab == filters.tab,
            "count": count,
        }
        for tab, count in tab_counts(filters).items()
        if tab != "mine" or RETURN_ESCALATION.allows(person())
    ]


def _selects(filters: Filters) -> list[dict[str, Any]]:
    return [
        {
            "name": "severity",
            "label": _("Severity"),
            "options": [(one.value, word) for one, word in SEVERITY_WORDS.items()],
            "value": filters.severity,
        },
        {
            "name": "kind",
            "label": _("Kind"),
            "options": [(one.value, word) for one, word in KIND_LABELS.items()],
            "value": filters.kind,
        },
        {
            "name": "owner",
            "label": _("Who owns it"),
            "options": [(role.value, ROLE_LABELS[role]) for role in _owners()],
            "value": filters.owner_role,
        },
    ]


def _labels(filters: Filters) -> dict[str, str]:
    words = {
        "q": filters.text and _("Search: %(text)s", text=filters.text),
        "severity": filters.severity and str(SEVERITY_WORDS[filters.severity]),
        "kind": filters.kind and str(KIND_LABELS[filters.kind]),
        "owner": filters.owner_role and str(ROLE_LABELS[filters.owner_role]),
    }
    return {name: str(word) for name, word in words.items() if word}
