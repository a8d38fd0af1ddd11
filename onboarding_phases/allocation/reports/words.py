"""The words of a plan: rules, parts of a score, and what would place a customer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from onboarding_phases.allocation.matching.counterfactuals import Worth
from portal.i18n import current_locale
from portal.ui.formatting import format_signed

COMPONENT_LABELS = {
    "strengths": _l("Strengths"),
    "outcome": _l("Results"),
    "industry": _l("Industry"),
    "tier": _l("Tier"),
    "region": _l("Region"),
    "preference": _l("Preference"),
}
RULE_LABELS = {
    "status": _l("no firm is active and certified"),
    "contract": _l("the contracts end before the start"),
    "product": _l("no firm knows the product"),
    "language": _l("no firm works in this language"),
    "region": _l("no firm serves the prefecture, not even remotely"),
    "tier": _l("no firm has reached the required tier"),
    "excluded": _l("the firms are excluded, or declined this customer before"),
    "score": _l("every score is below the lowest that may be proposed"),
    "no_capacity": _l("the firms that would fit have no slots left"),
}
REGION_LABELS = {
    "hokkaido": _l("Hokkaido region"),
    "tohoku": _l("Tohoku region"),
    "kanto": _l("Kanto region"),
    "chubu": _l("Chubu region"),
    "kinki": _l("Kinki region"),
    "chugoku": _l("Chugoku region"),
    "shikoku": _l("Shikoku region"),
    "kyushu": _l("Kyushu region"),
}
MOVES_NAMED = 3


def outcome_source(outcome: float | None, cases: int) -> str:
    """Where the value of the part "results" comes from: so many cases, what was stated, or nowhere."""
    if cases:
        return f"n = {cases}"
    return str(_("not known")) if outcome is None else str(_("as stated"))


def worth_text(worth: Worth) -> str:
    """What one more slot at a firm would bring to the whole plan."""
    if worth.placed_weight:
        told = {"weight": worth.placed_weight, "points": format_signed(worth.score, current_locale())}
        return str(_("One more slot there: %(weight)s more weight placed, %(points)s points.", **told))
    if worth.score:
        return str(_("One more slot there: %(points)s points.", points=format_signed(worth.score, current_locale())))
    return str(_("One more slot there would change nothing."))


def repair_text(repair: Mapping[str, Any], customers: Mapping[str, str], partners: Mapping[str, str]) -> str:
    """What would place a customer, and who would have to move for it."""
    values = {
        "partner": partners.get(repair["partner"], repair["partner"]),
        "slots": repair.get("slots"),
        "at": partners.get(repair.get("slots_at") or "", ""),
        "tier": repair.get("required_tier"),
    }
    own = ngettext(
        "With %(slots)s more slot %(partner)s can take it.",
        "With %(slots)s more slots %(partner)s can take it.",
        values["slots"] or 0,
        **values,
    )
    texts = {
        "slots": own
        if repair.get("slots_at") == repair["partner"]
        else ngettext(
            "With %(slots)s more slot at %(at)s it goes to %(partner)s.",
            "With %(slots)s more slots at %(at)s it goes to %(partner)s.",
            values["slots"] or 0,
            **values,
        ),
        "tier": _("With a required tier of %(tier)s it goes to %(partner)s.", **values),
        "remote": _("Working remotely would place it at %(partner)s.", **values),
        "exclusion": _("Lifting the exclusion would place it at %(partner)s.", **values),
    }
    return " ".join([str(texts[repair["kind"]]), *_moves(repair.get("moves", ()), customers, partners)])


def _moves(moves: Any, customers: Mapping[str, str], partners: Mapping[str, str]) -> list[str]:
    """A sentence on those who change firm, if anybody does."""
    told = [f"{customers.get(m['customer'], '')} → {partners.get(m['partner'], '')}" for m in moves]
    if not told:
        return []
    named = "、".join(told[:MOVES_NAMED])
    if len(told) > MOVES_NAMED:
        named = str(_("%(names)s and %(more)s more", names=named, more=len(told) - MOVES_NAMED))
    return [str(_("Others who change firm for it: %(moves)s.", moves=named))]
